"""`python -m training.core.main JOBDIR`: turns a job folder into a trained model.

Exit code 0: completed, stopped or interrupted, as the last `state` event says. 1: failed, with a `diagnosis`. 28: no
room on the disk even for that.
"""

from __future__ import annotations

import json
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from architectures.core.startup import collect_seldom
from training.core.errors import CoreError
from training.core.events import EVENTS, EventLog, Silence
from training.core.files import NO_ROOM, sync_file, sync_folder, write_json, write_whole
from training.core.leash import let_go_unless_held, may_train
from training.core.native import computes_bf16
from training.core.spread import (
    end_with_agent,
    leave,
    many,
    n_processes,
    n_processes_here,
    own_device,
    own_rank,
)
from training.core.waits import set_waits

if TYPE_CHECKING:
    import torch

    from architectures.core.build import LanguageModel
    from training.core.batches import TokenData
    from training.core.config import TrainConfig
    from training.core.tokenizer import Tokenizer
    from training.core.trainer import Job, Trainer

JOB, STOP, MODEL, CHECKPOINTS = "job.json", "stop", "model", "checkpoints"
DISK_FULL = 28  # exit code
FULL = ("No space left", "File too large", "quota exceeded")  # as safetensors tells it
DEFAULT_CONTEXT = 256  # tokens, of a model that has no limit, where the options name none


class Stop:
    """Whether somebody asked the training to stop: SIGTERM, a file that says how, or a supervisor's silence."""

    def __init__(self, folder: Path) -> None:
        self._file, self._asked, self._empty, self._let_go = folder / STOP, False, False, False
        signal.signal(signal.SIGTERM, self._ask)

    def _ask(self, *_: object) -> None:
        self._asked = True

    def let_go(self) -> None:
        """Ask for a checkpoint and the end, since nobody seems to hold the run any more."""
        self._let_go = True

    def __call__(self) -> Literal["stopped", "interrupted"] | None:
        if self._let_go:
            return "interrupted"
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
    began, stop = time.monotonic(), Stop(folder)
    job: dict[str, Any] = json.loads((folder / JOB).read_bytes())
    job["device"] = own_device(job["device"])
    events = EventLog(folder / EVENTS, job["next_seq"]) if own_rank() == 0 else Silence(folder / EVENTS)
    try:
        # Looked at while nobody else can write: whoever has the run now waits for this file.
        if not may_train():
            return 0
        events.state("training")
        let_go_unless_held(stop.let_go)
        return _train(folder, job, events, stop, began)
    except Exception as error:
        try:
            _tell_failure(error, job, events)
        except OSError:
            return DISK_FULL  # where no line can be told any more, the exit code has to do
        if not isinstance(error, CoreError):
            raise  # its traceback belongs into the log
        return 1
    finally:
        events.close()


def _tell_failure(error: Exception, job: dict[str, Any], events: EventLog) -> None:
    """Tell what ended the training, whichever process it was; nobody knows of one that was killed."""
    code, values = diagnosis(error, job)
    if many():
        from training.core.parallel import settle

        settled = settle(error, (code, values))
        if settled is None:
            events.log("process_lost", level="warning")
            return
        code, values = settled
    events.diagnosis(code, step=values.pop("step", 0), **values)
    events.state("failed")


def _train(folder: Path, job: dict[str, Any], events: EventLog, stop: Stop, began: float) -> int:
    set_waits()
    from training.core.trainer import Trainer
    from training.core.world import World

    parts, model = assemble(folder, job)
    world = World()
    if many():
        from training.core.parallel import open_world

        world = open_world(parts.config, parts.device)
    trainer = Trainer(parts, events, stop, world)
    trainer.costs.add("start", time.monotonic() - began)
    if job["next_seq"] == 1 and not many():
        _foretell(job, parts, events)
    end = trainer.run()
    if end == "completed":
        weights = trainer.weights()  # every process adds its part
        if world.is_first:
            write_model(folder, job, trainer, weights, model)
    events.state(end)
    events.sync()
    world.close()
    return 0


def assemble(folder: Path, job: dict[str, Any]) -> tuple[Job, LanguageModel]:
    """Build what a trainer works on from a job folder."""
    from training.core.batches import TokenData
    from training.core.tokenizer import load_tokenizer

    tokenizer = load_tokenizer(folder / job["tokenizer"])
    return put_together(folder, job, tokenizer, TokenData.open(folder / job["data"]))


def put_together(
    folder: Path, job: dict[str, Any], tokenizer: Tokenizer, data: TokenData
) -> tuple[Job, LanguageModel]:
    """Build what a trainer works on from a job, its tokenizer and its text."""
    import torch

    from architectures.core.build import build
    from architectures.core.design import parse_design
    from training.core.compiling import to_compile
    from training.core.config import TrainConfig
    from training.core.dropout import set_dropout
    from training.core.fitting import set_arithmetic
    from training.core.threads import threads_for
    from training.core.trainer import Job
    from training.core.vocabulary import padded

    config = TrainConfig.model_validate(job["config"])
    vocab_size = job["vocab_size"] if job.get("init") else padded(job["vocab_size"], config.pad_vocab)
    model = build(parse_design(job["design"]), vocab_size=vocab_size)
    length = config.context_length or model.context_length or DEFAULT_CONTEXT
    n_parameters = sum(p.numel() for p in model.parameters())
    torch.set_num_threads(threads_for(folder, config.threads, n_parameters, config.batch_size * length))
    device = torch.device(job["device"])
    set_arithmetic(device)
    if device.type == "cpu":
        _check_fit(job, config, vocab_size, length)
    if config.dropout is not None:
        set_dropout(model, config.dropout)
    _begin(model, folder, job, config.init_seed)
    parts = Job(
        model=model,
        data=data,
        tokenizer=tokenizer,
        token_n_bytes=_token_n_bytes(tokenizer, model.vocab_size),
        config=config,
        context_length=length,
        device=device,
        folder=folder,
        is_trained=bool(job.get("init")),
        compiled=to_compile(folder, job),
        flops_per_token=job.get("flops_per_token"),
        checkpoint_room=job.get("checkpoint_room"),
    )
    return parts, model


def _foretell(job: dict[str, Any], parts: Job, events: EventLog) -> None:
    """Say at the first start what was decided for the training, and what makes it slow."""
    if why := job.get("compile", {}).get("why"):
        events.log(f"compile_{why}")
    if parts.config.precision == "bf16" and parts.device.type == "cpu" and computes_bf16() is False:
        events.log("bf16_slow", level="warning")


def _check_fit(job: dict[str, Any], config: TrainConfig, vocab_size: int, context_length: int) -> None:
    """Refuse what cannot fit before it begins: a system without memory ends a process without a word."""
    from architectures.core.analyse import analyse
    from architectures.core.design import parse_design
    from architectures.core.graph import planned
    from training.core.fitting import available_memory, check_estimate
    from training.core.fixes import smaller

    plan, env = planned(parse_design(job["design"]), vocab_size)
    own_batch = max(1, config.batch_size // n_processes())
    load = {"batch_size": own_batch, "context_length": context_length, "precision": config.precision}
    needed = n_processes_here() * int(analyse(plan, env, **load).totals["training_bytes"])  # type: ignore[arg-type]
    fix = smaller(config, context_length)
    check_estimate(needed, available_memory(), batch_size=config.batch_size, **({"fix": fix} if fix else {}))


def _begin(model: LanguageModel, folder: Path, job: dict[str, Any], seed: int) -> None:
    """Give a model its first weights: those that the job names, or drawn ones. A checkpoint wins over either."""
    from training.core.checkpoint import Checkpoints
    from training.core.weights import take_weights

    model.init_weights(seed)
    if job.get("init") and Checkpoints(folder / CHECKPOINTS).newest() is None:
        take_weights(model, model.tied, folder / job["init"]["weights"])


def _token_n_bytes(tokenizer: Tokenizer, vocab_size: int) -> torch.Tensor:
    """Return how many bytes of text each id stands for, [V]; 0 for the end of a text and for padding."""
    import torch

    known = [
        len(tokenizer.token_bytes(i)) if i != tokenizer.eot_id else 0 for i in range(tokenizer.vocab_size)
    ]
    return torch.tensor(known + [0] * (vocab_size - len(known)))


def write_model(
    folder: Path,
    job: dict[str, Any],
    trainer: Trainer,
    weights: Mapping[str, torch.Tensor],
    model: LanguageModel,
) -> None:
    """Put the finished model at `model/`: written aside, then renamed."""
    aside = folder / ".model"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        _fill_model(aside, folder, job, weights)
        write_json(aside / "report.json", report(job, trainer, model))
        shutil.rmtree(folder / MODEL, ignore_errors=True)
        aside.rename(folder / MODEL)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    sync_folder(folder)


def _fill_model(aside: Path, folder: Path, job: dict[str, Any], weights: Mapping[str, torch.Tensor]) -> None:
    from safetensors.torch import save_file

    contiguous = {name: t.contiguous() for name, t in weights.items()}  # tied ones once
    save_file(contiguous, aside / "model.safetensors", metadata={"format": "pt"})
    sync_file(aside / "model.safetensors")
    write_whole(aside / "tokenizer.json", (folder / job["tokenizer"]).read_bytes())
    write_json(aside / "design.json", job["design"])
    write_json(aside / "config.json", job["config"])


def report(job: dict[str, Any], trainer: Trainer, model: LanguageModel) -> dict[str, Any]:
    """Return what is known of a finished model. Losses are in nats per token."""
    import torch

    from architectures.core.design import fingerprint, parse_design
    from training.core.pace import pace_of
    from training.core.tokenizer import load_tokenizer
    from training.core.versions import versions

    tokenizer = load_tokenizer(trainer.job.folder / job["tokenizer"])
    return {
        "run": job["run"],
        "n_parameters": sum(p.numel() for p in model.parameters()),
        "train_loss": trainer.train_loss,
        **{name: trainer.facts.get(name) for name in ("val_loss", "perplexity", "bits_per_byte", "accuracy")},
        "checkpoints": trainer.keeper.told(),
        "steps": trainer.step,
        "tokens": trainer.step * trainer.tokens_per_step,
        "seconds": round(trainer.elapsed, 3),
        "fingerprint": fingerprint(parse_design(job["design"])),
        "vocab_size": model.vocab_size,
        "context_length": trainer.job.context_length,
        "tokenizer_kind": tokenizer.kind,
        "seeds": {name: job["config"].get(f"{name}_seed", 0) for name in ("init", "data", "sample")},
        "device": str(trainer.job.device),
        "threads": torch.get_num_threads(),
        "compiled": trainer.compiled,
        "pace": pace_of(trainer),
        "versions": versions(),
    }


def diagnosis(error: Exception, job: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the code and the values of what ended a training."""
    if isinstance(error, CoreError):
        return error.code, dict(error.values)
    from training.core.memory import is_out_of_memory, memory_facts

    text = str(error)
    if (isinstance(error, OSError) and error.errno in NO_ROOM) or any(words in text for words in FULL):
        return "disk_full", {}
    if is_out_of_memory(error):
        return "out_of_memory", memory_facts(error, job)
    told = error.strerror if isinstance(error, OSError) and error.strerror else text  # no paths of the server
    return "trainer_error", {"reason": f"{type(error).__name__}: {told[:300]}"}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m training.core.main JOBDIR")
    if many():
        end_with_agent()
    collect_seldom()
    leave(main(Path(sys.argv[1])))
