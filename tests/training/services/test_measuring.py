"""Measurements: asked for once, made one at a time, and replaced by what whole runs tell."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from training.models import Measurement, WorkerHeartbeat
from training.processes import this_host
from training.services.designs import checked_config
from training.services.measuring import Work, measured, measurement_ask, measurement_keep, work_of
from training.services.preparation import thing_failed, thing_ready
from training.services.probing import claim_probe

CONFIG = checked_config({"max_steps": 100})
FIGURES = {
    "start_s": 1.0, "import_s": 2.0, "step_s": 0.5, "eval_token_s": 1e-4, "sample_token_s": 1e-3,
    "checkpoint_s": 0.1, "checkpoint_bytes": 1000, "memory_bytes": 5000,
}  # fmt: skip


def work(**options: Any) -> Work:
    return Work({"vars": {"context_length": 32}}, "f", 70, {**CONFIG, **options}, 1000, 2000)


def measure(row: Measurement, **facts: Any) -> None:
    pk, claim = claim_probe() or ("", "")
    assert pk == row.pk
    facts = {"figures": FIGURES, "source": "probe", "beside": 0, "measured_at": timezone.now(), **facts}
    thing_ready(kind="probe", pk=pk, claim=claim, facts=facts)


def test_the_key_hangs_on_what_changes_the_time_of_a_step_alone() -> None:
    assert work().key == work(lr=0.5, max_steps=7, eval_bytes=300, init_seed=5).key
    keys = {work(**{name: 4}).key for name in ("batch_size", "grad_accum_steps", "context_length", "threads")}
    assert len(keys | {work().key, work(precision="bf16").key, work(optimizer="sgd").key}) == 7


def test_what_is_known_is_not_measured_again(ada: Any, ben: Any) -> None:
    measure(measurement_ask(work=work(), user=ada))
    assert measurement_ask(work=work(lr=0.5), user=ben).state == "ready"
    assert measured([work().key])[work().key].figures == FIGURES
    assert claim_probe() is None


def test_a_person_waits_for_one_measurement(ada: Any, ben: Any) -> None:
    for n in (1, 2, 3):
        last = measurement_ask(work=work(batch_size=n), user=ada)
    other = measurement_ask(work=work(batch_size=9), user=ben)
    assert set(Measurement.objects.values_list("pk", flat=True)) == {last.pk, other.pk}


def test_a_host_makes_one_trial_at_a_time(ada: Any, ben: Any) -> None:
    first = measurement_ask(work=work(batch_size=1), user=ada)
    second = measurement_ask(work=work(batch_size=2), user=ben)
    pk, claim = claim_probe() or ("", "")
    assert (pk, claim_probe()) == (first.pk, None)
    thing_failed(kind="probe", pk=pk, claim=claim, code="probe_too_long", values={})
    assert (claim_probe() or ("", ""))[0] == second.pk


def test_what_failed_is_not_tried_again_at_once(ada: Any) -> None:
    pk, claim = measurement_ask(work=work(), user=ada).pk, ""
    pk, claim = claim_probe() or ("", "")
    thing_failed(kind="probe", pk=pk, claim=claim, code="out_of_memory", values={})
    assert measurement_ask(work=work(), user=ada).state == "failed"
    Measurement.objects.update(updated_at=timezone.now() - timedelta(hours=1))
    assert measurement_ask(work=work(), user=ada).state == "waiting"


def test_a_quieter_machine_is_measured_anew_and_the_old_figures_stand_meanwhile(ada: Any) -> None:
    measure(measurement_ask(work=work(), user=ada), beside=1)
    row = measurement_ask(work=work(), user=ada)
    assert (row.state, row.figures) == ("waiting", FIGURES)
    assert measured([row.key])[row.key].beside == 1


def test_as_long_as_it_is_as_busy_the_figures_hold(ada: Any, leased: Any) -> None:
    measure(measurement_ask(work=work(), user=ada), beside=1)
    assert measurement_ask(work=work(), user=ada).state == "ready"


def test_a_gpu_that_somebody_trains_on_is_not_tried_on(
    ada: Any, leased: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.services import probing

    monkeypatch.setattr(probing, "device_names", lambda: ["cuda:0"])
    measurement_ask(work=work(), user=ada)
    type(leased).objects.update(lease_device="cuda:0")
    assert claim_probe() is None
    type(leased).objects.update(lease_device="cuda:1")
    assert claim_probe() is not None


@pytest.fixture
def model(tmp_path: Path) -> Any:
    def write(**report: Any) -> Path:
        pace = {"step_s": 0.25, "start_s": 0.5, "eval_token_s": 2e-4}
        (tmp_path / "report.json").write_text(json.dumps({"steps": 1000, "pace": pace, **report}))
        return tmp_path

    return write


def test_a_whole_run_tells_more_than_a_trial(ada: Any, leased: Any, model: Any) -> None:
    leased.config, leased.peak_memory_bytes = CONFIG, 9000
    leased.save()
    of_it = work_of(leased)
    measure(measurement_ask(work=of_it, user=ada))
    measurement_keep(run=leased, model_folder=model())
    row = Measurement.objects.get()
    assert (row.source, row.host, row.beside) == ("run", this_host(), 0)
    kept = {"step_s": 0.25, "start_s": 0.5, "import_s": 0.0, "memory_bytes": 9000, "sample_token_s": 1e-3}
    assert row.figures.items() >= kept.items()
    assert measurement_ask(work=of_it, user=ada).state == "ready"


def test_a_short_run_and_a_run_beside_more_others_tell_nothing(
    ada: Any, leased: Any, run_of: Any, model: Any
) -> None:
    measurement_keep(run=leased, model_folder=model(steps=10))
    assert not Measurement.objects.exists()
    measure(measurement_ask(work=work_of(leased), user=ada))
    run_of(ada, state="training", lease="b" * 32, lease_host=this_host(), lease_device="cpu")
    measurement_keep(run=leased, model_folder=model())
    assert Measurement.objects.get().source == "probe"
    measurement_keep(run=leased, model_folder=model(pace={}))


def test_of_hosts_at_work_the_slowest_counts_and_one_that_is_gone_no_more(ada: Any) -> None:
    asked = work()
    now = timezone.now()

    def measured_on(host: str, step_s: float, ago: int) -> None:
        figures = {**FIGURES, "step_s": step_s}
        facts = {"figures": figures, "measured_at": now - timedelta(hours=ago), "state": "ready"}
        Measurement.objects.create(key=asked.key, host=host, job=asked.job, source="probe", **facts)

    measured_on("gone", 9.0, ago=0)
    measured_on("quick", 0.1, ago=1)
    measured_on("slow", 0.4, ago=2)
    assert measured([asked.key])[asked.key].host == "gone", "nobody is at work: the newest"
    for host in ("quick", "slow"):
        WorkerHeartbeat.objects.create(host=host, cluster="short", pid=1, beat_at=now)
    assert measured([asked.key])[asked.key].host == "slow"
    assert measurement_ask(work=asked, user=ada).state == "ready"
    Measurement.objects.exclude(host="gone").delete()
    assert measurement_ask(work=asked, user=ada).state == "waiting", (
        "it tells nothing of those that are at work"
    )


def test_a_host_that_tries_what_another_measured_does_not_pass_its_figures_off_as_its_own(ada: Any) -> None:
    asked = work()
    elsewhere = {"host": "gone", "figures": FIGURES, "measured_at": timezone.now(), "source": "probe"}
    row = Measurement.objects.create(key=asked.key, job=asked.job, state="waiting", **elsewhere)
    claim_probe()
    row.refresh_from_db()
    assert (row.host, row.state, row.figures, row.measured_at) == (this_host(), "working", {}, None)


def test_a_host_leaves_to_another_what_that_one_measures_anew(ada: Any) -> None:
    asked = work()
    elsewhere = {"host": "other", "figures": FIGURES, "measured_at": timezone.now(), "source": "probe"}
    Measurement.objects.create(key=asked.key, job=asked.job, state="waiting", **elsewhere)
    WorkerHeartbeat.objects.create(host="other", cluster="short", pid=1, beat_at=timezone.now())
    assert claim_probe() is None
    WorkerHeartbeat.objects.all().delete()
    assert claim_probe() is not None


def test_what_one_host_has_not_tried_is_asked_of_it_though_another_knows(ada: Any) -> None:
    asked = work()
    elsewhere = {"host": "other", "figures": FIGURES, "measured_at": timezone.now(), "state": "ready"}
    Measurement.objects.create(key=asked.key, job=asked.job, **elsewhere)
    assert measurement_ask(work=asked, user=ada).host == "other"
    assert measurement_ask(work=asked, user=ada, host=this_host()).state == "waiting"
