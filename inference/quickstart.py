"""From nothing to a model that writes, in one process and a trainer: what `manage.py quickstart` does."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.pool import Job, Pool
from training.core.config import TrainConfig
from training.core.corpus import prepare_tokens, read_documents, write_corpus
from training.core.tokenizer import load_tokenizer, train_tokenizer

ROOT = Path(__file__).resolve().parent.parent
TRAINER = (sys.executable, "-m", "training.core.main")
LOOK_EVERY = 0.1  # seconds between looks at the events of the trainer
STOP_WITHIN = 30.0  # seconds for a last checkpoint after Ctrl-C
Say = Callable[[str], None]


class QuickstartError(Exception):
    """The trainer ended without a model. `log` is the end of what it printed."""

    def __init__(self, log: str, diagnosis: Mapping[str, Any] | None) -> None:
        super().__init__(log)
        self.log, self.diagnosis = log, diagnosis


@dataclass(frozen=True)
class Plan:
    """What is to be trained, on what, and for how long."""

    folder: Path
    language: str = "en"
    minutes: float = 1.0
    preset: str = "tiny-story-writer"
    corpus_bytes: int = 5_000_000
    vocab_size: int = 1024

    @property
    def job(self) -> Path:
        return self.folder / "job"

    @property
    def model(self) -> Path:
        return self.job / "model"


def prepare(plan: Plan, say: Say) -> None:
    """Write the corpus, the tokenizer, the token file and the job folder. What is there is used again."""
    corpus = plan.folder / f"corpus-{plan.corpus_bytes}"
    if not (corpus / "facts.json").is_file():
        write_corpus({"generator": f"stories-{plan.language}", "seed": 0, "bytes": plan.corpus_bytes}, corpus)
    tokenizer_file = corpus / f"tokenizer-{plan.vocab_size}.json"
    if not tokenizer_file.is_file():
        train_tokenizer("bpe", read_documents(corpus), plan.vocab_size).save(tokenizer_file)
    tokenizer = load_tokenizer(tokenizer_file)
    config = TrainConfig(max_minutes=plan.minutes)
    tokens = prepare_tokens(corpus, tokenizer, plan.folder / "tokens", config.val_fraction)
    say(f"{tokens.n_train_tokens:,} tokens to learn from, {tokens.n_val_tokens:,} held out")

    shutil.rmtree(plan.job, ignore_errors=True)
    shutil.copytree(tokens.folder, plan.job / "data", copy_function=os.link)
    shutil.copy(tokenizer_file, plan.job / "tokenizer.json")
    job = {
        "format": 1,
        "run": "quickstart",
        "design": design_of(plan.preset),
        "vocab_size": tokenizer.vocab_size,
        "data": "data",
        "tokenizer": "tokenizer.json",
        "config": config.model_dump(mode="json"),
        "attempt": 1,
        "next_seq": 1,
        "device": "cpu",
    }
    (plan.job / "job.json").write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")


def design_of(slug: str) -> dict[str, Any]:
    """Return the design of a preset as JSON. Raises KeyError for an unknown one."""
    from architectures.core.presets import presets

    design = {preset.slug: preset.design for preset in presets()}[slug]
    return dict(design.to_json())


def train(plan: Plan) -> Iterator[dict[str, Any]]:
    """Run the trainer on the job folder and yield its events as they come. Raises QuickstartError."""
    log = plan.job / "log.txt"
    with log.open("wb") as output:
        trainer = subprocess.Popen(
            [*TRAINER, str(plan.job)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    diagnosis = None
    try:
        for event in _events(plan.job / "events.jsonl", trainer):
            diagnosis = event if event["type"] == "diagnosis" else diagnosis
            yield event
    finally:
        _end(trainer)
    if not (plan.model / "model.safetensors").is_file():
        raise QuickstartError(log.read_text(encoding="utf-8", errors="replace")[-2000:], diagnosis)


def _events(path: Path, trainer: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    n_read, rest = 0, b""
    while True:
        ended = trainer.poll() is not None
        if path.is_file():
            with path.open("rb") as file:
                file.seek(n_read)
                new = file.read()
            n_read += len(new)
            *lines, rest = (rest + new).split(b"\n")
            yield from map(json.loads, lines)
        if ended:
            return
        time.sleep(LOOK_EVERY)


def _end(trainer: subprocess.Popen[bytes]) -> None:
    """Leave no trainer behind, whatever ended the reading."""
    if trainer.poll() is not None:
        return
    os.killpg(trainer.pid, signal.SIGTERM)
    try:
        trainer.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(trainer.pid, signal.SIGKILL)
        trainer.wait()


def write(plan: Plan, prompt: str, options: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the model writes, as it comes, from a generation process like those of the site."""
    inbox: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    request = {"folder": str(plan.model.resolve()), "prompt": prompt, "options": dict(options)}
    pool = Pool(1)
    try:
        pool.submit(Job(request, inbox.put))
        while (message := inbox.get())["type"] != "finished":
            if message["type"] == "error":
                raise QuickstartError(f"{message['code']} {message['values']}", None)
            if message["type"] == "token":
                yield message["text"]
    finally:
        pool.close()
