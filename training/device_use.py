"""What the processes of a run use of the machine: by psutil, and by NVML where there is a GPU. No Django here."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

import psutil

from training.devices import CUDA, on_machine, split

logger = logging.getLogger(__name__)
EVERY: Final = 3.0  # seconds between looks; in a long run a thousandth of its time, so that they stay few
LOOKS: Final = 1000


class Meter:
    """Looks at a process and its children. What cannot be read is left out: a number here is always a true one."""

    def __init__(self, pid: int, devices: str = "") -> None:
        self.pid = pid
        self.gpus = [gpu for name in split(devices) if (gpu := Gpu.of(name))]
        self.times: dict[int, float] = {}
        self.looked_at = time.monotonic()
        psutil.cpu_percent()  # the first answer is of no time at all

    def read(self) -> dict[str, Any] | None:
        """Return the use since the last look; None if the process is gone."""
        now = time.monotonic()
        times, memory = self._processes()
        if not times:
            return None
        worked = sum(spent - self.times.get(pid, spent) for pid, spent in times.items())
        passed, known = now - self.looked_at, bool(self.times)
        self.times, self.looked_at = times, now
        return {
            "cpu_percent": round(100 * max(worked, 0.0) / passed, 1) if known and passed > 0 else None,
            "memory_bytes": memory,
            "machine_cpu_percent": psutil.cpu_percent(),
            "machine_memory_percent": psutil.virtual_memory().percent,
            "cores": psutil.cpu_count() or 1,
            **together([gpu.read() for gpu in self.gpus]),
        }

    def _processes(self) -> tuple[dict[int, float], int]:
        """Return the seconds of computing by process, and the memory of all of them in bytes."""
        times, memory = dict[int, float](), 0
        try:
            first = psutil.Process(self.pid)
            family = [first, *first.children(recursive=True)]
        except psutil.Error:
            return times, memory
        for process in family:
            try:
                spent, held = process.cpu_times(), process.memory_info()
            except psutil.Error:
                continue  # it ended meanwhile
            times[process.pid] = spent.user + spent.system
            memory += held.rss
        return times, memory


def together(readings: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return what several GPUs use: their mean load, their hottest degree, the sum of all else."""
    known = [reading for reading in readings if reading]
    if len(known) < 2:
        return dict(known[0]) if known else {}
    sums = {name: sum(reading[name] for reading in known) for name in known[0]}
    load = round(sums["gpu_percent"] / len(known), 1)
    return {**sums, "gpu_percent": load, "gpu_celsius": max(reading["gpu_celsius"] for reading in known)}


class Gpu:
    """One GPU, through NVML."""

    def __init__(self, library: Any, handle: Any) -> None:
        self.library, self.handle = library, handle

    @classmethod
    def of(cls, device: str) -> Gpu | None:
        """Return the GPU named like `cuda:0`; None if there is none, or if NVML does not answer."""
        if not device.startswith(CUDA):
            return None
        try:
            import pynvml
        except ImportError:
            return None
        try:
            pynvml.nvmlInit()
            name = on_machine(device, os.environ.get("CUDA_VISIBLE_DEVICES"))
            by_index, by_uuid = pynvml.nvmlDeviceGetHandleByIndex, pynvml.nvmlDeviceGetHandleByUUID
            return cls(pynvml, by_index(int(name)) if name.isdecimal() else by_uuid(name))
        except (pynvml.NVMLError, ValueError, IndexError) as error:
            logger.warning("The use of %s cannot be read: %s", device, error)
            return None

    def read(self) -> dict[str, Any]:
        """Return gpu_percent, gpu_memory_bytes, gpu_memory_total_bytes, gpu_watts and gpu_celsius."""
        nvml, handle = self.library, self.handle
        try:
            memory = nvml.nvmlDeviceGetMemoryInfo(handle)
            return {
                "gpu_percent": nvml.nvmlDeviceGetUtilizationRates(handle).gpu,
                "gpu_memory_bytes": int(memory.used),
                "gpu_memory_total_bytes": int(memory.total),
                "gpu_watts": round(nvml.nvmlDeviceGetPowerUsage(handle) / 1000, 1),
                "gpu_celsius": nvml.nvmlDeviceGetTemperature(handle, nvml.NVML_TEMPERATURE_GPU),
            }
        except nvml.NVMLError as error:
            logger.warning("The GPU does not answer: %s", error)
            return {}
