"""`python -m training.core.probe FOLDER`: measures what a training costs on this device, by the first steps of one.

`FOLDER/job.json` has `design`, `vocab_size`, `config` and `device`, as that of a training. The ids are drawn; the
steps, the evaluations, the samples and the checkpoint are the trainer's own. `FOLDER/probe.json` is the answer: figures,
or an `error` with a code and values, as where the memory does not suffice. Meanwhile it prints the share that is done,
a line each.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from training.core.errors import TrainingError
from training.core.files import write_json
from training.core.pace import pace_of
from training.core.spread import leave
from training.core.tokenizer import Tokenizer
from training.core.waits import set_waits

if TYPE_CHECKING:
    from training.core.trainer import Trainer

PROBE = "probe.json"
BUDGET = 3.0  # seconds of steps
MOST_STEPS = 300
FEW_STEPS = 3  # fewer only where one takes longer than the budget
FEW_PASSES = 2  # of a step with many batches; the others cost as much as one of these
TIMES = 3  # that an evaluation and a sample are made: the first ones warm up
SAMPLE_TOKENS = 16
MOST_WRITTEN = (
    2**28
)  # bytes of a checkpoint that are really written; what is larger takes longer in proportion
N_IDS = 2**21
NEVER = 10**8  # steps


class AnyText(Tokenizer):
    """Stands for a tokenizer of so many ids: nothing is read, and nothing ends a text."""

    kind: ClassVar[str] = "any"
    eot_id, beginning = -1, [0]

    def __init__(self, vocab_size: int) -> None:
        self._vocab_size = vocab_size

    @property
    def vocab_size(self) -> int:
        return self._vocab_size

    def encode(self, text: str) -> list[int]:
        return []

    def token_bytes(self, token_id: int) -> bytes:
        return b" "

    def to_json(self) -> dict[str, Any]:
        return {}


def main(folder: Path) -> int:
    """Measure what the folder describes; return the exit code."""
    job: dict[str, Any] = json.loads((folder / "job.json").read_bytes())
    try:
        answer = measure(folder, job)
    except Exception as error:  # noqa: BLE001 (what would end a training is the answer)
        from training.core.main import diagnosis

        code, values = diagnosis(error, job)
        answer = {"error": {"code": code, "values": values}}
    write_json(folder / PROBE, answer)
    return 0


def measure(folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of a training: seconds of its parts (see `pace_of`), bytes of memory and of a checkpoint."""
    began = time.monotonic()
    set_waits()
    import torch

    from training.core.memory import peak_memory
    from training.core.trainer import Trainer

    imported = time.monotonic()
    trainer = _opened(folder, job, Trainer)
    trainer.costs.add("start", time.monotonic() - imported)
    trainer.begin()
    if trainer.job.compiled and not trainer.compiled:
        raise TrainingError("cannot_compile")
    _make_steps(trainer)
    _look_up(trainer)
    more = int(job["config"]["grad_accum_steps"]) - FEW_PASSES
    pace = pace_of(trainer)
    if more > 0:
        pace["step_s"] += more * _pass_s(trainer)
    return {
        **pace,
        "import_s": imported - began,
        **_checkpoint(trainer),
        "memory_bytes": peak_memory(trainer.job.device),
        "threads": torch.get_num_threads(),
    }


def _opened(folder: Path, job: dict[str, Any], make: type[Trainer]) -> Trainer:
    """Return a trainer of the job on drawn ids, with options under which it goes on and on."""
    from training.core.config import LIMITS
    from training.core.evaluation import Evaluator, held_out_batches
    from training.core.events import Silence
    from training.core.main import put_together

    few = {
        "grad_accum_steps": min(job["config"]["grad_accum_steps"], FEW_PASSES),
        "sample_tokens": min(job["config"]["sample_tokens"], SAMPLE_TOKENS),
        "sample_prompts": [""],
        "eval_bytes": 256,
    }
    endless = {**dict.fromkeys(LIMITS), "max_steps": NEVER, "stride": None, "lr": 1e-6, "muon_lr": 1e-6}
    changed = {**job, "config": {**job["config"], **few, **endless}}
    parts, _ = put_together(folder, changed, AnyText(job["vocab_size"]), _drawn(job["vocab_size"]))
    trainer = make(parts, Silence(folder / "events.jsonl"))
    rows, length = trainer.config.batch_size, parts.context_length
    batches = held_out_batches(parts.data.val, parts.token_n_bytes, length, rows, 2 * rows * length)
    trainer.evaluator = Evaluator(batches[:1], parts.token_n_bytes, parts.device, trainer.world)
    return trainer


def _drawn(vocab_size: int) -> Any:
    import numpy as np

    from training.core.batches import TokenData

    ids = np.random.default_rng(0).integers(vocab_size, size=N_IDS, dtype=np.uint32)
    return TokenData(ids, ids)


def _make_steps(trainer: Trainer) -> None:
    began = time.monotonic()
    for n in range(1, MOST_STEPS + 1):
        seconds = trainer.costs.timed("step", trainer.train_step)
        passed = time.monotonic() - began
        enough = seconds > BUDGET or (passed > BUDGET and n >= FEW_STEPS) or n == MOST_STEPS
        share = 1.0 if enough else min(passed / BUDGET, n / FEW_STEPS)
        print(f"{share:.3f}", flush=True)  # noqa: T201 (whoever started this reads it)
        if enough:
            return


def _look_up(trainer: Trainer) -> None:
    """Evaluate and write, which takes about as long as a step does."""
    slow = (trainer.costs.mean("step") or 0.0) > BUDGET
    for part, work in (("eval", trainer.evaluate), ("sample", trainer.sample)):
        for _ in range(1 if slow else TIMES):
            trainer.costs.timed(part, work)


def _pass_s(trainer: Trainer) -> float:
    """Return the seconds of one more batch in a step."""
    began = time.monotonic()
    trainer.try_batch()
    return time.monotonic() - began


def _checkpoint(trainer: Trainer) -> dict[str, float]:
    """Return the bytes of a checkpoint, and the seconds to write it, judged by a part of it where it is large."""
    from training.core.checkpoint import Snapshot

    tensors, part, written = trainer.keeper.snapshot().tensors, {}, 0
    for name, tensor in tensors.items():
        if written + tensor.nbytes <= MOST_WRITTEN:
            part[name], written = tensor, written + tensor.nbytes
    n_bytes = sum(tensor.nbytes for tensor in tensors.values())
    began = time.monotonic()
    trainer.keeper.checkpoints.write(Snapshot(trainer.step, part, {}))
    seconds = time.monotonic() - began
    shutil.rmtree(trainer.keeper.checkpoints.folder)
    return {"checkpoint_bytes": n_bytes, "checkpoint_s": seconds * n_bytes / max(1, written)}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m training.core.probe FOLDER")
    leave(main(Path(sys.argv[1])))
