"""Job folders for the benchmarks, made by the product's own core."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.loops import CLIP, LR, WEIGHT_DECAY, Size

STORIES = {"generator": "stories-en", "seed": 0, "bytes": 2_000_000}


def prepared(root: Path, source: Mapping[str, Any] = STORIES) -> Path:
    """Collect a corpus, cut it into characters; return the folder of its tokens."""
    from training.core.corpus import read_documents, write_corpus
    from training.core.tokenizer import train_tokenizer
    from training.core.tokens import prepare_tokens

    write_corpus(source, root / "corpus")
    tokenizer = train_tokenizer("characters", read_documents(root / "corpus"), vocab_size=1024)
    tokenizer.save(root / "tokenizer.json")
    return prepare_tokens(root / "corpus", tokenizer, root / "tokens").folder


def write_job(root: Path, tokens: Path, name: str, size: Size, **config: Any) -> Path:
    """Return a job folder that trains a GPT-2 of this size on the prepared text with AdamW."""
    from architectures.core.presets.published.entry import document
    from training.core.tokenizer import load_tokenizer

    vocab_size = load_tokenizer(root / "tokenizer.json").vocab_size
    folder = root / name
    folder.mkdir()
    (folder / "data").symlink_to(tokens)
    (folder / "tokenizer.json").symlink_to(root / "tokenizer.json")
    options = {
        "optimizer": "adamw",
        "lr": LR,
        "weight_decay": WEIGHT_DECAY,
        "grad_clip": CLIP,
        "batch_size": size.batch_size,
        "context_length": size.context_length,
        "max_steps": 1_000_000,
        "schedule": "constant",
        "eval_bytes": 1024,
    }
    job = {
        "format": 1,
        "run": name,
        "design": document(size.config(vocab_size)),
        "vocab_size": vocab_size,
        "data": "data",
        "tokenizer": "tokenizer.json",
        "config": {**options, **config},
        "attempt": 1,
        "next_seq": 1,
        "device": "cpu",
    }
    (folder / "job.json").write_text(json.dumps(job))
    return folder
