"""Taking away what folding left without a reader: names, attributes, parameters, whole functions."""

from __future__ import annotations

import ast
import copy
from collections import Counter

import torch
from torch import nn

from architectures.core.codegen.inlining import write_out
from architectures.core.codegen.program import Program, Unit, nodes_of, positions_of
from architectures.core.codegen.recording import key_of
from architectures.core.codegen.sources import is_mark

MAX_PASSES = 30


def prune(program: Program, roots: list[Unit]) -> set[int]:
    """Prune all that is reached from the roots; return the numbers of the functions that are left."""
    for _ in range(MAX_PASSES):
        live = reached(program, roots)
        before = _size(program, live)
        for number in live:
            unit = program.units[number]
            unit.body = Locals(unit).cleaned()
        write_out(program, live)
        _drop_attributes(program, live)
        _drop_parameters(program, live)
        if _size(program, live) == before:
            return live
    return reached(program, roots)


def reached(program: Program, roots: list[Unit]) -> set[int]:
    live, waiting = set[int](), [unit.number for unit in roots]
    while waiting:
        number = waiting.pop()
        if number in live:
            continue
        live.add(number)
        unit = program.units[number]
        for node in nodes_of(unit):
            waiting += [node.unit] if hasattr(node, "unit") else []
            if hasattr(node, "made"):
                made = program.made.get(node.made)
                parts = (
                    [program.method(made, name) for name in ("__init__", "forward", "__call__")]
                    if made
                    else []
                )
                waiting += [part.number for part in parts if part is not None and part.folded_in >= 0]
    return live


def _size(program: Program, live: set[int]) -> tuple[int, int]:
    units = [program.units[number] for number in live]
    return sum(1 for unit in units for _ in nodes_of(unit)), sum(len(unit.dropped) for unit in units)


def _drop_parameters(program: Program, live: set[int]) -> None:
    fresh: dict[int, set[str]] = {}
    for number in live:
        unit = program.units[number]
        read = Counter(n.id for n in nodes_of(unit) if isinstance(n, ast.Name))
        names = {p.arg for p in unit.parameters}
        unread = {n for n in names if not read["positions" if n == "ctx" else n]} - unit.dropped
        if unread:
            fresh[number] = unread
    for number in live:
        for node in nodes_of(program.units[number]):
            target = _called(program, node)
            if target is not None and target.number in fresh and isinstance(node, ast.Call):
                before, target.dropped = target.dropped, target.dropped | fresh[target.number]
                _take_out(target, node, before)
                target.dropped = before
    for number, names in fresh.items():
        program.units[number].dropped |= names


def _take_out(unit: Unit, call: ast.Call, gone: set[str]) -> None:
    """As above, for a call that arguments were taken out of before."""
    names = [name for name in positions_of(unit) if name not in gone]
    call.args = [a for i, a in enumerate(call.args) if i >= len(names) or names[i] not in unit.dropped]
    call.keywords = [k for k in call.keywords if k.arg not in unit.dropped]


def _called(program: Program, node: ast.AST) -> Unit | None:
    if hasattr(node, "unit"):
        unit: Unit = program.units[node.unit]
        return unit
    if hasattr(node, "made"):
        return program.method(program.made[node.made], "__init__")
    return None


def _drop_attributes(program: Program, live: set[int]) -> None:
    """Attributes that no function reads go, unless they hold weights."""
    read: dict[str, set[str]] = {}
    elsewhere = set[str]()
    for number in live:
        unit = program.units[number]
        own = read.setdefault(_key(program, unit), set())
        for node in nodes_of(unit):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                is_own = isinstance(node.value, ast.Name) and node.value.id == "self"
                (own if is_own else elsewhere).add(node.attr)
    for number in live:
        unit = program.units[number]
        if unit.owner is not None:
            wanted = read[_key(program, unit)] | program.mutable(unit.owner)
            unit.body = [s for s in unit.body if _kept(s, unit, wanted)]
            _drop_from_tuples(unit, wanted)
            _tidy_marks(unit.body)


def _key(program: Program, unit: Unit) -> str:
    return key_of(unit.owner, program.record) if unit.owner is not None else ""


def _kept(statement: ast.stmt, unit: Unit, wanted: set[str]) -> bool:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    return target is None or _wanted(target, unit, wanted)


def _wanted(target: ast.expr, unit: Unit, wanted: set[str]) -> bool:
    if not isinstance(target, ast.Attribute) or not isinstance(target.value, ast.Name):
        return True
    if target.value.id != "self" or target.attr in wanted:
        return True
    return isinstance(getattr(unit.owner, target.attr, None), nn.Module | torch.Tensor)


def _drop_from_tuples(unit: Unit, wanted: set[str]) -> None:
    for index, statement in enumerate(unit.body):
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Tuple):
            continue
        if not isinstance(statement.value, ast.Tuple):
            continue
        pairs = zip(statement.targets[0].elts, statement.value.elts, strict=True)
        unit.body[index] = _paired(statement, [p for p in pairs if _wanted(p[0], unit, wanted)])


def _paired(statement: ast.Assign, kept: list[tuple[ast.expr, ast.expr]]) -> ast.stmt:
    if not kept:
        return ast.Pass()
    if len(kept) == 1:
        return ast.Assign([kept[0][0]], kept[0][1])
    targets, values = ([pair[i] for pair in kept] for i in (0, 1))
    return ast.Assign([ast.Tuple(targets, ast.Store())], ast.Tuple(values, ast.Load()))


def _tidy_marks(body: list[ast.stmt]) -> None:
    """A remark goes with the statement that it was about."""
    found: list[ast.stmt] = []
    for statement in body:
        lost = not found or is_mark(found[-1]) or isinstance(found[-1], ast.Pass)
        if not (_is_beside(statement) and lost):
            found.append(statement)
    body[:] = [s for s in found if not isinstance(s, ast.Pass)]


def _is_beside(statement: ast.stmt) -> bool:
    """Whether it is a remark on the statement before it."""
    return is_mark(statement) and ast.unparse(statement)[1:].startswith(r"\x01beside")


class Locals(ast.NodeTransformer):
    """Cleans the local names of a function."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.stored = Counter(
            n.id for n in nodes_of(unit) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        )
        self.stored.update(p.arg for p in unit.parameters)
        self.read = Counter(
            n.id for n in nodes_of(unit) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
        )
        self.copies: dict[str, ast.expr] = {}

    def cleaned(self) -> list[ast.stmt]:
        return self.block(self.unit.body)

    def block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        gone = False
        for statement in statements:
            if gone and _is_beside(statement):
                continue
            kept = self.statement(statement)
            gone = not kept
            found += kept
        while found and is_mark(found[-1]) and not _is_beside(found[-1]):
            found.pop()
        return _returned(found, self.stored, self.read)

    def statement(self, node: ast.stmt) -> list[ast.stmt]:
        for name in ("body", "orelse"):
            if hasattr(node, name):
                setattr(
                    node, name, self.block(getattr(node, name)) or ([ast.Pass()] if name == "body" else [])
                )
        if isinstance(node, ast.Assign):
            return self.assignment(node)
        self.generic_visit(node)
        return [node]

    def assignment(self, node: ast.Assign) -> list[ast.stmt]:
        node.value = self.visit(node.value)
        target = node.targets[0]
        if isinstance(target, ast.Name):
            if not self.read[target.id] or ast.unparse(node.value) == target.id:
                return []
            if self.copied(target, node.value):
                return []
        elif isinstance(target, ast.Tuple):
            return self.unpacking(node, target)
        else:
            node.targets = [self.visit(target)]
        return [node]

    def unpacking(self, node: ast.Assign, target: ast.Tuple) -> list[ast.stmt]:
        dead = [isinstance(part, ast.Name) and not self.read[part.id] for part in target.elts]
        if all(dead):
            return []
        if isinstance(node.value, ast.Tuple) and len(node.value.elts) == len(dead):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
            kept = [
                pair for pair, gone in zip(pairs, dead, strict=True) if not gone and not self.copied(*pair)
            ]
            return [_paired(node, kept)] if kept else []
        for part, gone in zip(target.elts, dead, strict=True):
            if gone and isinstance(part, ast.Name) and not part.id.startswith("_"):
                part.id = f"_{part.id}"
        return [node]

    def copied(self, target: ast.expr, value: ast.expr) -> bool:
        """Remember that a name only stands for another."""
        if not isinstance(target, ast.Name) or self.stored[target.id] != 1 or not self.is_copy(value):
            return False
        self.copies[target.id] = value
        return True

    def is_copy(self, value: ast.expr) -> bool:
        if isinstance(value, ast.Name):
            return self.stored[value.id] == 1
        if isinstance(value, ast.Constant):
            return True
        return (
            isinstance(value, ast.Attribute)
            and isinstance(value.value, ast.Name)
            and value.value.id == "self"
        )

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if isinstance(node.ctx, ast.Load) and node.id in self.copies:
            return copy.deepcopy(self.copies[node.id])
        return node


def _returned(body: list[ast.stmt], stored: Counter[str], read: Counter[str]) -> list[ast.stmt]:
    """y = …; return y  ->  return …"""
    if len(body) < 2 or not isinstance(body[-1], ast.Return) or not isinstance(body[-2], ast.Assign):
        return body
    target, value = body[-2].targets[0], body[-1].value
    if not isinstance(target, ast.Name) or not isinstance(value, ast.Name) or target.id != value.id:
        return body
    if stored[target.id] != 1 or read[target.id] != 1:
        return body
    return [*body[:-2], ast.Return(body[-2].value)]
