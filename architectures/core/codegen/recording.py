"""A model without memory, and what each of its parts was made from."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from torch import nn

OURS = "architectures."


@dataclass
class Record:
    """The arguments of every constructor of ours that ran, by the identity of what it made."""

    arguments: dict[int, dict[str, Any]] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)  # so that no identity is used twice

    def of(self, made: Any) -> dict[str, Any]:
        return self.arguments[id(made)]

    def within(self, made: Any) -> Iterator[Any]:
        """Yield a thing of ours and those that it was handed."""
        yield made
        for value in self.of(made).values():
            if value in self:
                yield from self.within(value)

    def __contains__(self, made: Any) -> bool:
        return id(made) in self.arguments


@contextmanager
def recording() -> Iterator[Record]:
    """Record constructors of this thread. Classes made inside a block's `make` are seen too, which no list would do."""
    record, before = Record(), sys.getprofile()

    def called(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event != "call" or code.co_name != "__init__" or not code.co_argcount:
            return
        values = frame.f_locals
        made = values.get(code.co_varnames[0])
        if not isinstance(made, nn.Module) and not is_ours(type(made)):
            return
        if not is_ours(type(made)) or id(made) in record.arguments:
            return  # PyTorch's own, or the constructor of a base class, called by one already seen
        names = inspect.getargs(code)
        taken = {name: values[name] for name in names.args[1:] if name in values}
        taken |= {"*": values[names.varargs]} if names.varargs else {}
        taken |= values[names.varkw] if names.varkw else {}
        record.arguments[id(made)] = taken
        record.kept.append(made)

    sys.setprofile(called)
    try:
        yield record
    finally:
        sys.setprofile(before)


def is_ours(kind: type) -> bool:
    return kind.__module__.startswith(OURS)


def plain(value: Any) -> bool:
    """Whether a value can be written down as it is."""
    if isinstance(value, tuple | list):
        return all(map(plain, value))
    if isinstance(value, dict):
        return all(isinstance(k, str) and plain(v) for k, v in value.items())
    return value is None or isinstance(value, bool | int | float | str)


def key_of(made: Any, record: Record) -> str:
    """Return what two things made alike share: their class and their arguments, objects by theirs."""
    kind = type(made)
    return f"{kind.__module__}.{kind.__qualname__}({_key(record.of(made), record)})"


def _key(value: Any, record: Record) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_key(v, record)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_key(v, record) for v in value) + "]"
    if value in record:
        return key_of(value, record)
    return repr(value) if plain(value) else f"{type(value).__name__} {id(value)}"


def parts_of(made: Any) -> Iterator[Any]:
    """Yield what it holds: its submodules, and other objects of ours."""
    held = list(vars(made).values())
    held += list(made._modules.values()) if isinstance(made, nn.Module) else []
    for value in held:
        if isinstance(value, nn.Module) or is_ours(type(value)):
            yield value
