"""The functions of a model and what each is called with: folding one tells what reaches the next."""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

from architectures.core.codegen.recording import Record, is_ours, key_of
from architectures.core.codegen.sources import tree_of
from architectures.core.codegen.values import CONTEXT, SOME, UNKNOWN, Abstract, Known, equal, joined

MAX_ROUNDS = 20  # far more than any model needs: what is known of an argument can only shrink twice


@dataclass(eq=False)
class Unit:
    """A function, or a method of one piece of the model. `args`: what is known of its arguments from all calls."""

    number: int
    name: str
    tree: ast.FunctionDef
    scope: Mapping[str, Any]
    function: FunctionType
    owner: Any = None
    args: dict[str, Abstract] = field(default_factory=dict)
    result: Abstract | None = None
    body: list[ast.stmt] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)  # parameters that nothing reads any more
    folded_in: int = -1
    active: bool = False

    @property
    def builds(self) -> bool:
        return self.name == "__init__"

    @property
    def parameters(self) -> list[ast.arg]:
        """All but self, *args and **kwargs."""
        given = self.tree.args
        named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        return named[1:] if self.owner is not None else named


class Program:
    """All that a model runs."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.units: list[Unit] = []
        self.made: dict[str, Any] = {}  # one of each, by key
        self._found: dict[tuple[str, str], Unit] = {}
        self._mutable: dict[type, set[str]] = {}
        self.round, self.changed = 0, False

    def method(self, owner: Any, name: str) -> Unit | None:
        """Return a method of ours; None where PyTorch has it."""
        function = inspect.getattr_static(type(owner), name, None)
        if not isinstance(function, FunctionType) or not function.__module__.startswith("architectures."):
            return None
        key = key_of(owner, self.record)
        self.made.setdefault(key, owner)
        return self._unit(key, function, self.made[key])

    def function(self, function: FunctionType) -> Unit:
        return self._unit(function.__module__, function, None)

    def _unit(self, place: str, function: FunctionType, owner: Any) -> Unit:
        key = (place, function.__qualname__)
        if key not in self._found:
            tree = tree_of(function)
            if not isinstance(tree, ast.FunctionDef):
                raise OSError(f"{function.__qualname__} is no plain function")
            closure = inspect.getclosurevars(function).nonlocals
            scope = {**vars(inspect.getmodule(function)), **closure}
            unit = Unit(len(self.units), function.__name__, tree, scope, function, owner)
            self.units.append(unit)
            self._found[key] = unit
        return self._found[key]

    def root(self, made: Any) -> None:
        """Fold how a piece of the model is made and run, from the arguments it was made with."""
        made = self.made.setdefault(key_of(made, self.record), made)  # one stands for all that are alike
        build = self.method(made, "__init__")
        if build is not None:
            for value in self.record.of(made).values():
                if value in self.record:
                    self.root(value)  # as of a rotation that is handed to an attention
            known = {name: Known(value) for name, value in self.record.of(made).items()}
            self.call(build, {p.arg: known.get(p.arg, UNKNOWN) for p in build.parameters})
        run = self.method(made, "forward")
        if run is not None:
            self.call(run, {p.arg: CONTEXT if p.arg == "ctx" else SOME for p in run.parameters})

    def call(self, unit: Unit, args: Mapping[str, Abstract]) -> Abstract:
        """Note a call; return what is known of its result."""
        from architectures.core.codegen.statements import Folder

        grown = {name: joined(unit.args.get(name), value) for name, value in args.items()}
        if any(not equal(unit.args.get(name), value) for name, value in grown.items()):
            unit.args.update(grown)
            unit.folded_in, self.changed = -1, True
        if unit.folded_in != self.round and not unit.active:
            unit.active, unit.folded_in = True, self.round
            result = Folder(self, unit).run(copy.deepcopy(unit.tree))
            self.changed |= not equal(unit.result, result)
            unit.result, unit.active = result, False
        return UNKNOWN if unit.result is None else unit.result

    def settle(self, roots: list[Any]) -> None:
        """Fold all until nothing new is learnt."""
        for self.round in range(MAX_ROUNDS):
            self.changed = False
            for made in roots:
                self.root(made)
            if not self.changed:
                return
        raise RecursionError("the code of a block does not settle")

    def mutable(self, owner: Any) -> set[str]:
        """Names of attributes that a pass changes."""
        kind = type(owner)
        if kind not in self._mutable:
            self._mutable[kind] = _written_in_passes(kind)
        return self._mutable[kind]


def _written_in_passes(kind: type) -> set[str]:
    """Go from `forward` to all the methods that it may call, and collect what they assign."""
    waiting, seen, found = ["forward", "__call__"], set[str](), {"training"}
    while waiting:
        name = waiting.pop()
        function = inspect.getattr_static(kind, name, None)
        if name in seen or not isinstance(function, FunctionType) or not is_ours(kind):
            continue
        seen.add(name)
        if not function.__module__.startswith("architectures."):
            continue
        for node in ast.walk(tree_of(function)):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "self"
            ):
                waiting.append(node.attr)
                if isinstance(node.ctx, ast.Store):
                    found.add(node.attr)
    return found


def nodes_of(unit: Unit) -> Iterator[ast.AST]:
    """Every node of a function as folded."""
    for statement in unit.body:
        yield from ast.walk(statement)


def positions_of(unit: Unit) -> list[str]:
    """Names of the parameters that may be given by place, without self."""
    given = unit.tree.args
    return [p.arg for p in [*given.posonlyargs, *given.args]][1 if unit.owner is not None else 0 :]
