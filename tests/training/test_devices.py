from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from training.devices import as_seen, split, visible
from training.launch import trainer_command, trainer_environment
from training.models import Run
from training.services import run_claim
from training.services.jobs import job_write
from training.services.starting import start_what_may


def test_one_device_is_named_as_it_is() -> None:
    assert [split(""), split("cpu"), split("cuda:2,cuda:3")] == [[], ["cpu"], ["cuda:2", "cuda:3"]]
    assert [as_seen("cuda:2"), as_seen("cpu,cpu")] == ["cuda:2", "cpu,cpu"]


def test_several_gpus_are_all_that_a_trainer_sees() -> None:
    assert as_seen("cuda:2,cuda:3") == "cuda:0,cuda:1"


@pytest.mark.parametrize(
    ("devices", "before", "shown"),
    [
        ("cuda:1", None, None),
        ("cpu,cpu", "", ""),
        ("cuda:2,cuda:3", None, "2,3"),
        ("cuda:0,cuda:2", "4, 5,GPU-8f2e", "4,GPU-8f2e"),
    ],
)
def test_gpus_are_counted_among_those_that_the_worker_sees(
    devices: str, before: str | None, shown: str | None
) -> None:
    assert visible(devices, before) == shown


def test_several_devices_are_started_by_torchrun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "4,5,6")
    monkeypatch.delenv("SLAMDUNK_TRAINER_MODULE", raising=False)
    trainer = ["training.core.main", "job"]
    assert trainer_command(Path("job"), "cuda:1") == [sys.executable, "-m", *trainer]
    ranks = ["training.core.ranks", "2"]
    assert trainer_command(Path("job"), "cuda:1,cuda:2") == [sys.executable, "-m", *ranks, *trainer]
    assert trainer_environment("cuda:1,cuda:2")["CUDA_VISIBLE_DEVICES"] == "5,6"
    assert trainer_environment("cuda:1")["CUDA_VISIBLE_DEVICES"] == "4,5,6"


def test_a_run_gets_all_its_devices_or_waits(run_of: Any, ada: Any, ben: Any, settings: Any) -> None:
    settings.SLAMDUNK_CPU_SLOTS = 2
    config = {"max_steps": 20, "batch_size": 4, "devices": 2}
    pair, single = run_of(ada, config=config), run_of(ben)
    assert run_claim() == pair
    assert run_claim() is None, "both slots are taken"
    pair.refresh_from_db()
    assert pair.lease_device == "cpu,cpu"
    job_write(run=pair)
    Run.objects.filter(pk=pair.pk).update(state="completed", lease="")
    assert run_claim() == single


def test_several_devices_start_cold(
    run_of: Any, ada: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SLAMDUNK_CPU_SLOTS, settings.SLAMDUNK_WARM_START = 2, True
    launched: list[list[str]] = []
    monkeypatch.setattr("training.services.starting.launch_detached", lambda *a, **_: launched.append(a[0]))
    run = run_of(ada, config={"max_steps": 20, "batch_size": 4, "devices": 2})
    assert start_what_may() == [run.pk]
    assert launched[0][-1] == "cpu,cpu"
