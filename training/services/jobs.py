"""The job folder of a run: everything its trainer needs, complete in itself."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

from training.core.config import RETIRED, TrainConfig
from training.core.files import write_json
from training.core.tokens import is_whole
from training.devices import as_seen
from training.launch import end_trainer
from training.models import Run, RunEvent
from training.paths import job_folder, tokenizer_file, tokens_folder
from training.services.compiling import verdict_of
from training.services.corpora import checkpoint_room
from training.services.following import follow_rest
from training.services.vocabularies import SIZES, size_by_tokenizer
from training.services.workers import STOP_FILE

JOB_FORMAT: Final = 1
INIT: Final = "init.safetensors"  # the weights that a run starts from, if it goes on from a model


class JobDataMissing(Exception):  # noqa: N818
    """Something that a run needs is not on the disk: `code` says what."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def init_keep(*, run: Run, weights: Path) -> None:
    """Put the weights that a run starts from into its folder, so that the model may go before it starts."""
    folder = job_folder(run)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / INIT).unlink(missing_ok=True)
    _link_or_copy(weights, folder / INIT)


def job_write(*, run: Run) -> Path:
    """Make the job folder ready for the attempt that has just been claimed, and return it.

    A trainer that an earlier attempt left behind is ended first, and what it still told is copied.
    """
    folder = job_folder(run)
    folder.mkdir(parents=True, exist_ok=True)
    end_trainer(folder)
    last = follow_rest(run=run)
    (folder / STOP_FILE).unlink(missing_ok=True)
    if run.token_file is None or run.tokenizer is None or not is_whole(tokens_folder(run.token_file)):
        raise JobDataMissing("data_missing")
    if not tokenizer_file(run.tokenizer).is_file():
        raise JobDataMissing("tokenizer_gone")
    if run.start and not (folder / INIT).is_file():
        raise JobDataMissing("start_gone")
    if size_by_tokenizer(run=run, tokenizer=run.tokenizer):
        run.save(update_fields=SIZES)
    if RETIRED & run.config.keys() and not run.step:  # made by an earlier release; it goes as runs go now
        run.config = TrainConfig.model_validate(run.config).model_dump(mode="json")
        run.save(update_fields=["config"])
    shutil.rmtree(folder / "data", ignore_errors=True)
    (folder / "data").mkdir()
    for file in tokens_folder(run.token_file).iterdir():
        _link_or_copy(file, folder / "data" / file.name)
    (folder / "tokenizer.json").unlink(missing_ok=True)
    _link_or_copy(tokenizer_file(run.tokenizer), folder / "tokenizer.json")
    write_json(folder / "job.json", _job(run, last))
    return folder


def _job(run: Run, last_seq: int) -> dict[str, Any]:
    own = run.tokenizer.vocab_size if run.tokenizer else None
    vocab_size = (run.start or {}).get("vocab_size", own)  # that of a model may have been rounded up
    init = {"init": {"weights": INIT}} if run.start else {}
    verdict = verdict_of(run)
    return {
        "format": JOB_FORMAT,
        "run": run.pk,
        "design": run.design,
        "vocab_size": vocab_size,
        "data": "data",
        "tokenizer": "tokenizer.json",
        "config": run.config,
        "flops_per_token": run.flops_per_token,
        "attempt": run.attempt,
        "next_seq": last_seq + 1,
        "device": as_seen(run.lease_device),
        "compile": {"compiled": verdict.compiled, "why": verdict.why},
        "checkpoint_room": checkpoint_room(run),
        **init,
    }


def first_seq(run: Run) -> int | None:
    """Return the number of the first event of the present attempt; None if its trainer was not started."""
    try:
        job = json.loads((job_folder(run) / "job.json").read_bytes())
    except (OSError, ValueError):
        return None
    return int(job["next_seq"]) if job["attempt"] == run.attempt else None


def state_told(run: Run) -> str | None:
    """Return the state that the trainer of the present attempt has told last, as far as it was copied."""
    first = first_seq(run)
    if first is None:
        return None
    told = RunEvent.objects.filter(run=run, type="state", seq__gte=first).order_by("-seq")
    return told.values_list("payload__state", flat=True).first()


def model_folder(run: Run) -> Path | None:
    """Return the folder of the finished model, None unless all of it is on the disk."""
    folder = job_folder(run) / "model"
    needed = ("model.safetensors", "design.json", "tokenizer.json", "report.json")
    if not all((folder / name).is_file() for name in needed):
        return None
    try:
        json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except ValueError:
        return None
    return folder


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target)
