"""The settings of the queue, and its hosts with their devices."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from training.core.native import computes_bf16
from training.device_use import Gpu
from training.models import QueueHost, QueueSettings, WorkerHeartbeat
from training.models.queue import ONLY
from training.picking.values import Device, Rules
from training.services.workers import ALIVE_WITHIN

CPU = "cpu"


def queue_settings() -> QueueSettings:
    """Return the one row; before anybody has changed anything, the defaults."""
    return QueueSettings.objects.filter(pk=ONLY).first() or QueueSettings()


def queue_rules() -> Rules:
    row = queue_settings()
    return Rules(row.first_slice_s, row.later_slice_s, max(1, row.runs_per_gpu))


def device_names() -> list[str]:
    """Return a name for each device of this machine: one per GPU, or a configured number of slots of the CPU."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    folder = Path("/proc/driver/nvidia/gpus")
    n_gpus = len(list(folder.iterdir())) if folder.is_dir() else 0
    if visible is not None:
        n_gpus = min(n_gpus, len([part for part in visible.split(",") if part.strip() not in ("", "-1")]))
    return [f"cuda:{i}" for i in range(n_gpus)] or [CPU] * settings.SLAMDUNK_CPU_SLOTS


def devices_json() -> list[dict[str, Any]]:
    """Return this machine's devices as its row keeps them."""
    return [
        {"name": name, "memory_bytes": _memory(name), "bf16": computes_bf16() if name == CPU else None}
        for name in device_names()
    ]


def bf16_of_hosts() -> bool | None:
    """Say whether all CPUs that take runs compute in bf16 by instructions of their own, or none does; else None."""
    rows = QueueHost.objects.filter(name__in=hosts_alive()).values_list("devices", flat=True)
    told = {device.get("bf16") for devices in rows for device in devices}
    return told.pop() if len(told) == 1 else None


def _memory(name: str) -> int | None:
    gpu = Gpu.of(name)
    return gpu.read().get("gpu_memory_total_bytes") if gpu else None


def devices_of(host: str, rows: list[dict[str, Any]], rules: Rules, slots: int | None = None) -> list[Device]:
    """Return the devices of a host from its row. `slots`: runs side by side on its CPU, or on each of its GPUs."""
    if slots and all(row["name"] == CPU for row in rows):
        rows = rows[:1] * slots
    per_gpu = slots or rules.runs_per_gpu
    return [
        Device(host, row["name"], per_gpu if row["memory_bytes"] else 1, row["memory_bytes"]) for row in rows
    ]


@dataclass(frozen=True)
class QueueHosts:
    """The devices of the hosts that are alive: of all, and of those that take new runs."""

    alive: frozenset[str]
    known: list[Device]
    open: list[Device]


def hosts_alive() -> frozenset[str]:
    """Return the hosts whose training worker has given a sign of life lately."""
    fresh = WorkerHeartbeat.objects.filter(cluster="training", beat_at__gt=timezone.now() - ALIVE_WITHIN)
    return frozenset(fresh.values_list("host", flat=True))


def queue_hosts() -> QueueHosts:
    """Return the devices on which runs could start."""
    alive, rules = hosts_alive(), queue_rules()
    found = QueueHosts(alive, [], [])
    for host in QueueHost.objects.filter(name__in=alive):
        devices = devices_of(host.name, host.devices, rules, host.slots)
        found.known.extend(devices)
        found.open.extend([] if host.draining else devices)
    return found


def host_seen(*, name: str) -> QueueHost:
    """Write down which devices this machine has; what people said of it stays."""
    host, _made = QueueHost.objects.update_or_create(name=name, defaults={"devices": devices_json()})
    return host
