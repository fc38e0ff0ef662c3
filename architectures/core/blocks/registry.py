"""Finds the blocks: every `Block` subclass defined in a module of this package."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from architectures.core.blocks.base import Block, BlockSpec


class DuplicateBlockError(Exception):
    """Two files define a block of the same name: the start is refused, because designs would be ambiguous."""

    def __init__(self, name: str, first: str, second: str) -> None:
        super().__init__(f"Block {name!r} is defined in both {first} and {second}. Rename one of them.")


def collect(modules: Iterable[ModuleType]) -> dict[str, BlockSpec]:
    """The blocks of these modules by name, sorted. Raises DuplicateBlockError."""
    found: dict[str, BlockSpec] = {}
    for module in modules:
        for value in vars(module).values():
            if not _is_block_of(value, module):
                continue
            if value.__name__ in found:
                first = found[value.__name__].block.__module__
                raise DuplicateBlockError(value.__name__, first, value.__module__)
            found[value.__name__] = BlockSpec(value.__name__, value)
    return dict(sorted(found.items()))


def _is_block_of(value: object, module: ModuleType) -> bool:
    return (
        isinstance(value, type)
        and issubclass(value, Block)
        and value is not Block
        and value.__module__ == module.__name__
    )


@cache
def registry() -> Mapping[str, BlockSpec]:
    """All blocks by type name. Importing them costs no torch."""
    package = importlib.import_module("architectures.core.blocks")
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    return MappingProxyType(collect(modules))
