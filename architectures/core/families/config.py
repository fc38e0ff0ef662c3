"""A published config.json, read with suspicion: every value that is taken is of the right type and within reason."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from architectures.core.families.errors import FamilyError

MISSING: Any = object()
MAX_INT = 2**31 - 1
MAX_LIST = 4096  # entries, as of layer types
T = TypeVar("T")

#: Names of activations in published configurations.
ACTIVATIONS = {
    "relu": "relu",
    "relu2": "relu2",
    "relu_squared": "relu2",
    "gelu": "gelu",
    "gelu_new": "gelu_tanh",
    "gelu_fast": "gelu_tanh",
    "gelu_pytorch_tanh": "gelu_tanh",
    "silu": "silu",
    "swish": "silu",
    "mish": "mish",
}
PUBLISHED_ACTIVATIONS = {
    "relu": "relu",
    "relu2": "relu2",
    "gelu": "gelu",
    "gelu_tanh": "gelu_pytorch_tanh",
    "silu": "silu",
    "mish": "mish",
}


class Config:
    """Typed access to a configuration. Raises FamilyError naming the key that is missing or wrong."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def __contains__(self, key: str) -> bool:
        return self.values.get(key) is not None

    def _taken(self, key: str, default: Any) -> Any:
        value = self.values.get(key)
        if value is None:
            if default is MISSING:
                raise FamilyError("config_key_missing", key=key)
            return default
        return value

    def integer(self, key: str, default: Any = MISSING, *, least: int = 0) -> Any:
        """Return a whole number from `least` to 2^31 - 1; a missing one is `default`, of any type."""
        value = self._taken(key, default)
        if value is default:
            return value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MAX_INT:
            raise _wrong(key, f"a whole number from {least}" if least else "a whole number", value)
        return value

    def number(self, key: str, default: Any = MISSING) -> Any:
        value = self._taken(key, default)
        if value is default:
            return value
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise _wrong(key, "a number", value)
        return float(value)

    def positive(self, key: str, default: Any = MISSING) -> Any:
        """Return a number that may divide, or have a root taken of it."""
        value = self.number(key, default)
        if value is not default and value <= 0:
            raise _wrong(key, "a number above 0", value)
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self._taken(key, default)
        if not isinstance(value, bool):
            raise _wrong(key, "true or false", value)
        return value

    def choice(self, key: str, known: Mapping[str, T], default: Any = MISSING) -> T:
        """Return what `known` says of the word under `key`; other words are named in the error."""
        value = self._taken(key, default)
        if not isinstance(value, str) or value not in known:
            raise FamilyError("config_key_unsupported", key=key, value=_short(value), known=", ".join(known))
        return known[value]

    def only(self, key: str, expected: Any, default: Any = MISSING) -> None:
        """Refuse a configuration whose value differs from the one that a design can express."""
        value = self._taken(key, expected if default is MISSING else default)
        if value != expected:
            raise FamilyError("config_key_unsupported", key=key, value=_short(value), known=_short(expected))

    def part(self, key: str, default: Any = MISSING) -> Config:
        value = self._taken(key, default)
        if not isinstance(value, Mapping):
            raise _wrong(key, "an object", value)
        return Config(value)

    def words(self, key: str, length: int, known: Sequence[str], default: Any = MISSING) -> list[str]:
        """Return a list of `length` words, each one of `known`."""
        value = self._taken(key, default)
        if not isinstance(value, list) or len(value) != length or length > MAX_LIST:
            raise _wrong(key, f"a list of {length}", value)
        for word in value:
            if word not in known:
                raise FamilyError(
                    "config_key_unsupported", key=key, value=_short(word), known=", ".join(known)
                )
        return list(value)

    def numbers(self, key: str, default: Any = MISSING) -> list[float]:
        value = self._taken(key, default)
        sound = isinstance(value, list) and all(
            isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n) for n in value
        )
        if not sound or len(value) > MAX_LIST:
            raise _wrong(key, "a list of numbers", value)
        return [float(n) for n in value]

    def integers(self, key: str, default: Any = MISSING) -> list[int]:
        return [round(n) for n in self.numbers(key, default)]

    @property
    def n_layers(self) -> int:
        """The number of layers, bounded: lists are made from it."""
        n: int = self.integer("num_hidden_layers")
        if not 1 <= n <= MAX_LIST:
            raise _wrong("num_hidden_layers", f"1 to {MAX_LIST}", n)
        return n

    @property
    def tied(self) -> bool:
        return self.flag("tie_word_embeddings", False)


def _wrong(key: str, expected: str, value: Any) -> FamilyError:
    return FamilyError("config_key_type", key=key, expected=expected, value=_short(value))


def _short(value: Any) -> str:
    return str(value)[:80]
