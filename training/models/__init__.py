from training.models.corpus import Corpus, TokenFile, Tokenizer
from training.models.measurement import Measurement
from training.models.queue import DeviceTime, QueueHost, QueueSettings, QueueShare
from training.models.run import Checkpoint, DeletedRun, Run, RunEvent, RunState
from training.models.series import DeviceUse, SeriesBucket
from training.models.sweep import Sweep, SweepTrial
from training.models.worker import WorkerHeartbeat

__all__ = [
    "Checkpoint",
    "Corpus",
    "DeletedRun",
    "DeviceTime",
    "DeviceUse",
    "Measurement",
    "QueueHost",
    "QueueSettings",
    "QueueShare",
    "Run",
    "RunEvent",
    "RunState",
    "SeriesBucket",
    "Sweep",
    "SweepTrial",
    "TokenFile",
    "Tokenizer",
    "WorkerHeartbeat",
]
