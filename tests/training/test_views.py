"""The pages of corpora and runs."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Quota, User
from architectures.models import Architecture, ArchitectureVersion
from training import tokenizer_choices
from training.models import Corpus, QueueHost, Run, Tokenizer, WorkerHeartbeat
from training.services import ensure_shipped_corpora

PAGE_DATA = re.compile(r'<script id="page-data" type="application/json">(.*?)</script>', re.DOTALL)


def page_data(page: Any) -> Any:
    found = PAGE_DATA.search(page.content.decode())
    assert found is not None
    return json.loads(found[1])


def make_run(owner: User, **fields: Any) -> Run:
    return Run.objects.create(owner=owner, title="</script><b>Tale", design={}, fingerprint="f", **fields)


def test_shipped_corpora_are_listed_in_the_persons_language(ada_page: Client) -> None:
    ensure_shipped_corpora()
    assert "Generated stories (Korean)" in ada_page.get("/corpora/").content.decode()


def test_a_failed_corpus_says_why(ada_page: Client, ada: User) -> None:
    error = {"code": "corpus_not_text", "values": {"file": "void.txt"}}
    corpus = Corpus.objects.create(owner=ada, title="Void", kind="upload", state="failed", error=error)
    assert "void.txt" in ada_page.get(f"/corpora/{corpus.pk}/").content.decode()


def test_what_was_asked_of_the_hub_can_be_changed_by_those_who_see_it(
    ada_page: Client, ben_page: Client, ada: User
) -> None:
    hub = {
        "dataset": "a/b",
        "config": None,
        "split": "trian",
        "columns": ["text"],
        "rows": 9,
        "streaming": True,
    }
    fields = {"owner": ada, "title": "Tales", "kind": "hub", "language": "ko", "state": "failed"}
    asked = Corpus.objects.create(**fields, source={"hub": hub})
    copy = Corpus.objects.create(**fields, source={"corpus": asked.pk})
    again = page_data(ada_page.get(f"/corpora/?again={asked.pk}"))["again"]
    assert again == {**hub, "title": "Tales", "language": "ko"}
    assert page_data(ben_page.get(f"/corpora/?again={asked.pk}"))["again"] is None
    assert page_data(ada_page.get(f"/corpora/?again={copy.pk}"))["again"] is None


def test_the_form_of_a_run_brings_its_choices(ada_page: Client) -> None:
    ensure_shipped_corpora()
    data = page_data(ada_page.get("/runs/new/?corpus=chosen"))
    assert {one["language"] for one in data["corpora"]} == {"en", "ko"}
    assert (data["corpus"], data["mostDevices"]) == ("chosen", 1)
    assert "lr" in data["schema"]["properties"]


@pytest.mark.parametrize(
    ("hosts", "own"),
    [
        ({"a": True, "b": True}, True),
        ({"a": False}, False),
        ({"a": True, "b": False}, None),
        ({"a": None}, None),
    ],
)
def test_the_form_knows_whether_the_cpus_compute_in_bf16(
    ada_page: Client, hosts: dict[str, bool | None], own: bool | None
) -> None:
    QueueHost.objects.create(name="gone", devices=[{"name": "cpu", "memory_bytes": None, "bf16": True}])
    for name, bf16 in hosts.items():
        QueueHost.objects.create(name=name, devices=[{"name": "cpu", "memory_bytes": None, "bf16": bf16}] * 2)
        WorkerHeartbeat.objects.create(host=name, cluster="training", pid=1, beat_at=timezone.now())
    assert page_data(ada_page.get("/runs/new/"))["bf16"] is own


def test_pages_of_runs_know_how_many_devices_a_person_may_have(ada_page: Client, ada: User) -> None:
    QueueHost.objects.create(
        name="gpus", devices=[{"name": f"cuda:{n}", "memory_bytes": 1} for n in range(4)]
    )
    Quota.objects.create(user=ada, max_devices=3)
    for path in ("/runs/new/", f"/runs/{make_run(ada).pk}/"):
        assert page_data(ada_page.get(path))["mostDevices"] == 3


def test_a_run_page_carries_the_run_and_a_way_to_do_it_again(ada_page: Client, ada: User) -> None:
    run = make_run(ada)
    data = page_data(ada_page.get(f"/runs/{run.pk}/"))
    assert (data["run"]["title"], data["mayEdit"]) == ("</script><b>Tale", True)
    assert data["againUrl"] == f"/runs/new/?run={run.pk}"


def form_again(client: Client, run: Run) -> Any:
    return page_data(client.get(f"/runs/new/?run={run.pk}"))


def test_training_again_asks_for_the_same_design_text_options_and_tokenizer(
    ada_page: Client, ada: User
) -> None:
    ensure_shipped_corpora()
    corpus, config = Corpus.objects.get(slug="stories-ko"), {"lr": 0.5, "max_minutes": 7.0}
    pieces = Tokenizer.objects.create(
        owner=ada, title="Pieces", kind="bpe", state="ready", options={"vocab_size": 300}
    )
    run = make_run(ada, corpus=corpus, config=config, tokenizer=pieces)
    Run.objects.filter(pk=run.pk).update(design={"format": 1}, title="Tale")
    data = form_again(ada_page, run)
    again = data["again"]
    assert (data["corpus"], again["config"], again["next"]) == (corpus.pk, config, "Tale (2)")
    assert (again["version"], again["design"]) == (None, {"format": 1})  # as of a search: no version was kept
    assert again["tokenizer"] == {"id": pieces.pk, "title": "Pieces", "kind": "bpe", "vocab_size": 300}


def test_training_again_takes_the_very_version_as_long_as_it_is_the_same_and_may_be_seen(
    ada_page: Client, ben_page: Client, ada: User
) -> None:
    held = Architecture.objects.create(owner=ada, title="Fox")
    version = ArchitectureVersion.objects.create(architecture=held, number=3, design={}, fingerprint="f")
    run = make_run(ada, version=version, visibility="public")
    data = form_again(ada_page, run)
    assert (data["architecture"], data["again"]["version"]["id"]) == (held.pk, version.pk)
    assert (data["again"]["version"]["number"], data["again"]["design"]) == (3, None)
    assert form_again(ben_page, run)["again"]["version"] is None  # Ben sees the run, not the architecture
    ArchitectureVersion.objects.update(fingerprint="later")  # a sitting of autosaves went on
    again = form_again(ada_page, run)["again"]
    assert (again["version"], again["design"]) == (None, {})


def test_training_again_learns_a_tokenizer_alike_where_the_own_one_may_not_be_had(
    ben_page: Client, ada: User
) -> None:
    pieces = {"owner": ada, "title": "Secret", "state": "ready"}
    for kind, options, told in (
        ("bpe", {"vocab_size": 300}, {"kind": "bpe", "vocab_size": 300}),
        ("tiktoken", {"encoding": "gpt2"}, {"kind": None, "vocab_size": None}),
    ):
        tokenizer = Tokenizer.objects.create(**pieces, kind=kind, options=options)
        again = form_again(ben_page, make_run(ada, tokenizer=tokenizer, visibility="public"))["again"]
        assert again["tokenizer"] == {"id": None, "title": "", **told}


def test_training_again_says_that_the_model_it_went_on_from_is_gone(ada_page: Client, ada: User) -> None:
    begun = make_run(ada, start={"model": "nosuch", "title": "Gone", "vocab_size": 3})
    data = form_again(ada_page, begun)
    assert (data["start"], data["again"]["startLost"]) == (None, True)
    assert form_again(ada_page, make_run(ada))["again"]["startLost"] is False


@pytest.mark.parametrize("pk", ["", "nosuch", "\0"])
def test_p27_a_run_that_is_not_there_is_no_reason_not_to_train(ada_page: Client, pk: str) -> None:
    assert page_data(ada_page.get("/runs/new/", {"run": pk, "corpus": pk}))["again"] is None


def test_p27_the_run_of_another_is_not_trained_again(ada_page: Client, ben: User) -> None:
    assert form_again(ada_page, make_run(ben))["again"] is None


def test_titles_are_never_markup(ada_page: Client, ada: User) -> None:
    make_run(ada)
    assert "<b>Tale" not in ada_page.get("/runs/").content.decode()


def test_a_list_of_runs_costs_the_same_queries_whatever_its_length(
    ada_page: Client, ada: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        make_run(ada)
    with django_assert_max_num_queries(6):
        ada_page.get("/runs/")


def test_p27_runs_and_searches_of_another_are_not_compared(ada_page: Client, ada: User, ben: User) -> None:
    mine, other = make_run(ada), make_run(ben)
    assert ada_page.get(f"/runs/compare/?ids={mine.pk}").status_code == 200
    assert ada_page.get(f"/runs/compare/?ids={mine.pk},{other.pk}").status_code == 404
    assert ada_page.get("/sweeps/nosuch/").status_code == 404
    assert ada_page.get("/sweeps/").status_code == 200
    assert ada_page.get("/sweeps/new/").status_code == 200


def test_p27_the_run_of_another_is_not_there(ada_page: Client, ben: User) -> None:
    assert ada_page.get(f"/runs/{make_run(ben).pk}/").status_code == 404
    assert "Tale" not in ada_page.get("/runs/").content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999999999999"])
def test_any_page_number_is_answered(ada_page: Client, page: str) -> None:
    assert ada_page.get("/runs/", {"page": page}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/corpora/", "/corpora/x/", "/runs/", "/runs/new/", "/runs/x/", "/runs/compare/", "/sweeps/"]
)
def test_strangers_are_asked_to_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"].startswith("/sign-in/")


def test_the_page_of_tokenizers_comes_with_those_that_one_may_see(
    ada_page: Client, ada: User, ben: User
) -> None:
    for owner in (ada, ben):
        Tokenizer.objects.create(owner=owner, title=f"{owner}'s pieces", kind="bytes", state="ready")
    shown = page_data(ada_page.get("/tokenizers/"))["tokenizers"]
    assert [one["title"] for one in shown] == ["ada's pieces"]


def test_the_forms_offer_the_tokenizers_that_are_ready_ones_own_first(
    ada_page: Client, ada: User, ben: User
) -> None:
    def made(title: str, owner: User | None, state: str = "ready") -> str:
        fields = {"title": title, "owner": owner, "state": state, "kind": "bpe", "vocab_size": 300}
        return Tokenizer.objects.create(**fields).pk

    made("GPT-2", None)
    mine, hers = made("Mine", ada), made("Ben's", ben)
    unready = made("Learning", ada, "working")
    for path in ("/runs/new/", "/sweeps/new/"):
        data = page_data(ada_page.get(path))
        assert [(one["title"], one["whose"]) for one in data["tokenizers"]] == [
            ("Mine", "mine"),
            ("GPT-2", "site"),
        ]
        assert data["tokenizerLost"] is False
        assert page_data(ada_page.get(path, {"tokenizer": mine}))["tokenizer"] == mine
        for gone in (hers, unready, "nosuch", "\0"):
            data = page_data(ada_page.get(path, {"tokenizer": gone}))
            assert (data["tokenizer"], data["tokenizerLost"]) == ("", True)


def test_the_tokenizer_that_was_asked_for_is_listed_however_many_there_are(
    ada_page: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokenizer_choices, "MOST", 2)
    fields = {"owner": ada, "state": "ready", "kind": "bytes", "vocab_size": 257}
    made = [Tokenizer.objects.create(title=f"no. {n}", **fields).pk for n in range(4)]
    data = page_data(ada_page.get("/runs/new/", {"tokenizer": made[0]}))
    assert [one["id"] for one in data["tokenizers"]] == [made[3], made[2], made[0]]
    assert data["moreTokenizers"] is True
