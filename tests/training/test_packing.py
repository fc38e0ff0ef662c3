"""Real processes: two runs whose memory was measured train side by side on one GPU; an unmeasured one waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from training.models import Run, RunEvent
from training.paths import job_folder
from training.services import queue
from training.services.starting import start_what_may

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("fake_trainer")]
GIB = 2**30
GPU = {"name": "cuda:0", "memory_bytes": 16 * GIB}


def test_small_runs_share_a_gpu(
    site: Path, run_of: Any, eventually: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "device_names", lambda: ["cuda:0"])
    monkeypatch.setattr(queue, "devices_json", lambda: [GPU])
    ada, ben, cy = (User.objects.create_user(name) for name in ("ada", "ben", "cy"))
    before = run_of(ada, fingerprint="small", state="completed", peak_memory_bytes=4 * GIB)
    plan = {"type": "plan", "payload": {"device": "cuda:0"}, "time": timezone.now()}
    RunEvent.objects.create(run=before, seq=1, **plan)
    small = [run_of(owner, fingerprint="small") for owner in (ada, ben)]
    unmeasured = run_of(cy, fingerprint="another")
    larger = run_of(
        cy, fingerprint="small", vocab_size=200_019
    )  # the same design has a larger table of tokens then
    for one in small:
        job_folder(one).mkdir(parents=True)
        (job_folder(one) / "hold").write_text("5")

    assert set(start_what_may()) == {one.pk for one in small}
    eventually(lambda: Run.objects.filter(state="training", step__gte=4).count() == 2)
    assert set(Run.objects.filter(state="training").values_list("lease_device", flat=True)) == {"cuda:0"}
    for one in small:
        (job_folder(one) / "hold").unlink()
    eventually(lambda: Run.objects.filter(state="completed").count() == 3)
    for n, one in enumerate((unmeasured, larger), 4):
        assert start_what_may() == [one.pk]
        eventually(lambda n=n: Run.objects.filter(state="completed").count() == n)
