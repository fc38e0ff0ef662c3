"""Two clusters take from one queue: every run is executed, and only once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.processes, pytest.mark.slow]
N_RUNS = 10
EACH = 5  # runs that one person may have waiting
CONFIG = {
    "max_steps": 3,
    "batch_size": 2,
    "eval_interval": 3,
    "eval_bytes": 512,
    "sample_interval": 3,
    "sample_tokens": 2,
    "threads": 1,
}
Wait = Callable[..., Any]


def queue_runs(person: Any, tales: str) -> None:
    corpus = person.upload("Tales", tales)["id"]
    version = person.post("/architectures/", {"preset": "tiny-gpt"})["current"]["id"]
    made_of = {"corpus": corpus, "version": version, "tokenizer_options": {"kind": "bytes"}}
    for number in range(EACH):
        person.post("/runs/", {**made_of, "title": f"Run {number}", "config": CONFIG})


@pytest.mark.timeout(400)
def test_p05_ten_queued_runs_are_each_executed_once_by_two_clusters(
    site: Any, tales: str, wait_for: Wait
) -> None:
    second = site.program("qcluster", Q_CLUSTER_NAME="training")
    for name in ("ada", "ben"):
        queue_runs(site.sign_up(name), tales)
    over = "select count(*) from training_run where state in ('completed', 'failed', 'stopped')"
    wait_for(lambda: site.rows(over) == [(N_RUNS,)], within=300)
    assert second.poll() is None
    rows = site.rows("select state, attempt, step, error from training_run")
    assert rows == [("completed", 1, 3, None)] * N_RUNS

    told = site.rows("select run_id, type, step, json_extract(payload, '$.state') from training_runevent")
    starts = Counter(run for run, kind, _step, state in told if (kind, state) == ("state", "training"))
    assert sorted(starts.values()) == [1] * N_RUNS
    steps = sorted((run, step) for run, kind, step, _state in told if kind == "metric")
    assert steps == [(run, step) for run in sorted(starts) for step in (1, 2, 3)]
    assert len(site.rows("select id from inference_completedmodel")) == N_RUNS
