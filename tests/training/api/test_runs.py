from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import rights
from training.models import QueueHost, Run
from training.services.following import follow_rest

pytestmark = pytest.mark.usefixtures("sound_design")
RUNS = "/api/v1/runs/"


def body(corpus: Any, **options: Any) -> dict[str, Any]:
    values = {"design": {"x": 1}, "config": {"max_steps": 5}, "tokenizer_options": {"kind": "bytes"}}
    return {"corpus": corpus.pk, **values, **options}


def test_creating_a_run_answers_with_it(ada_api: Any, corpus: Any) -> None:
    answer = ada_api.post(RUNS, body(corpus, title="First"), format="json")
    assert answer.status_code == 201
    shown = ada_api.get(f"{RUNS}{answer.data['id']}/").data
    assert (shown["title"], shown["state"], shown["owner"]) == ("First", "queued", "ada")
    assert shown["preparation"] == pytest.approx(0, abs=1)


def test_a_list_of_runs_asks_the_database_as_often_for_one_as_for_six(ada_api: Any, corpus: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert ada_api.get(RUNS).status_code == 200
        return len(asked)

    ada_api.post(RUNS, body(corpus), format="json")
    queries()
    alone = queries()
    for _ in range(5):
        ada_api.post(RUNS, body(corpus), format="json")
    assert queries() == alone
    assert [row["queue_length"] for row in ada_api.get(RUNS).data["results"]] == [0] * 6


def test_one_idempotency_key_creates_one_run(ada_api: Any, corpus: Any) -> None:
    answers = [
        ada_api.post(RUNS, body(corpus), format="json", headers={"Idempotency-Key": "k1"}) for _ in range(2)
    ]
    assert answers[0].data["id"] == answers[1].data["id"]
    assert Run.objects.count() == 1


def test_a_shipped_corpus_is_named_by_its_short_name(ada_api: Any, corpus: Any) -> None:
    answer = ada_api.post(RUNS, {**body(corpus), "corpus": "stories-ko"}, format="json")
    assert answer.status_code == 201
    assert answer.data["corpus_title"] == "Generated stories (Korean)"


@pytest.mark.parametrize(
    ("wrong", "attr"),
    [
        ({"config": {"max_steps": 5, "lr": "fast"}}, "config.lr"),
        ({"config": []}, "config"),
        ({"version": "nosuchversio"}, "version"),
        ({"tokenizer_options": {"kind": "emoji"}}, "tokenizer_options.kind"),
    ],
)
def test_bad_input_names_the_field(ada_api: Any, corpus: Any, wrong: dict[str, Any], attr: str) -> None:
    answer = ada_api.post(RUNS, body(corpus, **wrong), format="json")
    assert answer.status_code == 400
    assert answer.data["errors"][0]["attr"] == attr


@pytest.mark.parametrize("attr", ["corpus", "tokenizer", "demonstration"])
@pytest.mark.parametrize(("language", "words"), [("en", "Choose"), ("ko", "골라 주세요")])
def test_what_is_not_found_is_named(ada_api: Any, corpus: Any, attr: str, language: str, words: str) -> None:
    answer = ada_api.post(RUNS, {**body(corpus), attr: "nope"}, format="json", HTTP_ACCEPT_LANGUAGE=language)
    assert answer.status_code == 404
    (error,) = answer.data["errors"]
    assert (error["code"], error["attr"]) == ("not_found", attr)
    assert words in error["detail"]


@pytest.mark.parametrize(
    ("path", "wish", "attr"),
    [
        ("sweeps/", {"corpus": "nope", "space": [{}]}, "corpus"),
        ("tokenizers/", {"kind": "bytes", "corpus": "nope"}, "corpus"),
        ("tokenizers/compare/", {"tokenizers": ["nope"], "text": "a"}, "tokenizers"),
    ],
)
def test_so_is_what_is_asked_for_elsewhere(ada_api: Any, path: str, wish: dict[str, Any], attr: str) -> None:
    answer = ada_api.post(f"/api/v1/{path}", wish, format="json")
    assert (answer.status_code, answer.data["errors"][0]["attr"]) == (404, attr)


def test_p02_events_come_whole_and_after_a_number(ada_api: Any, leased: Run, tell: Any) -> None:
    tell(leased, *[{"seq": n, "type": "metric", "step": n, "loss": 1.0} for n in range(1, 6)])
    follow_rest(run=leased)
    whole = ada_api.get(f"{RUNS}{leased.pk}/events/").data
    assert [event["seq"] for event in whole["events"]] == [1, 2, 3, 4, 5]
    rest = ada_api.get(f"{RUNS}{leased.pk}/events/?after=3").data
    assert [event["seq"] for event in rest["events"]] == [4, 5]
    assert ada_api.get(f"{RUNS}{leased.pk}/events/?after=x").status_code == 400
    assert len(ada_api.get(f"{RUNS}{leased.pk}/metrics/").data["metric"]) == 5


def test_stop_and_resume(ada_api: Any, run_of: Any, ada: Any) -> None:
    run = run_of(ada)
    assert ada_api.post(f"{RUNS}{run.pk}/stop/").data["state"] == "stopped"
    assert ada_api.post(f"{RUNS}{run.pk}/resume/").data["state"] == "queued"
    again = ada_api.post(f"{RUNS}{run.pk}/resume/")
    assert (again.status_code, again.data["errors"][0]["code"]) == (409, "illegal_transition")


def test_a_run_goes_on_with_another_number_of_devices(ada_api: Any, run_of: Any, ada: Any) -> None:
    QueueHost.objects.create(
        name="gpus", devices=[{"name": f"cuda:{n}", "memory_bytes": 1} for n in range(2)]
    )
    run = run_of(ada, state="stopped")
    wrong = ada_api.post(f"{RUNS}{run.pk}/resume/", {"devices": 3}, format="json")
    assert (wrong.status_code, wrong.data["errors"][0]["attr"]) == (400, "config.devices")
    more = ada_api.post(f"{RUNS}{run.pk}/resume/", {"devices": 2}, format="json").data
    assert (more["state"], more["config"]["devices"]) == ("queued", 2)


@pytest.mark.parametrize("path", ["", "events/", "metrics/", "log/"])
def test_p27_a_private_run_of_another_does_not_exist(ben_api: Any, run_of: Any, ada: Any, path: str) -> None:
    assert ben_api.get(f"{RUNS}{run_of(ada).pk}/{path}").status_code == 404


def test_p27_nobody_stops_or_deletes_another_ones_run(ben_api: Any, run_of: Any, ada: Any) -> None:
    private, public = run_of(ada), run_of(ada, visibility="public")
    assert ben_api.post(f"{RUNS}{private.pk}/stop/").status_code == 404
    assert ben_api.post(f"{RUNS}{public.pk}/stop/").status_code == 403
    assert ben_api.delete(f"{RUNS}{public.pk}/").status_code == 403
    assert ben_api.patch(f"{RUNS}{public.pk}/", {"title": "x"}, format="json").status_code == 403
    assert set(Run.objects.values_list("state", flat=True)) == {"queued"}


def test_nobody_gets_in_without_signing_in(api: Any) -> None:
    assert api.get(RUNS).status_code in (401, 403)


def test_renaming_changes_only_the_title(ada_api: Any, run_of: Any, ada: Any) -> None:
    run = run_of(ada)
    shown = ada_api.patch(f"{RUNS}{run.pk}/", {"title": "New", "state": "completed"}, format="json").data
    assert (shown["title"], shown["state"]) == ("New", "queued")


def test_a_failed_run_says_why(ada_api: Any, run_of: Any, ada: Any) -> None:
    run = run_of(ada, state="failed", error={"code": "loss_not_finite", "values": {"step": 3}})
    assert "step 3" in ada_api.get(f"{RUNS}{run.pk}/").data["error"]["detail"]


def test_a_longer_list_costs_no_more_queries(ada_api: Any, run_of: Any, ada: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert ada_api.get(f"{RUNS}?state=completed").status_code == 200
        return len(queries)

    run_of(ada, state="completed")
    before = cost()
    run_of(ada, state="completed"), run_of(ada, state="completed")
    assert cost() == before


def test_an_estimate_of_epochs_counts_the_text(
    ada_api: Any, corpus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.api import runs as door
    from training.services.designs import DesignFacts

    facts = DesignFacts({"vars": {"context_length": 32}}, "f" * 64, "Tiny", 1000, 2000, 64_000)
    monkeypatch.setattr(door, "checked_design", lambda *_, **__: facts)
    corpus.n_bytes = 64_000
    corpus.save()
    given = {"design": {"x": 1}, "tokenizer_options": {"kind": "bytes"}}
    given["config"] = {"max_epochs": 2, "batch_size": 10, "val_fraction": 0.5}
    blind = ada_api.post(f"{RUNS}estimate/", given, format="json")
    assert (blind.status_code, blind.json()["errors"][0]["attr"]) == (400, "corpus")
    told = ada_api.post(f"{RUNS}estimate/", {**given, "corpus": corpus.pk}, format="json").data
    assert told["total_steps"] == 200  # 32 000 bytes, 1000 sequences, 100 batches, twice
    half = {**given["config"], "stride": 16}
    told = ada_api.post(
        f"{RUNS}estimate/", {**given, "corpus": corpus.pk, "config": half}, format="json"
    ).data
    assert told["total_steps"] == 400


def test_an_estimate_names_sizes_and_time(ada_api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from training.api import runs
    from training.services.designs import DesignFacts

    facts = DesignFacts({"vars": {"context_length": 32}}, "f", "T", 1000, 2_000_000_000, 64_000)
    monkeypatch.setattr(runs, "checked_design", lambda *_, **__: facts)
    given = {"design": {"x": 1}, "config": {"max_steps": 10, "batch_size": 4}}
    told = ada_api.post(f"{RUNS}estimate/", given, format="json").data
    assert (told["n_parameters"], told["tokens_per_step"], told["total_steps"]) == (1000, 128, 10)
    assert told["seconds"] > 0


def test_p11_a_new_name_takes_nothing_back_that_a_worker_wrote_meanwhile(
    ada_api: Any, leased: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the reading of the row and its writing a stop is asked for, and events arrive."""
    allowed = rights.check_editable

    def meanwhile(*given: Any) -> None:
        allowed(*given)
        Run.objects.update(state="stopping", last_seq=7, step=70)

    monkeypatch.setattr(rights, "check_editable", meanwhile)
    answer = ada_api.patch(f"{RUNS}{leased.pk}/", {"title": "Named", "visibility": "public"}, format="json")
    assert answer.status_code == 200
    leased.refresh_from_db()
    assert (leased.title, leased.visibility) == ("Named", "public")
    assert (leased.state, leased.last_seq, leased.step) == ("stopping", 7, 70)
