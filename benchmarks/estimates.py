"""How near a measured estimate comes to what then happens: a short trial, then the run itself, one after the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.jobs import prepared, write_job
from benchmarks.loops import Size
from training.launch import trainer_environment

WANTED_S = 75.0  # of a run: longer than a minute
SMALL = Size(4, 128, 64, 12)
PRESETS = ("llama-style", "tiny-story-writer")  # besides the small GPT-2
BATCH, LENGTH = 4, 64  # of presets that are larger than this


def jobs(root: Path, tokens: Path) -> dict[str, Path]:
    """Return job folders by what they train."""
    from architectures.core.presets import presets

    found = {"GPT-2, 4 x 128, T=64, B=12": write_job(root, tokens, "gpt2", SMALL, optimizer="muon")}
    designs = {preset.slug: preset.design.to_json() for preset in presets()}
    for slug in PRESETS:
        folder = write_job(
            root, tokens, slug, SMALL, batch_size=BATCH, context_length=LENGTH, optimizer="muon"
        )
        job = json.loads((folder / "job.json").read_bytes())
        (folder / "job.json").write_text(json.dumps({**job, "design": designs[slug]}))
        found[slug] = folder
    return found


def compare(folder: Path) -> tuple[float, float]:
    """Return the seconds that were foreseen, and those that the run took."""
    from training.core.config import TrainConfig
    from training.core.probe import PROBE

    job = json.loads((folder / "job.json").read_bytes())
    job["config"] = TrainConfig.model_validate(job["config"]).model_dump(mode="json")
    (folder / "job.json").write_text(json.dumps(job))
    _start("training.core.probe", folder)
    figures = json.loads((folder / PROBE).read_bytes())
    steps = int(WANTED_S / 1.2 / figures["step_s"]) + 1
    job["config"] |= {"max_steps": steps}
    (folder / "job.json").write_text(json.dumps(job))
    expected = foreseen(job["config"], figures)
    began = time.monotonic()
    _start("training.core.main", folder)
    return expected, time.monotonic() - began


def foreseen(config: dict[str, Any], figures: dict[str, float]) -> float:
    """Return the seconds of a run that starts cold."""
    from training.core.config import TrainConfig
    from training.core.heldout import tokens_read
    from training.core.pace import Pace, play
    from training.core.progress import Budget

    options = TrainConfig.model_validate(config)
    length = options.context_length or LENGTH
    pace = Pace(
        start_s=figures["import_s"] + figures["start_s"],
        step_s=figures["step_s"],
        eval_s=figures["eval_token_s"] * tokens_read(options.eval_bytes, None, 1.0, length),
        sample_s=figures["sample_token_s"] * min(options.sample_tokens, length) * len(options.sample_prompts),
        checkpoint_s=figures["checkpoint_s"],
    )
    return play(options, Budget(options, options.batch_size * length), pace).seconds


def _start(module: str, folder: Path) -> None:
    command = [sys.executable, "-m", module, str(folder)]
    subprocess.run(command, stdout=subprocess.DEVNULL, env=trainer_environment(), check=True)


def main() -> None:
    print("Estimates by a short trial, against the run (1.00 is exact)")
    with tempfile.TemporaryDirectory(prefix="slamdunk-bench-") as name:
        root = Path(name)
        for what, folder in jobs(root, prepared(root)).items():
            before = os.getloadavg()[0]
            expected, took = compare(folder)
            load = f"load {before:.1f} before, {os.getloadavg()[0]:.1f} after"
            print(
                f"  {what:<34} foreseen {expected:6.1f} s, took {took:6.1f} s: {expected / took:.2f}; {load}",
                flush=True,
            )


if __name__ == "__main__":
    main()
