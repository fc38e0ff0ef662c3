"""What a run will cost: from what was measured, else from what is alike; and for how long it still needs a device."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from training.models import Measurement, WorkerHeartbeat
from training.services import worker_beat
from training.services.designs import DesignFacts, checked_config
from training.services.estimates import estimate, seconds_of
from training.services.measuring import Work, work_of
from training.services.paces import Text

FACTS = DesignFacts({"vars": {"context_length": 32}}, "f", "T", 1000, 2_000_000, 64_000)
EVENTS = {"eval_interval": 50, "sample_interval": 50, "checkpoint_interval": 50, "sample_prompts": ["a", "b"]}
CONFIG = checked_config(
    {"max_steps": 100, "batch_size": 4, "eval_bytes": 4096, "sample_tokens": 16, **EVENTS}
)
FIGURES = {
    "start_s": 1.0, "import_s": 2.0, "step_s": 0.5, "eval_token_s": 1e-3, "sample_token_s": 0.01,
    "checkpoint_s": 0.1, "checkpoint_bytes": 1000, "memory_bytes": 5000,
}  # fmt: skip


def cost(user: Any = None, config: Any = CONFIG, **facts: Any) -> Any:
    return estimate(facts=FACTS, config=config, vocab_size=70, user=user, **facts)


@pytest.fixture
def known(ada: Any) -> Measurement:
    worker_beat(cluster="short")
    cost(ada)
    now = timezone.now()
    facts = {"host": "h", "device": "cpu", "source": "probe", "measured_at": now, "figures": FIGURES}
    Measurement.objects.update(state="ready", **facts)
    WorkerHeartbeat.objects.update(host="h")
    return Measurement.objects.get()


def test_without_a_worker_the_figures_are_worked_out(ada: Any) -> None:
    told = cost(ada)
    assert (told["state"], told["measured"]) == ("calculated", None)
    assert told["memory_bytes"] == 64_000
    assert not Measurement.objects.exists()


def test_somebody_who_asks_has_it_measured(ada: Any) -> None:
    worker_beat(cluster="short")
    assert cost()["state"] == "calculated"
    assert cost(ada)["state"] == "measuring"
    Measurement.objects.update(state="working", progress=0.4)
    told = cost(ada)
    assert (told["state"], told["progress"]) == ("measuring", 0.4)
    assert told["seconds"] > 0


@pytest.mark.parametrize("part", [part for part in FIGURES if part != "step_s"])
def test_what_a_run_did_not_tell_is_worked_out(ada: Any, known: Measurement, part: str) -> None:
    Measurement.objects.update(figures={k: v for k, v in FIGURES.items() if k != part})
    told = cost(ada)
    assert told["state"] == "measured"
    assert told["seconds"] > 0
    assert told["checkpoint_bytes"] > 0
    assert told["memory_bytes"] > 0


def test_the_time_is_the_sum_of_its_parts(ada: Any, known: Measurement, settings: Any) -> None:
    settings.SLAMDUNK_WARM_START = False
    told = cost(ada)
    parts = {"start": 3.0, "steps": 50.0, "evaluations": 12.288, "samples": 0.64, "checkpoints": 0.2}
    assert (told["state"], told["parts"]) == ("measured", parts)
    assert told["seconds"] == pytest.approx(sum(parts.values()))
    assert told["seconds_per_token"] == pytest.approx(0.5 / 128)
    assert told["measured"]["host"] == "h"
    assert (told["memory_bytes"], told["checkpoint_bytes"]) == (5000, 1000)
    settings.SLAMDUNK_WARM_START = True
    assert cost(ada)["parts"]["start"] == 1.0


def test_of_several_devices_each_needs_memory_for_its_share_and_they_start_cold(
    ada: Any, known: Measurement, settings: Any
) -> None:
    settings.SLAMDUNK_WARM_START = True
    shared = {**CONFIG, "devices": 2}
    assert cost(ada, shared)["state"] == "calculated"  # a trial has one device
    of_two = Work(FACTS.design, FACTS.fingerprint, 70, shared, 1000, 2_000_000)
    row = {"figures": FIGURES, "source": "probe", "measured_at": timezone.now(), "state": "ready"}
    Measurement.objects.create(key=of_two.key, job=of_two.job, host="h", **row)
    told = cost(ada, shared)
    assert (told["devices"], told["memory_bytes"], told["parts"]["start"]) == (2, 64_000, 3.0)
    Measurement.objects.exclude(pk=known.pk).update(source="run")
    assert cost(ada, shared)["memory_bytes"] == 5000


def test_a_short_text_is_judged_by_what_it_has(known: Measurement) -> None:
    assert cost(text=Text(10_000, 640))["parts"]["evaluations"] == pytest.approx(3 * 0.64)


def test_of_what_is_alike_the_figures_are_scaled(known: Measurement) -> None:
    twice = estimate(facts=FACTS, config={**CONFIG, "batch_size": 8}, vocab_size=70)
    assert twice["state"] == "calculated"
    assert twice["seconds_per_step"] == pytest.approx(1.0)
    larger = DesignFacts(FACTS.design, "g", "T", 3000, 6_000_000, 64_000)
    assert estimate(facts=larger, config=CONFIG, vocab_size=70)["seconds_per_step"] == pytest.approx(1.5)


def test_what_another_precision_took_tells_nothing(known: Measurement) -> None:
    Measurement.objects.update(figures={**FIGURES, "step_s": 700.0})
    assert cost(config={**CONFIG, "batch_size": 8})["seconds_per_step"] == pytest.approx(1400.0)
    assert cost(config={**CONFIG, "precision": "bf16"})["seconds_per_step"] < 1.0


def test_why_it_could_not_be_measured_is_told(ada: Any, known: Measurement) -> None:
    values = {"batch_size": 4, "needed_bytes": 2**34, "available_bytes": 2**30}
    error = {"code": "out_of_memory", "values": values}
    Measurement.objects.update(state="failed", error=error, measured_at=None)
    told = cost(ada)
    assert told["state"] == "calculated"
    assert "lower the batch size (now 4)" in told["problem"].replace("Lower", "lower")


def test_runs_are_told_for_how_long_they_need_a_device(
    ada: Any, run_of: Any, django_assert_num_queries: Any
) -> None:
    new, half, live = (run_of(ada, config=CONFIG) for _ in range(3))
    row = {"host": "h", "measured_at": timezone.now(), "figures": FIGURES, "state": "ready"}
    Measurement.objects.create(key=work_of(new).key, job={}, **row)
    half.step, live.state, live.eta_s = 50, "training", 12.0
    with django_assert_num_queries(3):
        found = seconds_of([new, half, live])
    assert found[new.pk] == pytest.approx(cost_of(new))
    assert found[half.pk] == pytest.approx(found[new.pk] / 2)
    assert found[live.pk] == 12.0


def cost_of(run: Any) -> float:
    facts = DesignFacts(run.design, run.fingerprint, "T", 1000, 2_000_000, 64_000)
    found: float = estimate(facts=facts, config=run.config, vocab_size=257)["seconds"]
    return found
