"""Stands in for the trainer: 20 steps, a checkpoint each 5; `pace` seconds a step; waits before the step in `hold`."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path

from training.core.events import EventLog, stands
from training.core.files import write_whole
from training.core.leash import may_train
from training.core.main import DISK_FULL

STEPS = 20
job = Path(sys.argv[1])
stop = {"asked": False}


def read(name: str, otherwise: str) -> str:
    path = job / name
    return path.read_text() if path.exists() else otherwise


def checkpoint(events: EventLog, step: int) -> None:
    write_whole(job / "saved", str(step).encode())
    events.emit("checkpoint", step=step, n_bytes=8, val_loss=1.0, is_best=False)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: stop.update(asked=True))
    events = EventLog(job / "events.jsonl", json.loads((job / "job.json").read_text())["next_seq"])
    if not may_train():
        return 0
    with (job / "starts").open("a") as starts:
        starts.write("x")
    events.state("training")
    events.emit("plan", total_steps=STEPS, tokens_per_step=8, device="cpu", threads=1)
    first = int(read("saved", "0"))
    if first or stands(events.path, "metric"):
        events.emit("resume", step=first)
    for step in range(first + 1, STEPS + 1):
        while read("hold", "") == str(step) and not stop["asked"] and not (job / "stop").exists():
            time.sleep(0.01)
        if stop["asked"] or (job / "stop").exists():
            checkpoint(events, step - 1)
            events.state("interrupted" if read("stop", "stop") == "yield" else "stopped")
            return 0
        time.sleep(float(read("pace", "0")))
        events.emit("metric", step=step, tokens=8 * step, loss=1 / step, lr=0.1, memory_bytes=1000)
        if step % 5 == 0:
            checkpoint(events, step)
    if (job / "no-model").exists():
        events.state("completed")
        return 0
    (job / "model").mkdir(exist_ok=True)
    for name in ("model.safetensors", "design.json", "tokenizer.json", "config.json", "report.json"):
        (job / "model" / name).write_text(json.dumps(REPORT))
    events.state("completed")
    return 0


REPORT = {
    "n_parameters": 1, "train_loss": 1.0, "val_loss": 1.0, "fingerprint": "f", "vocab_size": 257,
    "context_length": 32, "tokenizer_kind": "bytes",
}  # fmt: skip

if __name__ == "__main__":
    try:
        sys.exit(main())
    except OSError:
        sys.exit(DISK_FULL)
