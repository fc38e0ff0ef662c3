"""What is learned: in bf16 as in fp32, and with the recommended options against AdamW at its best learning rate.

Each run is a process of the trainer itself, on "War and Peace" by characters, with the design of the small size.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.jobs import prepared, write_job
from benchmarks.training import ROUNDS, SMALL, STEPS, Loop, environment, in_turns, times_faster

N_STEPS = 2000
SEEDS = (0, 1, 2)
RATES = (1e-3, 3e-3, 1e-2)  # of the sweep
FAIR_RATE = 3e-3
SHARES = (0.4, 0.5, 0.6, 0.7)  # of the budget, in which the recommended options may get as far
PROSE = {"book": "war-and-peace"}
JUDGED = {
    "eval_interval": N_STEPS,
    "eval_bytes": 65_536,
    "sample_interval": N_STEPS,
    "checkpoint_interval": N_STEPS,
}


class Study:
    """Trainings of one design on one text."""

    def __init__(self, root: Path) -> None:
        self.root, self.tokens = root, prepared(root, PROSE)
        self.losses: dict[str, float] = {}

    def job(self, **options: Any) -> Path:
        from training.core.config import TrainConfig

        learning = TrainConfig(max_steps=N_STEPS).model_dump(
            include={"optimizer", "lr", "muon_lr", "schedule"}
        )
        name = "-".join(str(value) for value in options.values())
        return write_job(
            self.root, self.tokens, name, SMALL, **{**JUDGED, "max_steps": N_STEPS, **learning, **options}
        )

    def loss(self, **options: Any) -> float:
        """Return the held-out loss after a training with these options, which is made once."""
        name = str(options)
        if name not in self.losses:
            folder = self.job(**options)
            command = [sys.executable, "-m", "training.core.main", str(folder)]
            subprocess.run(command, check=True, env=environment("ours"), stdout=sys.stderr)
            self.losses[name] = json.loads((folder / "model" / "report.json").read_bytes())["val_loss"]
        return self.losses[name]

    def of_seeds(self, precision: str) -> list[float]:
        """Return the losses of AdamW with several seeds."""
        return [
            self.loss(precision=precision, optimizer="adamw", lr=FAIR_RATE, init_seed=seed, data_seed=seed)
            for seed in SEEDS
        ]

    def of_rates(self, precision: str) -> dict[float, float]:
        """Return the losses of AdamW by learning rate."""
        return {
            rate: self.loss(precision=precision, optimizer="adamw", lr=rate, init_seed=0, data_seed=0)
            for rate in RATES
        }

    def share_needed(self, precision: str, wanted: float) -> tuple[float, float] | None:
        """Return the first share of the steps after which the recommended options are as far, and their loss."""
        for share in SHARES:
            loss = self.loss(precision=precision, max_steps=int(share * N_STEPS))
            if loss <= wanted:
                return share, loss
        return None

    def cost(self, precision: str) -> float:
        """Return the seconds of a step with the recommended options, as a multiple of those with AdamW."""
        with ExitStack() as stack:
            loops = {}
            for name, options in (("adamw", {"optimizer": "adamw"}), ("recommended", {})):
                loops[name] = Loop("ours", SMALL, self.job(precision=precision, **options))
                stack.callback(loops[name].end)
            in_turns(loops, ROUNDS[SMALL.d_model], STEPS[SMALL.d_model])
            return times_faster(loops["adamw"].seconds, loops["recommended"].seconds)


def main() -> None:
    print(f"Learning, 4 x 128, T=64, B=12, {N_STEPS} steps: held-out loss in nats a character", flush=True)
    with tempfile.TemporaryDirectory(prefix="slamdunk-bench-") as name:
        study = Study(Path(name))
        for precision in ("fp32", "bf16"):
            losses = study.of_seeds(precision)
            told = ", ".join(f"{loss:.4f}" for loss in losses)
            print(
                f"  {precision}, AdamW {FAIR_RATE:g}, seeds {SEEDS}: {told}; mean {mean(losses):.4f}",
                flush=True,
            )
        compare(study, "bf16")


def compare(study: Study, precision: str) -> None:
    """Tell how long the recommended options take to get as far as AdamW does in its whole budget."""
    by_rate = study.of_rates(precision)
    wanted = min(by_rate.values())
    told = ", ".join(f"{loss:.4f} at {rate:g}" for rate, loss in by_rate.items())
    print(f"  {precision}, AdamW: {told}", flush=True)
    cost, found = study.cost(precision), study.share_needed(precision, wanted)
    if found is None:
        print(f"  the recommended options did not get there in {SHARES[-1]:.0%} of the steps")
        return
    share, loss = found
    print(
        f"  the recommended options: {loss:.4f} in {share:.0%} of the steps, each of {cost:.2f} times the seconds:"
        f" {share * cost:.0%} of the time",
        flush=True,
    )


if __name__ == "__main__":
    main()
