"""What a job says of the limits of the run's owner."""

from __future__ import annotations

import json
from typing import Any

from accounts.quotas import limits_for
from training.models import Checkpoint
from training.services.jobs import job_write


def test_a_job_says_how_much_its_checkpoints_may_take(run_of: Any, leased: Any, ada: Any, ben: Any) -> None:
    limit = limits_for(ada).max_disk_bytes

    def room() -> int:
        return int(json.loads((job_write(run=leased) / "job.json").read_bytes())["checkpoint_room"])

    assert room() == limit
    Checkpoint.objects.create(run=run_of(ada, title="another"), step=1, n_bytes=1000)
    Checkpoint.objects.create(run=leased, step=1, n_bytes=50)  # those of the run itself may stay
    Checkpoint.objects.create(run=run_of(ben), step=1, n_bytes=7)
    assert room() == limit - 1000
    Checkpoint.objects.update(n_bytes=limit)
    assert room() == 0


def test_a_run_of_an_earlier_release_goes_as_runs_go_now_and_says_so(leased: Any) -> None:
    leased.config = {"max_steps": 20, "batch_size": 4, "eval_batches": 8}
    leased.save()
    told = json.loads((job_write(run=leased) / "job.json").read_bytes())["config"]
    leased.refresh_from_db()
    assert leased.config == told
    assert (told["max_steps"], told["batch_size"], told["eval_bytes"]) == (20, 4, 32_768)
    assert "eval_batches" not in told
    leased.config, leased.step = {"max_steps": 20, "eval_batches": 8}, 10
    leased.save()
    job_write(run=leased)
    leased.refresh_from_db()
    assert leased.config["eval_batches"] == 8, "a part of it was judged by other text"
