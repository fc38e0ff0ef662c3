"""One training on two devices of a host, through the site: killed, stopped, taken up with one; and one in parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psutil
import pytest

pytestmark = [pytest.mark.processes, pytest.mark.slow]
N_STEPS = 60
CONFIG = {
    "max_steps": N_STEPS,
    "batch_size": 8,
    "grad_accum_steps": 4,
    "checkpoint_interval": 2,
    "eval_interval": N_STEPS,
    "eval_bytes": 512,
    "sample_interval": N_STEPS,
    "sample_tokens": 2,
    "optimizer": "sgd",  # rounding differs, and this one does not magnify it
    "lr": 0.05,
    "threads": 1,
}
Wait = Callable[..., Any]


def living(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return those that have not ended; where nobody collects orphans, they stay as zombies."""
    return [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def losses(person: Any, run: str) -> list[tuple[int, float]]:
    return [(m["step"], m["loss"]) for m in person.get(f"/runs/{run}/metrics/")["metric"]]


@pytest.mark.timeout(400)
def test_p08_p09_p11_two_devices_learn_what_one_learns_whatever_happens(
    site: Any, tales: str, wait_for: Wait
) -> None:
    ada = site.sign_up("ada")
    made_of = {
        "corpus": ada.upload("Tales", tales)["id"],
        "version": ada.post("/architectures/", {"preset": "tiny-gpt"})["current"]["id"],
        "tokenizer_options": {"kind": "bytes"},
    }
    wait_for(lambda: site.rows("select devices from training_queuehost"))
    run = ada.post("/runs/", {**made_of, "config": {**CONFIG, "devices": 2}})["id"]

    def trains(attempt: int, beyond: int = 4) -> Any:
        seen = ada.get(f"/runs/{run}/")
        assert seen["state"] in ("queued", "preparing", "training"), seen
        return (
            seen
            if (seen["state"], seen["attempt"]) == ("training", attempt) and seen["step"] > beyond
            else None
        )

    wait_for(lambda: trains(1))
    first = site.trainers(run)
    assert len(first) == 3, "torchrun and two processes"
    first[-1].kill()
    again = wait_for(lambda: trains(2))
    assert (again["error"]["code"], again["error"]["values"]["signal"]) == ("trainer_killed", "SIGKILL")
    assert again["error"]["values"]["peak_memory_bytes"] > 0
    assert again["lease_device"] == "cpu,cpu"
    assert living(first) == [], "the slots are given again only once all are gone"

    second = site.trainers(run)
    wait_for(lambda: trains(2, beyond=again["step"]))
    ada.post(f"/runs/{run}/stop/")
    stopped = wait_for(lambda: (seen := ada.get(f"/runs/{run}/"))["state"] == "stopped" and seen)
    assert (stopped["error"], living(second)) == (None, [])
    kept = site.rows("select max(step) from training_checkpoint where run_id = ?", run)
    assert kept == [(stopped["step"],)]

    ada.post(f"/runs/{run}/resume/", {"devices": 1})
    alone = ada.post("/runs/", {**made_of, "config": CONFIG})["id"]
    in_parts = {**CONFIG, "devices": 2, "strategy": "fsdp"}
    parts = ada.post("/runs/", {**made_of, "config": in_parts})["id"]
    for each in (run, alone, parts):
        done = wait_for(
            lambda pk=each: (seen := ada.get(f"/runs/{pk}/"))["state"] in ("completed", "failed") and seen
        )
        assert (done["state"], done["error"]) == ("completed", None)
    expected = losses(ada, alone)
    for each in (run, parts):
        told = losses(ada, each)
        assert [step for step, _loss in told] == list(range(1, N_STEPS + 1))
        assert [loss for _step, loss in told] == pytest.approx([loss for _step, loss in expected], abs=1e-5)
