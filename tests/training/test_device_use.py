"""What a run's processes use is read from the machine, and kept under the run's lease alone."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from training.device_use import Gpu, Meter, together
from training.models import DeviceUse, Run
from training.services.following import device_use_add
from training.services.transitions import LeaseLost

BUSY = "print('on', flush=True)\nwhile True: sum(range(1000))"


def test_a_meter_reads_a_process_that_computes() -> None:
    with subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        meter = Meter(process.pid)
        first = meter.read()
        sum(range(3_000_000))  # some time passes
        second = meter.read()
        process.kill()
    assert first is not None
    assert second is not None
    assert first["cpu_percent"] is None
    assert second["cpu_percent"] is not None
    assert second["memory_bytes"] > 2**20
    assert second["cores"] == os.cpu_count()
    assert meter.read() is None


def test_there_is_no_gpu_to_read_without_one() -> None:
    assert Gpu.of("cpu") is None
    assert Gpu.of("cuda:nosuch") is None


def test_a_gpu_that_stops_answering_is_left_out() -> None:
    class Silent:
        NVMLError = RuntimeError

        def nvmlDeviceGetMemoryInfo(self, handle: Any) -> Any:  # noqa: N802 (NVML's name)
            raise RuntimeError("gone")

    assert Gpu(Silent(), None).read() == {}


def test_several_gpus_are_told_together() -> None:
    cool = {
        "gpu_percent": 40,
        "gpu_memory_bytes": 10,
        "gpu_memory_total_bytes": 80,
        "gpu_watts": 100.0,
        "gpu_celsius": 50,
    }
    hot = {**cool, "gpu_percent": 90, "gpu_celsius": 70}
    shared = {"gpu_percent": 65.0, "gpu_memory_bytes": 20, "gpu_memory_total_bytes": 160, "gpu_watts": 200.0}
    assert together([cool, {}, hot]) == {**shared, "gpu_celsius": 70}
    assert together([cool, {}]) == cool
    assert together([]) == {}


def test_the_use_is_kept_and_shown(ada_api: Any, ben_api: Any, leased: Run) -> None:
    for percent in (50.0, 150.0):
        device_use_add(run=leased, lease=leased.lease, use={"cpu_percent": percent, "memory_bytes": 10})
    path = f"/api/v1/runs/{leased.pk}/device-use/"
    shown = ada_api.get(path).data
    assert shown["fields"]["cpu_percent"]["mean"] == [50.0, 150.0]
    assert shown["fields"]["seconds"]["mean"][0] == 0
    assert ada_api.get(f"/api/v1/runs/{leased.pk}/").data["device_use"]["cpu_percent"] == 150.0
    assert ben_api.get(path).status_code == 404


def test_the_use_of_a_part_of_a_run_is_shown_sample_by_sample(ada_api: Any, leased: Run) -> None:
    began = timezone.now()
    for n in range(1000):
        use = {"cpu_percent": float(n), "gpu_watts": None}
        row = {"time": began + timedelta(seconds=3 * n), "step": 10 * n, "payload": use}
        DeviceUse.objects.create(run=leased, **row)
    path = f"/api/v1/runs/{leased.pk}/device-use/"
    assert len(ada_api.get(path).data["first"]) <= 300
    part = ada_api.get(f"{path}?start=5000&stop=5040").data["fields"]
    assert part["cpu_percent"]["mean"] == [500.0, 501.0, 502.0, 503.0]
    assert part["seconds"]["mean"] == [1500.0, 1503.0, 1506.0, 1509.0]


@pytest.mark.parametrize(
    ("query", "attr"), [("start=-1", "start"), ("start=9&stop=9", "stop"), ("stop=x", "stop")]
)
def test_a_part_that_is_none_is_named(ada_api: Any, leased: Run, query: str, attr: str) -> None:
    answer = ada_api.get(f"/api/v1/runs/{leased.pk}/device-use/?{query}")
    assert answer.status_code == 400
    assert answer.data["errors"][0]["attr"].split(".")[0] == attr


def test_whoever_lost_the_lease_notes_no_use(leased: Run) -> None:
    with pytest.raises(LeaseLost):
        device_use_add(run=leased, lease="other", use={})
    assert not DeviceUse.objects.exists()


@pytest.mark.parametrize(
    ("shown", "found"), [("", ("index", 1)), ("4,5", ("index", 5)), ("4,GPU-8f2e", ("uuid", "GPU-8f2e"))]
)
def test_the_gpu_that_is_looked_at_is_the_one_that_trains(
    monkeypatch: pytest.MonkeyPatch, shown: str, found: tuple[str, Any]
) -> None:
    nvml = SimpleNamespace(
        NVMLError=RuntimeError,
        nvmlInit=lambda: None,
        nvmlDeviceGetHandleByIndex=lambda number: ("index", number),
        nvmlDeviceGetHandleByUUID=lambda name: ("uuid", name),
    )
    monkeypatch.setitem(sys.modules, "pynvml", nvml)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", shown)
    gpu = Gpu.of("cuda:1")
    assert gpu is not None
    assert gpu.handle == found
