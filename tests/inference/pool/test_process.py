"""The real generation process, with torch in it."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inference.pool import Job, Pool

LONG = 120.0


@pytest.fixture
def real_pool() -> Iterator[Pool]:
    pool = Pool(1)
    yield pool
    pool.close()


@pytest.mark.processes
def test_the_real_process_says_what_is_missing(real_pool: Pool, tmp_path: Path) -> None:
    inbox: queue.Queue[dict[str, Any]] = queue.Queue()
    real_pool.submit(Job({"folder": str(tmp_path), "prompt": "", "options": {}}, inbox.put))
    message = inbox.get(timeout=LONG)
    assert (message["code"], message["values"]) == ("model_files_missing", {"file": "model.safetensors"})
