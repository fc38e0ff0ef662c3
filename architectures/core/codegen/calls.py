"""Folding calls: of PyTorch, of the pieces of the model, and of helper functions."""

from __future__ import annotations

import ast
import builtins
import copy
from abc import ABC, abstractmethod
from collections.abc import Hashable
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.nn import functional as F

from architectures.core.codegen.inlining import Put
from architectures.core.codegen.program import Program, Unit
from architectures.core.codegen.recording import is_ours, key_of, parts_of, plain
from architectures.core.codegen.sources import lambda_tree
from architectures.core.codegen.values import SOME, UNKNOWN, Abstract, Known, is_context
from architectures.core.modules.ways import asks_for_another_way

if TYPE_CHECKING:
    from architectures.core.codegen.statements import Folder

PURE = {bool, int, float, len, min, max, abs, round, dict, list, tuple, sum, any, all, str}
NAMES_OF_F = {value: name for name, value in vars(F).items() if callable(value) and not name.startswith("_")}
Folded = tuple[ast.expr, Abstract]


class CallFolder(ABC):
    """The part of the folder that knows what is called."""

    def __init__(self, program: Program, unit: Unit, depth: int = 0) -> None:
        self.program, self.unit, self.depth = program, unit, depth
        self.env: dict[str, Abstract] = {}
        self.aliases: dict[str, Folded] = {}  # of inlined code: what stands for a name
        self.attributes: dict[str, Abstract] = {}  # of self, as the constructor has set them so far
        self.changing = program.mutable(unit.owner) if unit.owner is not None else set[str]()
        self.element: Abstract = UNKNOWN  # of the last comprehension
        self.truths: dict[str, bool] = {}  # of names that a branch has asked about
        self.result: Abstract | None = None
        self.target: ast.expr | None = None  # of the assignment that is being folded
        self.bases: dict[int, Abstract] = {}  # of attributes: what is known of the thing before the dot
        self.fresh: Any = None

    @abstractmethod
    def fold(self, node: ast.expr) -> Folded:
        """Fold an expression."""

    def global_value(self, name: str) -> Abstract:
        if name in self.unit.scope:
            return Known(self.unit.scope[name])
        return Known(getattr(builtins, name)) if hasattr(builtins, name) else UNKNOWN

    def attribute(self, base: Any, name: str) -> Abstract:
        """What is known of an attribute of a known thing."""
        if base is self.unit.owner:
            if name in self.changing:
                return UNKNOWN
            if self.unit.builds and name in self.attributes:
                return self.attributes[name]
        if isinstance(base, torch.Tensor):
            return Known(getattr(base, name)) if name in ("shape", "ndim", "dim") else SOME
        if isinstance(base, ModuleType | nn.Module) or is_ours(type(base)):
            return Known(getattr(base, name)) if hasattr(base, name) else UNKNOWN
        return SOME

    def on_call(self, node: ast.Call) -> Folded:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "once":
            _, base = self.fold(copy.deepcopy(node.func.value))
            if is_context(base) and isinstance(node.args[1], ast.Lambda):
                return self.fold(node.args[1].body)
        unit = self.own_method(node.func)
        if unit is not None and self.unit.builds:
            inlined = self.inlined_value(unit, node)
            if inlined is not None:
                return inlined
        node.func, function = self.fold(node.func)
        args = self.arguments(node)
        if isinstance(function, Known):
            return self.known_call(node, function.value, args)
        return node, self.of_option_table(node, args)

    def arguments(self, node: ast.Call) -> list[Abstract]:
        """Fold arguments in place, with known *tuples and **tables written out."""
        known: list[Abstract] = []
        positional: list[ast.expr] = []
        for argument in node.args:
            new, value = self.fold(argument)
            spread = new.value if isinstance(new, ast.Starred) else None
            if isinstance(spread, ast.Tuple):
                positional += spread.elts
                known += [SOME] * len(spread.elts)
            else:
                positional.append(new)
                known.append(value)
        keywords: list[ast.keyword] = []
        for keyword in node.keywords:
            new, value = self.fold(keyword.value)
            if (
                keyword.arg is None
                and isinstance(value, Known)
                and isinstance(value.value, dict)
                and plain(value.value)
            ):
                for name, item in value.value.items():
                    keywords.append(ast.keyword(name, ast.parse(repr(item), mode="eval").body))
                    known.append(Known(item))
            else:
                keywords.append(ast.keyword(keyword.arg, new))
                known.append(value)
        node.args, node.keywords = positional, keywords
        return known

    def known_call(self, node: ast.Call, function: Any, args: list[Abstract]) -> Folded:
        if asks_for_another_way(function):
            return node, Known(False)  # the code shows one way, the usual one
        values = [a.value for a in args if isinstance(a, Known)]
        if len(values) == len(args) and _hashable(function) and function in PURE:
            return node, self.evaluated(node, function, values)
        if isinstance(function, type):
            return self.construction(node, function), SOME
        if isinstance(function, FunctionType):
            return self.function_call(node, function, args)
        owner = getattr(function, "__self__", None)
        if isinstance(owner, torch.Tensor) and node.func.attr == "dim":  # type: ignore[attr-defined]
            return node, Known(owner.dim())
        if isinstance(function, nn.Module) and is_ours(type(function)):
            return self.unit_call(node, self.program.method(function, "forward"), args)
        if is_ours(type(function)):
            return self.unit_call(node, self.program.method(function, "__call__"), args)
        if isinstance(owner, nn.Module) or is_ours(type(owner)):
            return self.unit_call(node, self.program.method(owner, function.__name__), args)
        if _hashable(function) and function in NAMES_OF_F:
            self.of_torch(node, NAMES_OF_F[function])
        return node, SOME

    def evaluated(self, node: ast.Call, function: Any, values: list[Any]) -> Abstract:
        names = [str(keyword.arg) for keyword in node.keywords]
        split = len(values) - len(names)
        try:
            return Known(function(*values[:split], **dict(zip(names, values[split:], strict=True))))
        except (TypeError, ValueError, KeyError):
            return UNKNOWN

    def of_option_table(self, node: ast.Call, args: list[Abstract]) -> Abstract:
        """table.pop("key") and the like of a known table; else a method of a tensor, say, which gives something."""
        if isinstance(node.func, ast.Attribute):
            base = self.bases.get(id(node.func), UNKNOWN)
            known = [a.value for a in args if isinstance(a, Known)]
            if isinstance(base, Known) and isinstance(base.value, dict) and len(known) == len(args):
                return self.evaluated(node, getattr(base.value, node.func.attr), known)
        return SOME

    def function_call(self, node: ast.Call, function: FunctionType, args: list[Abstract]) -> Folded:
        if function.__module__.startswith("architectures."):
            if function.__name__ == "<lambda>":
                return self.lambda_call(node, function)
            return self.unit_call(node, self.program.function(function), args)
        if function in NAMES_OF_F:
            self.of_torch(node, NAMES_OF_F[function])
        return node, SOME

    def of_torch(self, node: ast.Call, name: str) -> None:
        """Name it as everyone does, and leave out arguments that say nothing."""
        node.func = _named("F", name)
        while node.args and _says_none(node.args[-1]):
            node.args.pop()
        node.keywords = [k for k in node.keywords if not _says_none(k.value) and not _is_default(k)]

    def lambda_call(self, node: ast.Call, function: FunctionType) -> Folded:
        """Write a small function out where it is used."""
        tree = lambda_tree(function)
        if tree is None or node.keywords:
            raise OSError("a lambda whose source cannot be told")
        names = [a.arg for a in tree.args.args]
        given = dict(zip(names, node.args, strict=True))
        written: ast.expr = Put(given).visit(copy.deepcopy(_usual(tree.body, function)))
        return written, SOME

    def unit_call(self, node: ast.Call, unit: Unit | None, args: list[Abstract]) -> Folded:
        if unit is None:
            return node, SOME
        node.unit = unit.number  # type: ignore[attr-defined]
        return node, self.program.call(unit, self.bound(unit, node, args))

    def bound(self, unit: Unit, node: ast.Call, args: list[Abstract]) -> dict[str, Abstract]:
        """Return by name what is known of each argument, defaults included."""
        given = unit.tree.args
        positional = [p.arg for p in [*given.posonlyargs, *given.args]][1 if unit.owner is not None else 0 :]
        names = [p.arg for p in unit.parameters]
        spread = any(isinstance(a, ast.Starred) for a in node.args)
        found: dict[str, Abstract] = dict.fromkeys(names, UNKNOWN) if spread else {}
        found |= dict(zip(positional, args[: len(node.args)], strict=False))
        for keyword, value in zip(node.keywords, args[len(node.args) :], strict=True):
            if keyword.arg in names:
                found[str(keyword.arg)] = value
        return {**self.defaults(unit), **found}

    def defaults(self, unit: Unit) -> dict[str, Abstract]:
        given = unit.tree.args
        positional = [*given.posonlyargs, *given.args]
        pairs = [*zip(reversed(positional), reversed(given.defaults), strict=False)]
        pairs += [(p, d) for p, d in zip(given.kwonlyargs, given.kw_defaults, strict=True) if d is not None]
        return {p.arg: Known(d.value) if isinstance(d, ast.Constant) else UNKNOWN for p, d in pairs}

    def construction(self, node: ast.Call, kind: type) -> ast.Call:
        """Note which piece of the model a constructor makes, for its name and its arguments."""
        if not is_ours(kind) or self.unit.owner is None:
            return node
        held = [m for m in self.made_here() if type(m) is kind]
        keys = {key_of(m, self.program.record) for m in held}
        if len(keys) == 1:
            node.made = keys.pop()  # type: ignore[attr-defined]
            node.func = ast.Name(kind.__name__, ast.Load())
            self.program.root(held[0])
        return node

    def made_here(self) -> list[Any]:
        owner, target = self.unit.owner, self.target
        if isinstance(target, ast.Attribute) and hasattr(owner, target.attr):
            value = getattr(owner, target.attr)
            inside = list(value.modules()) if isinstance(value, nn.Module) else []
            return [value, *[m for m in inside if m in self.program.record]]
        return [part for part in parts_of(owner) if part in self.program.record]

    def own_method(self, function: ast.expr) -> Unit | None:
        """The method that self.name calls; None for anything else."""
        if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
            return None
        if function.value.id != "self" or self.unit.owner is None:
            return None
        return self.program.method(self.unit.owner, function.attr)

    def inner_of(self, unit: Unit, call: ast.Call) -> Folder:
        """A folder for code that is written out here, with the arguments in place of its parameters."""
        from architectures.core.codegen.statements import Folder

        args = self.arguments(call)
        inner = Folder(self.program, self.unit, self.depth + 1)
        inner.fresh = copy.deepcopy(unit.tree)
        inner.env["self"] = Known(self.unit.owner)
        inner.attributes = self.attributes
        inner.target = self.target
        known = self.bound(unit, call, args)
        positional = [p.arg for p in unit.parameters]
        given = dict(zip(positional, call.args, strict=False)) | {str(k.arg): k.value for k in call.keywords}
        for name, value in known.items():
            default = ast.Constant(value.value if isinstance(value, Known) and plain(value.value) else None)
            inner.aliases[name] = (given.get(name, default), value)
        return inner

    def inlined_value(self, unit: Unit, call: ast.Call) -> Folded | None:
        """Return what a small method of a constructor returns, written out; None if it does more than that."""
        inner = self.inner_of(unit, copy.deepcopy(call))
        body, _ = inner.block(inner.fresh.body)
        returns = [s for s in body if isinstance(s, ast.Return)]
        acting = [s for s in body if not isinstance(s, ast.Expr)]
        if len(acting) == 1 and returns and returns[0].value is not None:
            return returns[0].value, inner.result or UNKNOWN
        return None


def _usual(body: ast.expr, function: FunctionType) -> ast.expr:
    """Return what a small function gives where no other way is open."""
    while isinstance(body, ast.IfExp) and isinstance(body.test, ast.Call):
        asked = body.test.func
        if not (isinstance(asked, ast.Name) and asks_for_another_way(function.__globals__.get(asked.id))):
            break
        body = body.orelse
    return body


def _named(module: str, name: str) -> ast.expr:
    return ast.Attribute(ast.Name(module, ast.Load()), name, ast.Load())


def _says_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_default(keyword: ast.keyword) -> bool:
    return (
        keyword.arg == "dropout_p" and isinstance(keyword.value, ast.Constant) and keyword.value.value == 0.0
    )


def _hashable(value: Any) -> bool:
    return isinstance(value, Hashable)
