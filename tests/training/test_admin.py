"""What operators may change of what workers write."""

from __future__ import annotations

from typing import Any

from django.test import Client

from accounts.models import User
from training.models import Run


def test_a_page_that_was_opened_a_while_ago_takes_nothing_back(leased: Run) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    page = f"/admin/training/run/{leased.pk}/change/"
    shown: dict[str, Any] = client.get(page).context["adminform"].form.initial
    Run.objects.update(state="stopping", step=70, last_seq=7)
    sent = {
        "title": "Named",
        "owner": leased.owner_id,
        "visibility": shown["visibility"],
        "state": "training",
        "step": 0,
    }
    assert client.post(page, sent).status_code == 302
    leased.refresh_from_db()
    assert (leased.title, leased.state, leased.step, leased.last_seq) == ("Named", "stopping", 70, 7)


def test_the_pages_of_texts_and_tokenizers_open(leased: Run) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    for kind, thing in (
        ("corpus", leased.corpus),
        ("tokenizer", leased.tokenizer),
        ("tokenfile", leased.token_file),
    ):
        assert thing is not None
        assert client.get(f"/admin/training/{kind}/{thing.pk}/change/").status_code == 200
