"""Methods that are used once and only return something, written where they are used."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Mapping

from architectures.core.codegen.program import Program, Unit, nodes_of, positions_of

ENTRIES = ("forward", "__call__", "__init__")


def write_out(program: Program, live: set[int]) -> None:
    """Replace each such call by what it returns."""
    calls = Counter(
        node.unit for number in live for node in nodes_of(program.units[number]) if hasattr(node, "unit")
    )
    small = {n: program.units[n] for n, times in calls.items() if times == 1 and _returned(program.units[n])}
    for number in live:
        unit = program.units[number]
        unit.body = [WriteOut(small).visit(statement) for statement in unit.body]


def _returned(unit: Unit) -> ast.expr | None:
    """What a method returns, if it does nothing else."""
    acting = [s for s in unit.body if not isinstance(s, ast.Expr)]
    if unit.owner is None or unit.name in ENTRIES or len(acting) != 1:
        return None
    return acting[0].value if isinstance(acting[0], ast.Return) else None


class WriteOut(ast.NodeTransformer):
    def __init__(self, small: Mapping[int, Unit]) -> None:
        self.small = small

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        unit = self.small.get(getattr(node, "unit", -1))
        value = _returned(unit) if unit is not None else None
        if unit is None or value is None or node.keywords:
            return node
        names = ["positions" if n == "ctx" else n for n in positions_of(unit) if n not in unit.dropped]
        if len(names) != len(node.args) or not _fits(value, names, node.args):
            return node
        written: ast.expr = Put(dict(zip(names, node.args, strict=True))).visit(copy.deepcopy(value))
        return written


def _fits(value: ast.expr, names: list[str], args: list[ast.expr]) -> bool:
    """Whether no argument is computed twice, and no name inside hides one of them."""
    read = Counter(n.id for n in ast.walk(value) if isinstance(n, ast.Name))
    if any(read[name] > 1 and not isinstance(arg, ast.Name) for name, arg in zip(names, args, strict=True)):
        return False
    bound = {n.id for n in ast.walk(value) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    bound |= {a.arg for n in ast.walk(value) if isinstance(n, ast.Lambda) for a in n.args.args}
    return not bound & {n.id for arg in args for n in ast.walk(arg) if isinstance(n, ast.Name)}


class Put(ast.NodeTransformer):
    """Puts expressions in the place of names."""

    def __init__(self, given: Mapping[str, ast.expr]) -> None:
        self.given = given

    def visit_Name(self, node: ast.Name) -> ast.expr:
        is_argument = isinstance(node.ctx, ast.Load) and node.id in self.given
        return copy.deepcopy(self.given[node.id]) if is_argument else node
