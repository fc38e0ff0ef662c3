"""A generation process: reads requests from its input and writes messages to its output, one JSON line each.

In:  {"type": "generate", "job", "folder", "prompt", "options"} and {"type": "cancel", "job"}.
Out: {"job", "type": "started" | "token" | "finished" | "error", …}; an error carries a code and values.
Ends when its input ends, so it never outlives the process that started it.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import torch

from inference.core.errors import GenerationError
from inference.core.generator import Event, Finished, Piece, Started, generate
from inference.core.loading import LoadedModel, load_model
from inference.core.options import GenerationOptions

MODELS_KEPT = 2  # loaded at once; small models, so a switch between two costs nothing
NAMES = {Started: "started", Piece: "token", Finished: "finished"}

Load = Any  # Callable[[Path], LoadedModel]; kept loose so that tests may hand in a small one
logger = logging.getLogger("inference.worker")


class ModelCache:
    """The models used last. A folder's weights never change, so its path names them."""

    def __init__(self, load: Load = load_model, size: int = MODELS_KEPT) -> None:
        self._load, self._size = load, size
        self._models: OrderedDict[str, LoadedModel] = OrderedDict()

    def get(self, folder: str) -> LoadedModel:
        if folder not in self._models:
            while len(self._models) >= self._size:
                self._models.popitem(last=False)
            self._models[folder] = self._load(Path(folder))
        self._models.move_to_end(folder)
        return self._models[folder]


class Inbox:
    """Requests in order, and which jobs were called off. Its own thread reads: a cancel is seen at once."""

    def __init__(self, source: TextIO) -> None:
        self._source = source
        self._requests: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._cancelled: set[str] = set()
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def _read(self) -> None:
        for line in self._source:
            message = json.loads(line)
            if message["type"] == "cancel":
                self._cancelled.add(message["job"])
            else:
                self._requests.put(message)
        self.closed = True
        self._requests.put(None)

    closed = False

    def cancelled(self, job: str) -> bool:
        return self.closed or job in self._cancelled

    def requests(self) -> Iterator[dict[str, Any]]:
        while (request := self._requests.get()) is not None:
            yield request
            self._cancelled.discard(request["job"])


def answer(request: dict[str, Any], models: ModelCache, inbox: Inbox) -> Iterator[dict[str, Any]]:
    """Yield the messages that answer one request; whatever goes wrong becomes a message with a code."""
    job = request["job"]
    try:
        loaded = models.get(request["folder"])
        options = GenerationOptions.model_validate(request["options"])
        for event in generate(loaded, request["prompt"], options, lambda: inbox.cancelled(job)):
            yield {"job": job, **message_of(event)}
    except GenerationError as error:
        yield {"job": job, "type": "error", "code": error.code, "values": error.values}
    except (torch.OutOfMemoryError, MemoryError):
        yield {"job": job, "type": "error", "code": "out_of_memory", "values": {}}
    except Exception:  # the process must go on for the next person
        logger.exception("Generation failed")
        yield {"job": job, "type": "error", "code": "generation_failed", "values": {}}


def message_of(event: Event) -> dict[str, Any]:
    return {"type": NAMES[type(event)], **asdict(event)}


def serve(source: TextIO, sink: TextIO, models: ModelCache) -> None:
    """Answer requests until the input ends."""
    inbox = Inbox(source)
    for request in inbox.requests():
        for message in answer(request, models, inbox):
            sink.write(json.dumps(message) + "\n")
            sink.flush()


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    # Libraries print; the answers go out on a copy of stdout, and stdout itself becomes stderr.
    sink = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    serve(sys.stdin, sink, ModelCache())


if __name__ == "__main__":
    main()
