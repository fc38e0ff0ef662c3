"""Waiting for what processes do: no longer than it takes, and without taking the machine from them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

LEAST: Final = 0.02  # seconds between two looks, and at most:
MOST: Final = 0.5
REST: Final = 8  # times as long as a look took: most of a core is left to what is looked for


def wait_for(seen: Callable[[], Any], within: float = 60.0) -> Any:
    """Return the first true answer; fail if none comes."""
    deadline = time.monotonic() + within
    while (began := time.monotonic()) < deadline:
        if answer := seen():
            return answer
        time.sleep(min(MOST, max(LEAST, REST * (time.monotonic() - began))))
    raise AssertionError(f"this did not come true: {seen}")
