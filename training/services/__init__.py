"""Everything that changes something in this app."""

from training.services.corpora import corpus_create_upload, corpus_delete, ensure_shipped_corpora
from training.services.corpus_sources import (
    corpus_create_cleaned,
    corpus_create_generated,
    corpus_create_hub,
    corpus_retry,
)
from training.services.queue import run_claim
from training.services.reaper import reap
from training.services.retries import run_retry
from training.services.runs import run_create, run_delete, run_resume, run_stop
from training.services.starts import StartWeights
from training.services.tokenizers import (
    token_file_ensure,
    tokenizer_create,
    tokenizer_delete,
    tokenizer_publish,
    tokenizer_retry,
)
from training.services.vocabularies import vocab_size_of_run
from training.services.workers import host_closed, host_shutdown, worker_beat, workers_alive

__all__ = [
    "StartWeights",
    "corpus_create_cleaned",
    "corpus_create_generated",
    "corpus_create_hub",
    "corpus_create_upload",
    "corpus_delete",
    "corpus_retry",
    "ensure_shipped_corpora",
    "host_closed",
    "host_shutdown",
    "reap",
    "run_claim",
    "run_create",
    "run_delete",
    "run_resume",
    "run_retry",
    "run_stop",
    "token_file_ensure",
    "tokenizer_create",
    "tokenizer_delete",
    "tokenizer_publish",
    "tokenizer_retry",
    "vocab_size_of_run",
    "worker_beat",
    "workers_alive",
]
