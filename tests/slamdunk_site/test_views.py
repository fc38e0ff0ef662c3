"""The start page."""

from django.test import Client

from accounts.models import User
from architectures.models import Architecture
from slamdunk_site.templatetags.slamdunk import count, duration
from slamdunk_site.views import next_steps


def test_a_stranger_reads_what_this_is(client: Client, db: None) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "/sign-up/" in page.content.decode()


def test_a_newcomer_is_told_the_first_step(ada_page: Client) -> None:
    assert 'aria-current="step"' in ada_page.get("/").content.decode()


def test_one_sees_ones_own_things_only(ada_page: Client, ben: User) -> None:
    Architecture.objects.create(owner=ben, title="Ben's secret")
    assert "secret" not in ada_page.get("/").content.decode()


def test_the_first_step_not_done_is_the_next_one() -> None:
    steps = next_steps(has_architecture=True, has_run=False, has_model=False)
    assert [(step["done"], step["next"]) for step in steps] == [(True, False), (False, True), (False, False)]


def test_counts_are_short_in_both_languages() -> None:
    from django.utils.translation import override

    assert [count(n) for n in (None, 999, 1_024, 1_060_000)] == ["–", "999", "1.02K", "1.06M"]
    with override("ko"):
        assert [count(n) for n in (999, 1_060_000, 124_000_000)] == ["999", "106만", "1.24억"]


def test_lengths_of_time_read_as_on_a_clock() -> None:
    assert [duration(s) for s in (None, 59.6, 3661)] == ["–", "1:00", "1:01:01"]
