"""The pieces that are left, as text: classes, helper functions, constants."""

from __future__ import annotations

import ast
import copy
import inspect
import re
from dataclasses import dataclass, field
from types import FunctionType, ModuleType
from typing import Any

from torch import nn

from architectures.core.codegen.program import Program, Unit, nodes_of
from architectures.core.codegen.pruning import reached
from architectures.core.codegen.recording import is_ours, key_of
from architectures.core.codegen.sources import constant_tree, tree_of, written
from architectures.core.codegen.values import UNKNOWN, Known, is_none

PLACEHOLDER = "Class_{}_"
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\[])")
TITLES = {"rms": "RMS", "layer": "Layer"}  # what a kind is called in front of a class's name


@dataclass
class ClassText:
    """A class of the file. Pieces that were made with other numbers share it."""

    number: int
    base_name: str
    text: str
    made: Any  # one of the pieces
    keys: list[str] = field(default_factory=list)
    needs: list[int] = field(default_factory=list)  # numbers of classes that stand before it
    torch_name: str = ""  # "nn.Linear" where nothing of ours is left

    @property
    def placeholder(self) -> str:
        return self.torch_name or PLACEHOLDER.format(self.number)


class Renderer:
    """Turns what is live into text. Ask for the class of a piece; it and what it needs are then in `classes`."""

    def __init__(self, program: Program, live: set[int]) -> None:
        self.program, self.live = program, live
        self.classes: list[ClassText] = []
        self._by_key: dict[str, ClassText] = {}
        self._by_text: dict[tuple[str, str], ClassText] = {}

    def class_of(self, made: Any) -> ClassText:
        key = key_of(made, self.program.record)
        if key not in self._by_key:
            made = self.program.made.get(key, made)
            found = self._written(made)
            known = self._by_text.setdefault((found.base_name, found.text or found.torch_name), found)
            if known is found:
                found.number = len(self._by_text)
                if not found.torch_name:
                    self.classes.append(found)
            known.keys.append(key)
            self._by_key[key] = known
        return self._by_key[key]

    def live_unit(self, made: Any, name: str) -> Unit | None:
        unit = self.program.method(made, name)
        return unit if unit is not None and unit.number in self.live else None

    def _written(self, made: Any) -> ClassText:
        kind: Any = type(made)
        units = [u for u in (self._own(made, n) for n in _method_names(kind)) if u is not None]
        base = self._torch_base(kind, units)
        if base:
            return ClassText(0, kind.__name__, "", made, torch_name=base)
        needs: list[int] = []
        bases = [b.__name__ if b is not nn.Module else "nn.Module" for b in kind.__bases__ if b is not object]
        said = self._docstring(ast.get_docstring(tree_of(kind)) or "", units)
        body: list[ast.stmt] = [ast.Expr(ast.Constant(said))] if said else []
        body += self._class_constants(kind, units)
        body += [self.function(unit, needs) for unit in units]
        bases_written = [ast.parse(b, mode="eval").body for b in bases]
        tree = ast.ClassDef(kind.__name__, bases_written, [], body or [ast.Pass()], [])
        name = self._named(kind, made)
        text = written([tree]).replace(f"class {kind.__name__}", "class @NAME@", 1)
        return ClassText(0, name, text, made, needs=needs)

    def _own(self, made: Any, name: str) -> Unit | None:
        return self.live_unit(made, name)

    def _named(self, kind: type, made: Any) -> str:
        option = getattr(made, "kind", None)
        title = TITLES.get(option, "") if isinstance(option, str) else ""
        return f"{title}{kind.__name__}"

    def _torch_base(self, kind: type, units: list[Unit]) -> str:
        """The class of PyTorch's that a class of ours adds nothing to; "" if it adds something."""
        base = kind.__bases__[0]
        if base in (nn.Module, object) or is_ours(base) or getattr(nn, base.__name__, None) is not base:
            return ""
        rest = [u for u in units if not _passes_on(u)]
        return "" if rest else f"nn.{base.__name__}"

    def _class_constants(self, kind: type, units: list[Unit]) -> list[ast.stmt]:
        read = {n.attr for u in units for n in nodes_of(u) if isinstance(n, ast.Attribute)}
        tree = tree_of(kind)
        return [
            copy.deepcopy(s)
            for s in tree.body
            if isinstance(s, ast.Assign) and isinstance(s.targets[0], ast.Name) and s.targets[0].id in read
        ]

    def _docstring(self, text: str, units: list[Unit]) -> str:
        """Leave out the sentences about options that are not there."""
        gone = {name: u.args.get(name, UNKNOWN) for u in units for name in u.dropped}
        paragraphs = [SENTENCE.split(p) for p in text.split("\n\n")]
        kept = [
            [s for s in p if not any(_is_off(s, name, value) for name, value in gone.items())]
            for p in paragraphs
        ]
        said = "\n\n".join(" ".join(p) for p in kept if p)
        return f"{said}\n" if "\n" in said else said

    def function(self, unit: Unit, needs: list[int]) -> ast.FunctionDef:
        """A function as it is now: without dropped parameters, with the types that are left."""
        tree = copy.deepcopy(unit.tree)
        tree.decorator_list = [
            d for d in tree.decorator_list if "no_grad" in ast.unparse(d) or "static" in ast.unparse(d)
        ]
        self._signature(unit, tree.args, needs)
        if tree.returns is not None and unit.result is not None and is_none(unit.result) is False:
            tree.returns = _without_none(tree.returns)
        tree.body = copy.deepcopy(unit.body) or [ast.Pass()]
        self._docstring_of(unit, tree)
        for node in ast.walk(tree):
            if hasattr(node, "made") and isinstance(node, ast.Call):
                found = self.class_of(self.program.made[node.made])  # type: ignore[attr-defined]
                needs.append(found.number)
                node.func = ast.parse(found.placeholder, mode="eval").body
        return tree

    def _docstring_of(self, unit: Unit, tree: ast.FunctionDef) -> None:
        said = ast.get_docstring(tree)
        if said:
            kept = self._docstring(said, [unit])
            tree.body[0] = ast.Expr(ast.Constant(kept)) if kept else ast.Pass()

    def _signature(self, unit: Unit, given: ast.arguments, needs: list[int]) -> None:
        places = [*given.posonlyargs, *given.args]
        defaults: dict[str, ast.expr | None] = dict(
            zip([p.arg for p in places][::-1], given.defaults[::-1], strict=False)
        )
        named = {p.arg: d for p, d in zip(given.kwonlyargs, given.kw_defaults, strict=True)}
        kept = [p for p in places if p.arg not in unit.dropped]
        given.posonlyargs, given.args = [], kept
        given.kwonlyargs = [p for p in given.kwonlyargs if p.arg not in unit.dropped]
        for parameter in [*kept, *given.kwonlyargs]:
            value = unit.args.get(parameter.arg, UNKNOWN)
            if parameter.annotation is not None and is_none(value) is False:
                parameter.annotation = _without_none(parameter.annotation)
                self._class_annotation(parameter, value, needs)
                for table in (defaults, named):
                    default = table.get(parameter.arg)
                    if isinstance(default, ast.Constant) and default.value is None:
                        del table[parameter.arg]
            if parameter.arg == "ctx":
                parameter.arg, parameter.annotation = "positions", ast.Name("Tensor", ast.Load())
                defaults.pop("ctx", None)
                named.pop("ctx", None)
        tail = [defaults.get(p.arg) for p in kept]
        first = next((i for i, d in enumerate(tail) if d is not None and all(tail[i:])), len(tail))
        given.defaults = [d for d in tail[first:] if d is not None]
        given.kw_defaults = [named.get(p.arg) for p in given.kwonlyargs]

    def _class_annotation(self, parameter: ast.arg, value: Any, needs: list[int]) -> None:
        if isinstance(value, Known) and value.value in self.program.record and is_ours(type(value.value)):
            found = self.class_of(value.value)
            needs.append(found.number)
            parameter.annotation = ast.parse(found.placeholder, mode="eval").body

    def helpers(self) -> list[Unit]:
        """Live functions outside classes, callees first."""
        functions = [self.program.units[n] for n in sorted(self.live) if self.program.units[n].owner is None]
        ordered: list[Unit] = []

        def add(unit: Unit) -> None:
            for number in sorted(reached(self.program, [unit]) - {unit.number}):
                inner = self.program.units[number]
                if inner.owner is None and inner not in ordered:
                    add(inner)
            if unit not in ordered:
                ordered.append(unit)

        for unit in functions:
            add(unit)
        return ordered

    def constants(self) -> list[str]:
        """Constants at the top of modules that live code names."""
        found: dict[str, str] = {}
        for number in sorted(self.live):
            unit = self.program.units[number]
            for node in nodes_of(unit):
                name = node.id if isinstance(node, ast.Name) else ""
                value = unit.scope.get(name)
                if (
                    not name
                    or name in found
                    or value is None
                    or isinstance(value, type | FunctionType | ModuleType)
                ):
                    continue
                module = inspect.getmodule(unit.function)
                tree = constant_tree(module, name) if module is not None else None
                if tree is None and module is not None:
                    tree = _imported(module, name)
                if tree is not None:
                    found[name] = written([tree])
        return list(found.values())


def _imported(module: ModuleType, name: str) -> ast.stmt | None:
    import sys

    for other in list(sys.modules.values()):
        if is_ours_module(other) and getattr(other, name, None) is getattr(module, name):
            tree = constant_tree(other, name)
            if tree is not None:
                return tree
    return None


def is_ours_module(module: ModuleType) -> bool:
    return getattr(module, "__name__", "").startswith("architectures.core.modules")


def _is_off(sentence: str, name: str, value: Any) -> bool:
    """Whether a sentence is about an option that is not used. One that is on goes too, but what is said of it holds."""
    if f"`{name}`" not in sentence:
        return False
    if not isinstance(value, Known) or value.value is None or value.value is False:
        return True
    return isinstance(value.value, str) and value.value not in sentence


def _method_names(kind: type) -> list[str]:
    """Methods in the order in which they are written."""
    return [s.name for s in tree_of(kind).body if isinstance(s, ast.FunctionDef)]


def _without_none(annotation: ast.expr) -> ast.expr:
    is_either = isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr)
    if is_either and ast.unparse(annotation.right) == "None":  # type: ignore[attr-defined]
        return annotation.left  # type: ignore[attr-defined,no-any-return]
    return annotation


def _passes_on(unit: Unit) -> bool:
    """Whether a method only calls that of the class it extends."""
    body = [s for s in unit.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    names = [p.arg for p in unit.parameters if p.arg not in unit.dropped]
    call = f"super().{unit.name}({', '.join(names)})"
    return len(body) == 1 and ast.unparse(body[0]) in (f"return {call}", call)
