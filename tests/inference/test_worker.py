"""The process answers in lines of JSON, and whatever goes wrong is an answer too."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from inference.core.errors import GenerationError
from inference.worker import ModelCache, serve


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
