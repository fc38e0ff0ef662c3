from training.models.corpus import Corpus, TokenFile, Tokenizer
from training.models.run import Checkpoint, Run, RunEvent, RunState
from training.models.worker import WorkerHeartbeat

__all__ = [
    "Checkpoint",
    "Corpus",
    "Run",
    "RunEvent",
    "RunState",
    "TokenFile",
    "Tokenizer",
    "WorkerHeartbeat",
]
