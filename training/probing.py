"""`python -m training.probing ID CLAIM`: measures what waits to be measured on this host, one after the other."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

from training.core.errors import TrainingError
from training.core.files import write_json
from training.launch import trainer_environment
from training.prepare import Beat, work
from training.processes import end_with_parent, signal_group

LONGEST: Final = 120.0  # seconds; what has not made a step by then is not worth the wait
TEMPORARY: Final = "probes"  # folder under SLAMDUNK_HOME


def make_probe(pk: str, beat: Beat) -> dict[str, Any]:
    """Try one training; return what the row keeps. Raises TrainingError."""
    from django.utils import timezone

    from training.models import Measurement
    from training.paths import home
    from training.services.measuring import runs_on

    row = Measurement.objects.get(pk=pk)
    folder = home() / TEMPORARY / pk
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        write_json(folder / "job.json", {**row.job, "device": row.device})
        beside = runs_on(row.host)
        figures = tried(folder, beat)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {
        "figures": figures,
        "source": Measurement.Source.PROBE,
        "beside": max(beside, runs_on(row.host)),
        "measured_at": timezone.now(),
    }


def tried(folder: Path, beat: Beat, longest: float = LONGEST) -> dict[str, Any]:
    """Run the trial of a folder in a process of its own; return its figures. Raises TrainingError."""
    probe = subprocess.Popen(
        [sys.executable, "-m", "training.core.probe", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=trainer_environment(),
        preexec_fn=end_with_parent,
    )
    began = time.monotonic()
    late = threading.Timer(longest, signal_group, (probe.pid, signal.SIGKILL))
    late.start()
    try:
        for line in probe.stdout or ():
            beat.show(float(line))
        code = probe.wait()
    finally:
        late.cancel()
    if not (folder / "probe.json").exists():
        too_long = time.monotonic() - began >= longest
        raise TrainingError("probe_too_long" if too_long else "probe_ended", exit_code=code)
    answer: dict[str, Any] = json.loads((folder / "probe.json").read_bytes())
    if error := answer.get("error"):
        raise TrainingError(error["code"], **error["values"])
    return answer


def main(pk: str, claim: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
    import django

    django.setup()
    from training.services.probing import claim_probe

    claimed: tuple[str, str] | None = (pk, claim)
    while claimed:
        work("probe", *claimed, make=make_probe)
        claimed = claim_probe()


if __name__ == "__main__":
    main(*sys.argv[1:3])
