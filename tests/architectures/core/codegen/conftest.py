"""One process that knows PyTorch alone for all the trials of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.architectures.core.codegen.stranger import Stranger


@pytest.fixture(scope="module")
def stranger() -> Iterator[Stranger]:
    with Stranger() as process:
        yield process
