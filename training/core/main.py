"""`python -m training.core.main JOBDIR`: turns a job folder into a trained model.

Exit code 0: completed, stopped or interrupted, as the last `state` event says. 1: failed, with a `diagnosis`.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from training.core.errors import CoreError
from training.core.events import EVENTS, EventLog
from training.core.files import sync_file, sync_folder, write_json, write_whole

if TYPE_CHECKING:
    import torch

    from architectures.core.build import LanguageModel
    from training.core.tokenizer import Tokenizer
    from training.core.trainer import Trainer

JOB, STOP, MODEL, CHECKPOINTS = "job.json", "stop", "model", "checkpoints"
DEFAULT_CONTEXT = 256  # tokens, of a model that has no limit, where the options name none


class Stop:
    """Whether somebody asked the training to stop: SIGTERM, or a file that says how."""

    def __init__(self, folder: Path) -> None:
        self._file, self._asked, self._empty = folder / STOP, False, False
        signal.signal(signal.SIGTERM, self._ask)

    def _ask(self, *_: object) -> None:
        self._asked = True

    def __call__(self) -> Literal["stopped", "interrupted"] | None:
        word = self._word() if self._file.exists() else None
        if word is None and not self._asked:
            return None
        return "interrupted" if word == "yield" else "stopped"

    def _word(self) -> str | None:
        """Read the file. One without a word may be half written: it counts at the second look."""
        try:
            word = self._file.read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            return None
        first_look, self._empty = not self._empty, True
        return None if not word and first_look else word


def main(folder: Path) -> int:
    """Train what the folder describes; return the exit code."""
    stop = Stop(folder)
    job: dict[str, Any] = json.loads((folder / JOB).read_bytes())
    events = EventLog(folder / EVENTS, job["next_seq"])
    events.state("training")
    try:
        return _train(folder, job, events, stop)
    except Exception as error:
        code, values = diagnosis(error)
        events.diagnosis(code, step=values.pop("step", 0), **values)
        events.state("failed")
        if not isinstance(error, CoreError):
            raise  # its traceback belongs into the log
        return 1


def _train(folder: Path, job: dict[str, Any], events: EventLog, stop: Stop) -> int:
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # spinning threads starve whoever shares the cores
    from training.core.trainer import Trainer

    parts, model = assemble(folder, job)
    trainer = Trainer(parts, events, stop)
    end = trainer.run()
    if end == "completed":
        write_model(folder, job, trainer, model)
    events.state(end)
    events.sync()
    return 0


def assemble(folder: Path, job: dict[str, Any]) -> tuple[Any, LanguageModel]:
    """Build what a trainer works on from a job folder."""
    import torch

    from architectures.core.build import build
    from architectures.core.design import parse_design
    from training.core.batches import TokenData
    from training.core.config import TrainConfig
    from training.core.tokenizer import load_tokenizer
    from training.core.trainer import Job

    config = TrainConfig.model_validate(job["config"])
    torch.set_num_threads(config.threads or _n_cores())
    tokenizer = load_tokenizer(folder / job["tokenizer"])
    model = build(parse_design(job["design"]), vocab_size=job["vocab_size"])
    _begin(model, folder, job, config.init_seed)
    parts = Job(
        model=model,
        data=TokenData.open(folder / job["data"]),
        tokenizer=tokenizer,
        token_n_bytes=_token_n_bytes(tokenizer, model.vocab_size),
        config=config,
        context_length=config.context_length or model.context_length or DEFAULT_CONTEXT,
        device=torch.device(job["device"]),
        folder=folder,
    )
    return parts, model


def _begin(model: LanguageModel, folder: Path, job: dict[str, Any], seed: int) -> None:
    """Give a model its first weights: those that the job names, or drawn ones. A checkpoint wins over either."""
    from training.core.checkpoint import Checkpoints
    from training.core.weights import take_weights

    model.init_weights(seed)
    if job.get("init") and Checkpoints(folder / CHECKPOINTS).newest() is None:
        take_weights(model, model.tied, folder / job["init"]["weights"])


def _n_cores() -> int:
    """Return how many cores this process may use; macOS does not say."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _token_n_bytes(tokenizer: Tokenizer, vocab_size: int) -> torch.Tensor:
    """Return how many bytes of text each id stands for, [V]; 0 for the end of a text and for padding."""
    import torch

    known = [
        len(tokenizer.token_bytes(i)) if i != tokenizer.eot_id else 0 for i in range(tokenizer.vocab_size)
    ]
    return torch.tensor(known + [0] * (vocab_size - len(known)))


def write_model(folder: Path, job: dict[str, Any], trainer: Trainer, model: LanguageModel) -> None:
    """Put the finished model at `model/`: written aside, then renamed."""
    aside = folder / ".model"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        _fill_model(aside, folder, job, trainer, model)
        shutil.rmtree(folder / MODEL, ignore_errors=True)
        aside.rename(folder / MODEL)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    sync_folder(folder)


def _fill_model(
    aside: Path, folder: Path, job: dict[str, Any], trainer: Trainer, model: LanguageModel
) -> None:
    from safetensors.torch import save_file

    weights = {name: t.contiguous() for name, t in trainer.weights().items()}  # tied ones once
    save_file(weights, aside / "model.safetensors", metadata={"format": "pt"})
    sync_file(aside / "model.safetensors")
    write_whole(aside / "tokenizer.json", (folder / job["tokenizer"]).read_bytes())
    write_json(aside / "design.json", job["design"])
    write_json(aside / "config.json", job["config"])
    write_json(aside / "report.json", report(job, trainer, model))


def report(job: dict[str, Any], trainer: Trainer, model: LanguageModel) -> dict[str, Any]:
    """Return what is known of a finished model. Losses are in nats per token."""
    import torch

    from architectures.core.design import fingerprint, parse_design
    from training.core.tokenizer import load_tokenizer

    tokenizer = load_tokenizer(trainer.job.folder / job["tokenizer"])
    return {
        "run": job["run"],
        "n_parameters": sum(p.numel() for p in model.parameters()),
        "train_loss": trainer.train_loss,
        **{name: trainer.facts.get(name) for name in ("val_loss", "perplexity", "bits_per_byte", "accuracy")},
        "steps": trainer.step,
        "tokens": trainer.step * trainer.tokens_per_step,
        "seconds": round(trainer.elapsed, 3),
        "fingerprint": fingerprint(parse_design(job["design"])),
        "vocab_size": model.vocab_size,
        "context_length": trainer.job.context_length,
        "tokenizer_kind": tokenizer.kind,
        "versions": {"python": platform.python_version(), "torch": str(torch.__version__)},
    }


def diagnosis(error: Exception) -> tuple[str, dict[str, Any]]:
    """Return the code and the values of what ended a training."""
    if isinstance(error, CoreError):
        return error.code, dict(error.values)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "disk_full", {}
    text = str(error)
    if isinstance(error, MemoryError) or "out of memory" in text or "can't allocate memory" in text:
        return "out_of_memory", {}
    if "No space left" in text:
        return "disk_full", {}
    told = error.strerror if isinstance(error, OSError) and error.strerror else text  # no paths of the server
    return "trainer_error", {"reason": f"{type(error).__name__}: {told[:300]}"}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m training.core.main JOBDIR")
    sys.exit(main(Path(sys.argv[1])))
