"""Where the files of this app lie, under SLAMDUNK_HOME."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from training.models import Corpus, Run, TokenFile, Tokenizer


def home() -> Path:
    return Path(settings.SLAMDUNK_HOME)


def corpora_root() -> Path:
    return home() / "corpora"


def corpus_folder(corpus: Corpus) -> Path:
    return corpora_root() / corpus.pk


def uploads_folder(corpus: Corpus) -> Path:
    """The files as they were uploaded."""
    return corpus_folder(corpus) / "uploads"


def tokenizer_file(tokenizer: Tokenizer) -> Path:
    return home() / "tokenizers" / tokenizer.pk / "tokenizer.json"


def tokens_root() -> Path:
    return home() / "tokens"


def tokens_folder(token_file: TokenFile) -> Path:
    return tokens_root() / token_file.digest


def job_folder(run: Run) -> Path:
    return home() / "runs" / run.pk


def log_folder() -> Path:
    return home() / "logs"


def supervisor_file(run_id: str, lease: str) -> Path:
    """Where the supervisor that holds `lease` writes itself down."""
    return home() / "runs" / run_id / f"supervisor-{lease[:8]}.pid"
