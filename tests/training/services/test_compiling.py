"""Whether a model is compiled before it is trained follows from what was measured with and without."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from training.models import Measurement, WorkerHeartbeat
from training.paths import job_folder
from training.processes import this_host
from training.services import worker_beat
from training.services.compiling import compile_decide
from training.services.designs import DesignFacts, checked_config
from training.services.estimates import estimate
from training.services.jobs import job_write
from training.services.measuring import Work, measurement_keep, work_of
from training.services.paces import Text

FACTS = DesignFacts({"vars": {"context_length": 32}}, "f", "T", 1000, 2_000_000, 64_000)
FIGURES = {
    "start_s": 1.0, "import_s": 2.0, "step_s": 0.1, "eval_token_s": 0.0, "sample_token_s": 0.0,
    "checkpoint_s": 0.0, "checkpoint_bytes": 1000, "memory_bytes": 5000,
}  # fmt: skip


def work(**options: Any) -> Work:
    return Work(FACTS.design, "f", 70, checked_config({"max_steps": 10_000, **options}), 1000, 2_000_000)


def shared(**options: Any) -> Work:
    """On two devices, of which this site has none."""
    alone = work(**options)
    return replace(alone, config={**alone.config, "devices": 2})


def known(of: Work, host: str = "h", **figures: float) -> None:
    row = {"host": host, "measured_at": timezone.now(), "figures": {**FIGURES, **figures}, "state": "ready"}
    Measurement.objects.create(key=of.key, job=of.job, **row)


def decided(of: Work) -> tuple[bool, str]:
    found = compile_decide(of, Text())
    return found.compiled, found.why


@pytest.mark.usefixtures("db")
def test_without_measurements_nothing_is_compiled() -> None:
    assert decided(work()) == (False, "untried")


@pytest.mark.parametrize("asked", ["auto", "on", "off"])
@pytest.mark.parametrize("device", ["cpu", "cuda:0"])
@pytest.mark.usefixtures("db")
def test_on_several_devices_nothing_is_compiled_whatever_was_asked(
    asked: str, device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.services.compiling.device_names", lambda: [device])
    assert decided(shared(compile=asked)) == (False, "off" if asked == "off" else "several_devices")


@pytest.mark.parametrize("asked", ["auto", "on"])
def test_an_estimate_for_several_devices_finds_what_a_run_like_it_took(
    asked: str, run_of: Any, ada: Any
) -> None:
    config = shared(compile=asked).config
    run = run_of(
        ada, config=config, fingerprint="f", n_parameters=1000, flops_per_token=2_000_000, lease_host="h"
    )
    model = job_folder(run) / "model"
    model.mkdir(parents=True)
    told = {"steps": 1000, "compiled": False, "pace": {**FIGURES, "step_s": 0.5}}
    (model / "report.json").write_text(json.dumps(told))
    measurement_keep(run=run, model_folder=model)
    found = estimate(facts=FACTS, config=config, vocab_size=257)
    assert (found["compile"]["why"], found["seconds_per_step"]) == ("several_devices", 0.5)


@pytest.mark.parametrize(
    ("options", "step_s", "verdict"),
    [
        ({}, 0.08, (True, "repays")),  # 200 of 1000 seconds, for 20
        ({}, 0.099, (False, "no_gain")),
        ({"max_steps": 900}, 0.08, (False, "no_gain")),
        ({"max_steps": None, "max_minutes": 30}, 0.08, (True, "repays")),
        ({"max_steps": None, "max_minutes": 1}, 0.08, (False, "no_gain")),
    ],
)
@pytest.mark.usefixtures("db")
def test_it_has_to_gain_more_than_it_takes(options: Any, step_s: float, verdict: Any) -> None:
    known(work())
    known(replace(work(), compiled=True), step_s=step_s, compile_s=20.0)
    assert decided(work(**options)) == verdict


@pytest.mark.usefixtures("db")
def test_a_short_training_is_not_worth_a_trial_and_a_machine_that_cannot_is_not_asked_again() -> None:
    known(work())
    assert decided(work(max_steps=100)) == (False, "short")
    assert decided(work()) == (False, "untried")
    error = {"code": "cannot_compile", "values": {}}
    Measurement.objects.create(key=replace(work(), compiled=True).key, state="failed", error=error)
    assert decided(work()) == (False, "cannot")


@pytest.mark.usefixtures("db")
def test_the_options_and_a_gpu_decide_without_a_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    assert decided(work(compile="on")) == (True, "on")
    monkeypatch.setattr("training.services.compiling.device_names", lambda: ["cuda:0"])
    assert decided(work(compile="off")) == (False, "off")
    assert decided(work()) == (True, "gpu")


def test_a_long_training_has_it_tried_once_it_was_measured_without(ada: Any) -> None:
    worker_beat(cluster="short")

    def told() -> Any:
        return estimate(facts=FACTS, config=work().config, vocab_size=70, user=ada)["compile"]

    assert (told()["measuring"], Measurement.objects.count()) == (False, 1)
    facts = {"host": this_host(), "measured_at": timezone.now(), "figures": FIGURES}
    Measurement.objects.update(state="ready", **facts)
    assert (told()["measuring"], told()["why"]) == (True, "untried")
    tried = Measurement.objects.get(state="waiting")
    assert tried.job["compile"] == {"compiled": True}
    done = {**facts, "state": "ready", "figures": {**FIGURES, "step_s": 0.05}}
    Measurement.objects.filter(pk=tried.pk).update(**done)
    found = told()
    assert (found["compiled"], found["why"], found["measuring"]) == (True, "repays", False)
    assert found["saves_s"] == pytest.approx(500, rel=0.05)


def test_the_job_of_a_run_says_it_and_its_report_is_kept_apart(leased: Any, tmp_path: Any) -> None:
    leased.config, leased.flops_per_token = work(compile="on").config, 2_000_000
    leased.save()
    job_write(run=leased)
    job = json.loads((job_folder(leased) / "job.json").read_text())
    assert job["compile"] == {"compiled": True, "why": "on"}
    assert job["flops_per_token"] == leased.flops_per_token == 2_000_000  # what its metrics are counted with
    report = {"steps": 1000, "compiled": True, "pace": {"step_s": 0.25, "compile_s": 12.0}}
    (tmp_path / "report.json").write_text(json.dumps(report))
    measurement_keep(run=leased, model_folder=tmp_path)
    assert Measurement.objects.get().key == replace(work_of(leased), compiled=True).key


@pytest.mark.usefixtures("db")
def test_what_compiling_gains_is_told_by_one_machine() -> None:
    known(work(), host="quick")
    known(work(), host="slow", step_s=0.4)
    known(replace(work(), compiled=True), host="quick", step_s=0.099, compile_s=20.0)
    for host in ("quick", "slow"):
        WorkerHeartbeat.objects.create(host=host, cluster="short", pid=1, beat_at=timezone.now())
    assert decided(work()) == (False, "no_gain"), "not 0.099 against the 0.4 of another"
    Measurement.objects.filter(figures__step_s=0.099).update(host="new")
    assert decided(work()) == (False, "untried")
