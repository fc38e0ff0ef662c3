"""Who has given no sign of life for long, by the monotonic clock of whoever watches."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from time import monotonic
from typing import Generic, TypeVar

__all__ = ["Watch", "monotonic"]
Key = TypeVar("Key", bound=Hashable)


class Watch(Generic[Key]):
    """Remembers the last sign of each that is watched, and since when it has not changed.

    Signs are compared for equality alone, never with a clock: wall clocks jump, and differ from host to host.
    """

    def __init__(self) -> None:
        self._seen: dict[Key, tuple[object, float]] = {}

    def seconds(self, signs: Mapping[Key, object]) -> dict[Key, float]:
        """Return for how long the sign of each has been the same; who is not in `signs` is forgotten."""
        now, before = monotonic(), self._seen
        self._seen = {
            key: before[key] if key in before and before[key][0] == sign else (sign, now)
            for key, sign in signs.items()
        }
        return {key: now - since for key, (_sign, since) in self._seen.items()}

    def silent(self, signs: Mapping[Key, object], seconds: float) -> set[Key]:
        """Return those whose sign has been the same for so long; who is not in `signs` is forgotten."""
        return {key for key, same in self.seconds(signs).items() if same >= seconds}
