"""Idle memory of everything that `make run` starts, shared pages counted once."""

from __future__ import annotations

import psutil

from benchmarks.site import Site


def idle_memory(site: Site) -> list[tuple[str, float]]:
    """Return (program, MB of proportional set size) of each process of the site, the total last."""
    rows: dict[str, float] = {}
    starter = psutil.Process(site.pid)
    for process in [starter, *starter.children(recursive=True)]:
        try:
            name = program(process.cmdline())
            rows[name] = rows.get(name, 0.0) + process.memory_full_info().pss / 2**20
        except psutil.NoSuchProcess:
            continue
    return [*sorted(rows.items()), ("all together", sum(rows.values()))]


def program(command: list[str]) -> str:
    """Return the name that a person knows a process by."""
    words = " ".join(command)
    for part, name in (
        ("daphne", "web"),
        ("qcluster", "workers"),
        ("training.warm", "warm start"),
        ("mlflow", "MLflow"),
        ("serve", "starter"),
    ):
        if part in words:
            return name
    return command[0] if command else "other"
