"""Training speed against a plain PyTorch loop over the same GPT-2, in one run, taking turns.

The plain loop is GPT-2 of `transformers` with its defaults: eager attention, dropout of a tenth, AdamW of torch, fp32.
The barer one has no dropout, as the product's own design of GPT-2 has none, and attends with the fused kernel.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.jobs import prepared, write_job
from benchmarks.loops import Size

SMALL = Size(4, 128, 64, 12)
SIZES = [("4 x 128, T=64, B=12", SMALL), ("6 x 384, T=256, B=16", Size(6, 384, 256, 16))]
PEERS = ("plain", "barer")
OURS: dict[str, dict[str, str]] = {
    "fp32": {"precision": "fp32"},
    "fp32 compiled": {"precision": "fp32", "compile": "on"},
    "bf16": {"precision": "bf16"},
    "bf16 compiled": {"precision": "bf16", "compile": "on"},
}
ROUNDS = {128: 30, 384: 15}  # of all loops in turns, by the channels of the size
STEPS = {128: 10, 384: 1}  # of a loop in one round
OVERHEAD_STEPS = 400
BUSY = "while True: pass"
LASTING, LONGEST_WAIT = 0.6, 120  # load of one busy process, and the seconds until it certainly shows


class Loop:
    """A loop in a process of its own, which sleeps while it is not its turn."""

    def __init__(self, kind: str, size: Size, folder: Path) -> None:
        command = [sys.executable, "-m", "benchmarks.loops", kind, *size.words(), str(folder)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(kind)
        )
        self.seconds: list[float] = []
        if self._read() != "ready\n":
            raise RuntimeError(f"the loop {kind} did not start")

    def run(self, n: int) -> list[float]:
        times: list[float] = self._asked(f"run {n}")
        return times

    def measure(self, n: int) -> None:
        self.seconds.append(statistics.median(self.run(n)))

    def memory(self) -> int:
        return int(self._asked("memory"))

    def end(self) -> None:
        self.process.kill()
        self.process.wait()

    def _asked(self, line: str) -> Any:
        if self.process.stdin is None:
            raise RuntimeError("the loop has no input")
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self._read())

    def _read(self) -> str:
        if self.process.stdout is None:
            raise RuntimeError("the loop has no output")
        return str(self.process.stdout.readline())


def environment(kind: str) -> dict[str, str]:
    """Return what a loop is started with: the product's as its supervisor does, the others with nothing set."""
    from training.launch import trainer_environment

    return dict(os.environ) if kind in PEERS else trainer_environment()


@contextmanager
def busy_core(wanted: bool) -> Iterator[None]:
    """Keep one core at work meanwhile, as another person's run would that began a minute before."""
    if not wanted:
        yield
        return
    other = subprocess.Popen([sys.executable, "-c", BUSY])
    try:
        deadline = time.monotonic() + LONGEST_WAIT
        while os.getloadavg()[0] < LASTING and time.monotonic() < deadline:
            time.sleep(1)
        yield
    finally:
        other.kill()
        other.wait()


def take_turns(root: Path, tokens: Path, size: Size) -> dict[str, tuple[list[float], int]]:
    """Run all loops in turns; return the seconds of a step in each round and the peak memory of each."""
    with ExitStack() as stack:
        loops = {}
        for label in (*PEERS, *OURS):
            name = f"{len(list(root.iterdir()))}-{label}"
            folder = write_job(root, tokens, name, size, **OURS.get(label, {}))
            loops[label] = Loop(label if label in PEERS else "ours", size, folder)
            stack.callback(loops[label].end)
        in_turns(loops, ROUNDS[size.d_model], STEPS[size.d_model])
        return {label: (loop.seconds, loop.memory()) for label, loop in loops.items()}


def in_turns(loops: Mapping[str, Loop], n_rounds: int, n_steps: int) -> None:
    """Let each loop run so many steps, so many times."""
    for loop in loops.values():
        loop.run(2)  # the first steps allocate and choose kernels
    for _ in range(n_rounds):
        for loop in loops.values():
            loop.measure(n_steps)


def times_faster(ours: list[float], peer: list[float]) -> float:
    """Return the median over the rounds, so that a machine whose speed drifts counts for both."""
    return statistics.median(b / a for a, b in zip(ours, peer, strict=True))


def overhead(root: Path, tokens: Path) -> float:
    """Return by how much a step of the trainer is longer than its arithmetic alone, at the small size, as a share."""
    from benchmarks.loops import opened, timed

    trainer = opened(write_job(root, tokens, "overhead", SMALL, precision="bf16"))
    trainer.events.emit = lambda *_args, **_fields: None  # what is told is another figure
    bare, whole = list[float](), list[float]()
    for _ in range(OVERHEAD_STEPS):
        bare.append(timed(lambda: arithmetic(trainer)))
        whole.append(timed(trainer.train_step))
    return statistics.median(whole) / statistics.median(bare) - 1


def arithmetic(trainer: Any) -> None:
    """One step without the trainer: forwards, back, clip, move."""
    x, y = trainer.order.next_batch(trainer.config.batch_size)
    trainer.objective.backward(x, y, 1.0, lambda: None, trainer.optimizer.gather)
    norm = float(trainer.optimizer.grad_norm())
    trainer.optimizer.step(1.0, norm if norm > 1.0 else None)


def main() -> None:
    print(
        f"Training, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; times the plain loop's speed"
    )
    with tempfile.TemporaryDirectory(prefix="slamdunk-bench-") as name:
        root = Path(name)
        tokens = prepared(root)
        for busy, sizes in ((False, SIZES), (True, SIZES[:1])):
            for title, size in sizes:
                with busy_core(busy):
                    show(title + (", one core busy" if busy else ""), take_turns(root, tokens, size))
        print(f"  {'trainer beside its arithmetic':<34} {100 * overhead(root, tokens):6.1f} % of a step")
    print(f"  load {os.getloadavg()[0]:.1f} after")


def show(title: str, found: dict[str, tuple[list[float], int]]) -> None:
    for peer in PEERS:
        seconds, memory = found[peer]
        ms = 1000 * statistics.median(seconds)
        print(f"  {title:<34} {peer} {ms:8.1f} ms, {memory / 2**20:6.0f} MB", end="")
        for ours in OURS:
            speed, share = times_faster(found[ours][0], seconds), found[ours][1] / memory
            print(f"; {ours} x {speed:.2f}, memory x {share:.2f}", end="")
        print(flush=True)


if __name__ == "__main__":
    main()
