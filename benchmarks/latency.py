"""How long a person waits: for validation, and from Start to the first step and its point on the chart."""

from __future__ import annotations

import statistics
import time
from typing import Any

from benchmarks.site import Site, wait_for

REPEATS = 30
RUNS = 5
PREPARED = {"ready"}


def presets(site: Site) -> list[dict[str, Any]]:
    """Return the presets that the site ships, smallest first."""
    return sorted(site.call("GET", "presets/"), key=lambda preset: int(preset["n_parameters"]))


def validation_ms(site: Site, design: dict[str, Any]) -> float:
    """Return the median milliseconds of validating a design over REST, after one warm-up."""
    site.call("POST", "architectures/validate/", {"design": design})
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        site.call("POST", "architectures/validate/", {"design": design})
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def from_start(site: Site) -> list[tuple[str, float]]:
    """Return the median seconds from Start to what a person waits for, where the corpus is already prepared."""
    body = run_body(site)
    first = site.call("POST", "runs/", body)
    wait_for(lambda: metrics(site, first["id"]), 180)  # prepares corpus and tokens
    stop(site, first["id"])
    steps, points = list[float](), list[float]()
    for _ in range(RUNS):
        began = time.time()
        run = site.call("POST", "runs/", body)
        wait_for(lambda run=run: metrics(site, run["id"]), 60)
        points.append(time.time() - began)
        steps.append(metrics(site, run["id"])[0]["time"] - began)
        stop(site, run["id"])
    return [
        ("the first step is made", statistics.median(steps)),
        ("its point can be fetched", statistics.median(points)),
    ]


def run_body(site: Site) -> dict[str, Any]:
    """Return what a person starts: the tiny story writer on the English stories."""
    made = site.call("POST", "architectures/", {"preset": "tiny-story-writer"})
    corpora = site.call("GET", "corpora/")["results"]
    corpus = next(c for c in corpora if c["slug"] == "stories-en")
    return {
        "version": made["current"]["id"],
        "corpus": corpus["id"],
        "tokenizer_options": {"kind": "characters"},
        "config": {"max_minutes": 1},
    }


def metrics(site: Site, run: str) -> list[dict[str, Any]]:
    """Return the steps that the site knows of."""
    return [
        event
        for event in site.call("GET", f"runs/{run}/events/?after=0")["events"]
        if event["type"] == "metric"
    ]


def stop(site: Site, run: str) -> None:
    site.call("POST", f"runs/{run}/stop/", {"force": True})
    ended = {"stopped", "failed", "completed", "interrupted"}
    wait_for(lambda: site.call("GET", f"runs/{run}/")["state"] in ended, 60)
