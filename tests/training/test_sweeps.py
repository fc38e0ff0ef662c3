"""A search: its points, its queue, its end."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Course, CourseRole, Quota
from common.errors import ProductError
from training.core.space import TooManyTrials, Variable, grid, points
from training.models import QueueHost, QueueSettings, Run, Sweep, SweepTrial, Tokenizer, WorkerHeartbeat
from training.services import designs, sweeps, trials
from training.services.sweeps import sweeps_advance

SWEEPS = "/api/v1/sweeps/"
RUNS = "/api/v1/runs/"
DESIGN = {"format": 1, "vars": {"d_model": 32}, "nodes": {}, "edges": []}


@pytest.fixture(autouse=True)
def sound(monkeypatch: pytest.MonkeyPatch) -> None:
    def facts(design: dict[str, Any], *_: Any) -> designs.DesignFacts:
        return designs.DesignFacts(design, "f" * 64, "Tiny", 1000 * design["vars"]["d_model"], 2000, 64_000)

    monkeypatch.setattr(trials, "checked_design", facts)


def body(corpus: Any, *space: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = {"corpus": corpus.pk, "design": DESIGN, "config": {"max_steps": 5}, "space": list(space)}
    return {**given, "tokenizer_options": {"kind": "bytes"}, **more}


LR = {"name": "lr", "values": [0.1, 0.2]}
SIZE = {"name": "d_model", "of": "vars", "values": [16, 32, 64]}


def test_a_grid_has_every_combination_once() -> None:
    points = grid([Variable(name="a", values=[1, 2, 2]), Variable(name="b", of="vars", values=["x"])])
    assert points == [{"a": 1, "vars.b": "x"}, {"a": 2, "vars.b": "x"}]
    with pytest.raises(TooManyTrials):
        grid([Variable(name="a", values=list(range(10))), Variable(name="b", values=list(range(10)))])


def draws(n: int, *space: Variable, seed: int = 0) -> list[dict[str, Any]]:
    return list(islice(points(space, seed), n))


def test_draws_are_different_within_their_range_and_the_same_for_a_seed() -> None:
    space = (
        Variable(name="lr", low=1e-4, high=1e-1, log=True),
        Variable(name="d", low=1, high=9, whole=True),
    )
    found = draws(20, *space, seed=3)
    assert found == draws(20, *space, seed=3) != draws(20, *space, seed=4)
    assert len({str(point) for point in found}) == 20
    assert all(1e-4 <= point["lr"] <= 1e-1 and point["d"] in range(1, 10) for point in found)
    assert len(draws(20, Variable(name="a", values=[1, 2]))) == 2


@pytest.mark.parametrize("log", [False, True])
def test_a_size_is_drawn_in_multiples_that_lie_within_its_range(log: bool) -> None:
    size = Variable(name="d", of="vars", low=30, high=100, multiple_of=16, log=log)
    assert sorted(point["vars.d"] for point in draws(9, size)) == [32, 48, 64, 80, 96]
    whole = Variable(name="d", low=1.6, high=3.4, whole=True, log=log)
    assert sorted(point["d"] for point in draws(9, whole)) == [2, 3]


def test_one_form_makes_a_run_for_each_point(ada_api: Any, corpus: Any) -> None:
    made = ada_api.post(SWEEPS, body(corpus, LR, SIZE), format="json")
    assert made.status_code == 201
    assert len(made.data["trials"]) == 6
    runs = list(Run.objects.order_by("trial__number"))
    assert [run.config["lr"] for run in runs] == [0.1, 0.1, 0.1, 0.2, 0.2, 0.2]
    assert [run.design["vars"]["d_model"] for run in runs] == [16, 32, 64] * 2
    assert len({run.tokenizer_id for run in runs}) == 1
    assert made.data["done"] is False


def test_titles_call_what_varies_as_the_form_does(ada_api: Any, corpus: Any) -> None:
    lr = {"name": "lr", "values": [0.01], "label": "학습률"}
    schedule = {"name": "schedule", "values": ["cosine"], "label": "일정", "told": {"cosine": "코사인"}}
    made = ada_api.post(SWEEPS, body(corpus, lr, schedule, SIZE), format="json")
    assert made.data["title"] == "Search over 학습률, 일정, d_model"
    titles = [run["run"]["title"] for run in made.data["trials"]]
    assert titles[0] == "#1: 학습률 = 0.01, 일정 = 코사인, d_model = 16"
    refused = ada_api.post(SWEEPS, body(corpus, {**lr, "label": "x" * 61}), format="json")
    assert (refused.status_code, refused.data["errors"][0]["attr"]) == (400, "space.0.label")


def test_runs_are_queued_as_there_is_room(ada_api: Any, ada: Any, corpus: Any) -> None:
    Quota.objects.create(user=ada, runs_queued=3)
    ada_api.post(SWEEPS, body(corpus, LR, SIZE), format="json")
    assert Run.objects.count() == 2  # one place is left for what Ada does besides
    assert sweeps_advance() == 0
    Run.objects.update(state="training")
    assert sweeps_advance() == 2
    Run.objects.update(state="completed")
    assert sweeps_advance() == 2
    assert sweeps_advance() == 0
    assert SweepTrial.objects.filter(run=None).count() == 0


def test_stopping_ends_all_and_queues_no_more(ada_api: Any, ada: Any, corpus: Any) -> None:
    Quota.objects.create(user=ada, runs_queued=3)
    made = ada_api.post(SWEEPS, body(corpus, LR, SIZE), format="json").data
    stopped = ada_api.post(f"{SWEEPS}{made['id']}/stop/").data
    assert stopped["done"] is True
    assert set(Run.objects.values_list("state", flat=True)) == {"stopped"}
    assert sweeps_advance() == 0
    assert ada_api.delete(f"{SWEEPS}{made['id']}/").status_code == 204
    assert Run.objects.count() == 2


@pytest.mark.parametrize(
    ("space", "word", "attr"),
    [
        ([], "1 to 6", "space"),
        ([{"name": "lr"}], "“lr” cannot vary", "space.0"),
        ([SIZE, {"name": "lr", "low": "much", "high": 2}], "must be a number", "space.1.low"),
        ([SIZE, {"name": "lr", "low": 1, "high": 2}], "grid", "space.1.values"),
        (
            [{"name": "d_model", "of": "vars", "low": 33, "high": 47, "multiple_of": 16}],
            "multiple of 16",
            "space.0",
        ),
        ([{"name": "d_model", "low": 1, "high": 9, "multiple_of": 0}], "at least 1", "space.0.multiple_of"),
        ([SIZE, {"name": "lr", "values": [-1]}], "lr = -1", "space.1"),
        ([{"name": "nosuch", "values": [1]}], "nosuch", "space.0"),
        ([LR, {"name": "depth", "of": "vars", "values": [1]}], "depth", "space.1"),
        (
            [
                {"name": "lr", "values": [n / 100 for n in range(1, 12)]},
                {"name": "seed", "values": list(range(9))},
            ],
            "99",
            "space",
        ),
        ([LR, LR], "different", "space"),
    ],
)
def test_a_space_that_is_none_is_refused_with_its_reason(
    ada_api: Any, corpus: Any, space: list[dict[str, Any]], word: str, attr: str
) -> None:
    answer = ada_api.post(SWEEPS, body(corpus, *space), format="json")
    assert answer.status_code == 400
    assert word in answer.data["errors"][0]["detail"]
    assert answer.data["errors"][0]["attr"] == attr
    assert not Run.objects.exists()


def test_an_option_of_all_runs_that_is_not_right_is_named_alone(ada_api: Any, corpus: Any) -> None:
    answer = ada_api.post(SWEEPS, body(corpus, LR, config={"max_minutes": "abc"}), format="json")
    assert answer.status_code == 400
    assert answer.data["errors"][0]["attr"] == "config.max_minutes"
    assert "lr" not in answer.data["errors"][0]["detail"]


def test_p27_a_search_of_another_is_not_there(ada_api: Any, ben_api: Any, corpus: Any) -> None:
    made = ada_api.post(SWEEPS, body(corpus, LR), format="json").data
    for method, path in (("get", ""), ("post", "stop/"), ("delete", "")):
        assert getattr(ben_api, method)(f"{SWEEPS}{made['id']}/{path}").status_code == 404
    assert ben_api.get(SWEEPS).data["results"] == []


def test_who_sees_a_search_sees_its_runs_those_that_come_later_too(
    ada_api: Any, ada: Any, ben_api: Any, ben: Any, ida_api: Any, corpus: Any
) -> None:
    course = Course.objects.create(title="Language models")
    for member in (ada, ben):
        course.memberships.create(user=member, role=CourseRole.STUDENT)
    Quota.objects.create(user=ada, runs_queued=3)
    search = ada_api.post(SWEEPS, body(corpus, LR, SIZE), format="json").data["id"]

    def share(**fields: Any) -> None:
        assert ada_api.patch(f"{SWEEPS}{search}/", fields, format="json").status_code == 200

    def runs_seen(api: Any) -> int:
        return int(api.get(RUNS).data["count"])

    assert (runs_seen(ada_api), runs_seen(ben_api)) == (2, 0)
    share(visibility="course", courses=[course.pk])
    assert (runs_seen(ben_api), runs_seen(ida_api)) == (2, 0)
    Run.objects.update(state="completed")
    sweeps_advance()
    assert (runs_seen(ada_api), runs_seen(ben_api), runs_seen(ida_api)) == (4, 4, 0)
    share(title="Another name")
    assert runs_seen(ben_api) == 4
    share(visibility="private")
    assert runs_seen(ben_api) == 0


def test_a_longer_search_costs_no_more_queries(
    ada_api: Any, corpus: Any, django_assert_max_num_queries: Any
) -> None:
    made = ada_api.post(SWEEPS, body(corpus, LR, SIZE), format="json").data
    with django_assert_max_num_queries(4):
        assert len(ada_api.get(f"{SWEEPS}{made['id']}/").data["trials"]) == 6


def test_a_ticket_that_read_a_search_before_it_was_stopped_queues_nothing_of_it(
    ada_api: Any, ada: Any, corpus: Any
) -> None:
    Quota.objects.create(user=ada, runs_queued=3)
    made = ada_api.post(SWEEPS, body(corpus, LR, SIZE), format="json").data
    read_before = Sweep.objects.get(pk=made["id"])
    ada_api.post(f"{SWEEPS}{made['id']}/stop/")
    assert sweeps.sweep_advance(sweep=read_before) == 0
    assert not Run.objects.exclude(state="stopped").exists()


def test_a_search_whose_text_is_gone_has_nothing_left_to_do(ada_api: Any, ada: Any, corpus: Any) -> None:
    Quota.objects.create(user=ada, runs_queued=3)
    made = ada_api.post(SWEEPS, body(corpus, LR, SIZE), format="json").data
    Run.objects.update(state="stopped")
    assert ada_api.get(f"{SWEEPS}{made['id']}/").data["done"] is False
    corpus.delete()
    assert ada_api.get(f"{SWEEPS}{made['id']}/").data["done"] is True


def heads_divide(monkeypatch: pytest.MonkeyPatch, n_heads: int) -> None:
    """Only widths that so many heads divide can be trained."""
    sound = vars(trials)["checked_design"]

    def facts(design: dict[str, Any], *rest: Any) -> designs.DesignFacts:
        width = design["vars"]["d_model"]
        if width % n_heads:
            words = f"A width of {width} does not divide into {n_heads} heads."
            raise ProductError(words, code="design_invalid", attr="design")
        facts_of: designs.DesignFacts = sound(design, *rest)
        return facts_of

    monkeypatch.setattr(trials, "checked_design", facts)


def random_search(api: Any, corpus: Any, *space: dict[str, Any], **more: Any) -> Any:
    return api.post(SWEEPS, body(corpus, *space, method="random", **more), format="json")


WIDTH = {"name": "d_model", "of": "vars", "low": 32, "high": 256, "whole": True}


def test_widths_that_cannot_be_trained_are_drawn_again(
    ada_api: Any, corpus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads_divide(monkeypatch, 8)
    made = random_search(ada_api, corpus, WIDTH, n_trials=8)
    assert made.status_code == 201
    widths = {trial["values"]["vars.d_model"] for trial in made.data["trials"]}
    assert len(widths) == 8
    assert all(width % 8 == 0 for width in widths)
    assert [trial["number"] for trial in made.data["trials"]] == list(range(1, 9))
    assert Run.objects.filter(title__startswith="#8: d_model = ").exists()


def test_a_search_of_which_too_little_can_be_trained_is_refused_with_the_reason(
    ada_api: Any, corpus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads_divide(monkeypatch, 8)
    few = random_search(ada_api, corpus, {**WIDTH, "high": 49}, n_trials=8, seed=1)
    assert few.status_code == 400
    assert "Only 3 of 18 draws can be trained" in few.data["errors"][0]["detail"]
    assert "does not divide into 8 heads" in few.data["errors"][0]["detail"]
    none = random_search(ada_api, corpus, {**WIDTH, "low": 33, "high": 39}, seed=1)
    assert "None of 7 draws can be trained" in none.data["errors"][0]["detail"]
    assert not Sweep.objects.exists()
    all_there_are = random_search(ada_api, corpus, {**WIDTH, "high": 48, "multiple_of": 8}, n_trials=8)
    assert len(all_there_are.data["trials"]) == 3


def test_models_that_are_too_large_are_drawn_again_too(ada_api: Any, ada: Any, corpus: Any) -> None:
    Quota.objects.create(user=ada, max_parameters=100_000)
    made = random_search(ada_api, corpus, WIDTH, n_trials=4)
    assert all(trial["values"]["vars.d_model"] <= 100 for trial in made.data["trials"])
    refused = random_search(ada_api, corpus, {**WIDTH, "low": 200})
    assert (refused.status_code, refused.data["errors"][0]["code"]) == (403, "too_few_fit")


def test_a_search_without_a_seed_is_another_each_time_and_tells_how_to_repeat_it(
    ada_api: Any, corpus: Any
) -> None:
    rate = {"name": "lr", "low": 0.0001, "high": 0.1, "log": True}

    def drawn(**more: Any) -> tuple[int, list[Any]]:
        data = random_search(ada_api, corpus, rate, **more).data
        return data["seed"], [trial["values"] for trial in data["trials"]]

    first, second = drawn(), drawn()
    assert first[0] != second[0]
    assert first[1] != second[1]
    assert drawn(seed=first[0]) == first
    assert ada_api.post(SWEEPS, body(corpus, LR), format="json").data["seed"] is None


def estimate(api: Any, corpus: Any, *space: dict[str, Any], **more: Any) -> Any:
    return api.post(f"{SWEEPS}estimate/", body(corpus, *space, **more), format="json")


def test_the_cost_of_a_search_is_that_of_all_its_runs(ada_api: Any, corpus: Any) -> None:
    whole = estimate(ada_api, corpus, LR, SIZE)
    assert whole.status_code == 200
    assert whole.data["n_runs"] == 6
    assert whole.data["n_parameters"] == {"least": 16_000, "most": 64_000}
    one = estimate(ada_api, corpus, {"name": "lr", "values": [0.1]}).data
    assert one["seconds"]["least"] == one["seconds"]["most"] == one["device_seconds"] > 0
    assert 4 * one["device_seconds"] < whole.data["device_seconds"] < 8 * one["device_seconds"]
    assert (one["state"], one["over_in_s"]) == ("calculated", None)  # no worker is there
    assert not Sweep.objects.exists()


def test_a_search_is_over_when_its_last_run_is_whoever_waits_before_it(
    ada_api: Any, ben: Any, corpus: Any, run_of: Any
) -> None:
    QueueHost.objects.create(name="here", devices=[{"name": "cpu", "memory_bytes": None}], slots=1)
    WorkerHeartbeat.objects.create(host="here", cluster="training", pid=1, beat_at=timezone.now())
    alone = estimate(ada_api, corpus, LR).data
    assert alone["over_in_s"] >= alone["device_seconds"] > 0
    run_of(
        ben, config={"max_minutes": 60}, lease_host="here", lease_device="cpu", state="training", lease="x"
    )
    assert estimate(ada_api, corpus, LR).data["over_in_s"] > alone["over_in_s"]
    QueueSettings.objects.create(paused=True)
    assert estimate(ada_api, corpus, LR).data["over_in_s"] is None


def test_p27_an_estimate_names_what_cannot_be_had(ada_api: Any, corpus: Any) -> None:
    for name in ("tokenizer", "corpus"):
        answer = ada_api.post(f"{SWEEPS}estimate/", {**body(corpus, LR), name: "nosuch"}, format="json")
        assert (answer.status_code, answer.data["errors"][0]["attr"]) == (404, name)
    assert estimate(ada_api, corpus, LR, config={"val_fraction": 1e308}).status_code == 400


def test_a_search_whose_tokenizer_is_gone_for_good_ends_and_holds_up_no_other(
    ada_api: Any, corpus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [ada_api.post(SWEEPS, body(corpus, LR), format="json").data["id"] for _ in range(2)]
    SweepTrial.objects.update(queued=False, run=None)
    lost = Tokenizer.objects.create(title="Lost", kind="characters", state="ready", vocab_size=9)
    Sweep.objects.filter(pk=made[0]).update(tokenizer=lost)
    assert sweeps_advance() > 0
    assert [Sweep.objects.get(pk=pk).stopped_at is None for pk in made] == [False, True]
