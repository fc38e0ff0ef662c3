"""The process answers in lines of JSON, and whatever goes wrong is an answer too."""

from __future__ import annotations

import io
import json
import os
import threading
from pathlib import Path
from typing import Any

import torch

from inference.core.errors import GenerationError
from inference.core.loading import assemble
from inference.worker import ModelCache, serve
from training.core.tokenizer import ByteTokenizer


def talk(models: ModelCache, *requests: dict[str, Any]) -> list[dict[str, Any]]:
    sink = io.StringIO()
    serve(io.StringIO("".join(json.dumps(request) + "\n" for request in requests)), sink, models)
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def ask(**fields: Any) -> dict[str, Any]:
    return {"type": "generate", "job": "j", "folder": "f", "prompt": "", "options": {}, **fields}


def test_a_missing_model_is_named() -> None:
    (answer,) = talk(ModelCache(), ask(folder="/nowhere"))
    assert (answer["type"], answer["code"]) == ("error", "model_files_missing")


def test_a_crash_while_loading_does_not_end_the_process() -> None:
    def load(folder: Path) -> Any:
        raise ZeroDivisionError if folder.name == "bad" else GenerationError("model_unreadable", reason="x")

    codes = [a["code"] for a in talk(ModelCache(load), ask(folder="bad"), ask(folder="worse"))]
    assert codes == ["generation_failed", "model_unreadable"]


def test_only_the_models_used_last_are_kept() -> None:
    loaded: list[str] = []
    models = ModelCache(lambda folder: loaded.append(folder.name), size=2)
    for name in "abacab":
        models.get(name)
    assert loaded == ["a", "b", "c", "b"]


class Endless:
    """Writes `a` for ever."""

    vocab_size, context_length = 257, 8

    def new_cache(self, batch_size: int, max_length: int) -> None: ...

    def __call__(self, ids: torch.Tensor, cache: Any = None) -> torch.Tensor:
        return torch.zeros(1, ids.shape[1], 257).index_fill(2, torch.tensor([ord("a")]), 9.0)


def test_p24_a_cancel_reaches_the_loop_while_it_runs() -> None:
    models = ModelCache(lambda _: assemble(Endless(), ByteTokenizer()))
    (to_read, to_write), (from_read, from_write) = os.pipe(), os.pipe()
    with (
        os.fdopen(to_write, "w") as orders,
        os.fdopen(from_read) as answers,
        os.fdopen(to_read) as source,
        os.fdopen(from_write, "w") as sink,
    ):
        process = threading.Thread(target=serve, args=(source, sink, models))
        process.start()
        orders.write(json.dumps(ask(options={"max_new_tokens": 4096, "temperature": 0})) + "\n")
        orders.flush()
        assert json.loads(answers.readline())["type"] == "started"
        assert json.loads(answers.readline())["text"] == "a"
        orders.write(json.dumps({"type": "cancel", "job": "j"}) + "\n")
        orders.close()
        while (message := json.loads(answers.readline()))["type"] != "finished":
            assert message["type"] == "token"
        process.join()
    assert message["reason"] == "cancelled"
    assert message["text"] == "a" * message["tokens"]
