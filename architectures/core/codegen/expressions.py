"""Folding expressions: options become what they are, conditions that are settled go."""

from __future__ import annotations

import ast
import copy
import operator
from collections.abc import Callable
from typing import Any

from torch import nn

from architectures.core.codegen.calls import CallFolder
from architectures.core.codegen.values import (
    SOME,
    UNKNOWN,
    Abstract,
    Known,
    is_context,
    is_none,
    joined,
    liftable,
)

Folded = tuple[ast.expr, Abstract]
NEUTRAL: dict[type[ast.operator], float] = {ast.Add: 0.0, ast.Sub: 0.0, ast.Mult: 1.0, ast.Div: 1.0}
SIMPLE = (int, float, str, tuple, list, dict, type(None))
SUMS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


class ExpressionFolder(CallFolder):
    """fold(expression) -> (simpler expression, what is known of its value)."""

    def fold(self, node: ast.expr) -> Folded:
        method = getattr(self, f"on_{type(node).__name__.lower()}", None)
        new, known = method(node) if method is not None else (self.children(node), SOME)
        if isinstance(known, Known) and self.lifts(node, known.value):
            return ast.copy_location(ast.Constant(known.value), node), known
        return new, known

    def lifts(self, node: ast.expr, value: Any) -> bool:
        """Named constants of a module keep their names, and sums their terms."""
        if isinstance(node, ast.Name) and node.id not in self.env and node.id not in self.aliases:
            return value is None or isinstance(value, bool)
        if isinstance(node, ast.Tuple | ast.BinOp | ast.UnaryOp) and isinstance(value, float):
            return False
        if isinstance(node, ast.Subscript) and isinstance(value, int | float):
            return isinstance(self.bases.get(id(node)), Known)  # an entry of a table of options
        return liftable(value)

    def children(self, node: Any) -> Any:
        """Fold what is inside, whatever it is."""
        for name, value in ast.iter_fields(node):
            if isinstance(value, ast.expr):
                setattr(node, name, self.fold(value)[0])
            elif isinstance(value, list):
                setattr(node, name, [self.fold(v)[0] if isinstance(v, ast.expr) else v for v in value])
        return node

    def test(self, node: ast.expr) -> Folded:
        """Fold a condition; Known(True) or Known(False) if it is settled."""
        if isinstance(node, ast.Name) and node.id in self.truths:
            return node, Known(self.truths[node.id])
        node, known = self.on_boolop(node, True) if isinstance(node, ast.BoolOp) else self.fold(node)
        if isinstance(known, Known):
            truth = _truth(known.value)
            return node, UNKNOWN if truth is None else Known(truth)
        return node, SOME

    def on_constant(self, node: ast.Constant) -> Folded:
        return node, Known(node.value)

    def on_name(self, node: ast.Name) -> Folded:
        if not isinstance(node.ctx, ast.Load):
            return node, UNKNOWN
        if node.id in self.aliases:
            expression, known = self.aliases[node.id]
            return copy.deepcopy(expression), known
        if node.id in self.env:
            known = self.env[node.id]
            return (ast.Name("positions", ast.Load()) if is_context(known) else node), known
        return node, self.global_value(node.id)

    def on_attribute(self, node: ast.Attribute) -> Folded:
        node.value, base = self.fold(node.value)
        self.bases[id(node)] = base
        if isinstance(base, Known):
            if is_context(base):
                return (ast.Constant(None), Known(None)) if node.attr == "cache" else (node.value, SOME)
            return node, self.attribute(base.value, node.attr)
        if node.attr == "is_meta":
            return node, Known(False)  # a file that runs has values
        return node, SOME

    def on_subscript(self, node: ast.Subscript) -> Folded:
        node.value, base = self.fold(node.value)
        node.slice, index = self.fold(node.slice)
        if (
            isinstance(base, Known)
            and isinstance(index, Known)
            and isinstance(base.value, dict | tuple | list)
        ):
            try:
                return node, Known(base.value[index.value])
            except (KeyError, IndexError, TypeError):
                return node, UNKNOWN
        return node, SOME

    def on_ifexp(self, node: ast.IfExp) -> Folded:
        node.test, known = self.test(node.test)
        if isinstance(known, Known):
            return self.fold(node.body if known.value else node.orelse)
        (node.body, first), (node.orelse, second) = self.fold(node.body), self.fold(node.orelse)
        return node, joined(first, second)

    def on_boolop(self, node: ast.BoolOp, condition: bool = False) -> Folded:
        """Leave out what changes nothing; what settles the result ends it. A condition asks for truth alone."""
        settles = isinstance(node.op, ast.Or)
        kept: list[Folded] = []
        for position, value in enumerate(node.values):
            new, known = self.test(value) if condition else self.fold(value)
            truth = _truth(known.value) if isinstance(known, Known) else None
            if truth is settles and (condition or not kept):
                return (ast.Constant(settles), Known(settles)) if condition else (new, known)
            is_last = position == len(node.values) - 1
            if truth is None or truth is settles or (is_last and not condition):
                kept.append((new, known))
            if truth is settles:
                break
        if not kept:
            return ast.Constant(not settles), Known(not settles)
        if len(kept) == 1:
            return kept[0]
        node.values = [new for new, _ in kept]
        return node, SOME if all(is_none(known) is False for _, known in kept) else UNKNOWN

    def on_unaryop(self, node: ast.UnaryOp) -> Folded:
        if isinstance(node.op, ast.Not):
            node.operand, truth = self.test(node.operand)
            return node, Known(not truth.value) if isinstance(truth, Known) else SOME
        node.operand, known = self.fold(node.operand)
        if (
            isinstance(known, Known)
            and isinstance(node.op, ast.USub)
            and isinstance(known.value, int | float)
        ):
            return node, Known(-known.value)
        return node, SOME

    def on_compare(self, node: ast.Compare) -> Folded:
        node.left, left = self.fold(node.left)
        folded = [self.fold(right) for right in node.comparators]
        node.comparators = [new for new, _ in folded]
        if len(folded) > 1:
            return node, SOME
        compare, right = node.ops[0], folded[0][1]
        if isinstance(compare, ast.Is | ast.IsNot):
            if is_none(right):
                none = is_none(left)
                return node, SOME if none is None else Known(none is isinstance(compare, ast.Is))
            return node, SOME
        if isinstance(left, Known) and isinstance(right, Known):
            return node, self.compared(compare, left.value, right.value)
        return node, SOME

    def compared(self, compare: ast.cmpop, left: Any, right: Any) -> Abstract:
        if not isinstance(left, SIMPLE) or not isinstance(right, SIMPLE) or type(compare) not in COMPARISONS:
            return SOME
        return Known(COMPARISONS[type(compare)](left, right))

    def on_binop(self, node: ast.BinOp) -> Folded:
        node.left, left = self.fold(node.left)
        node.right, right = self.fold(node.right)
        neutral = NEUTRAL.get(type(node.op))
        is_number = isinstance(right, Known) and type(right.value) in (int, float)
        if isinstance(right, Known) and is_number and right.value == neutral:
            return node.left, left
        if isinstance(left, Known) and isinstance(right, Known):
            numbers = isinstance(left.value, int | float) and isinstance(right.value, int | float)
            if numbers and type(node.op) in SUMS:
                return node, Known(SUMS[type(node.op)](left.value, right.value))
        return node, SOME

    def on_tuple(self, node: ast.Tuple) -> Folded:
        folded = [self.fold(element) for element in node.elts]
        node.elts = [new for new, _ in folded]
        if all(isinstance(known, Known) for _, known in folded):
            return node, Known(tuple(known.value for _, known in folded if isinstance(known, Known)))
        return node, SOME

    def on_dict(self, node: ast.Dict) -> Folded:
        keys = [self.fold(key) if key is not None else (None, UNKNOWN) for key in node.keys]
        values = [self.fold(value) for value in node.values]
        node.keys, node.values = [key for key, _ in keys], [value for value, _ in values]
        pairs = [(k, v) for (_, k), (_, v) in zip(keys, values, strict=True)]
        if all(isinstance(k, Known) and isinstance(v, Known) for k, v in pairs):
            return node, Known({k.value: v.value for k, v in pairs})  # type: ignore[union-attr]
        return node, SOME

    def on_starred(self, node: ast.Starred) -> Folded:
        node.value, _ = self.fold(node.value)
        return node, UNKNOWN

    def on_lambda(self, node: ast.Lambda) -> Folded:
        before = dict(self.env)
        self.env |= {a.arg: UNKNOWN for a in node.args.args}
        node.body, _ = self.fold(node.body)
        self.env = before
        return node, SOME

    def on_generatorexp(self, node: Any) -> Folded:
        before = dict(self.env)
        for generator in node.generators:
            generator.iter, _ = self.fold(generator.iter)
            for inner in ast.walk(generator.target):
                if isinstance(inner, ast.Name):
                    self.env[inner.id] = UNKNOWN
            generator.ifs = [self.fold(test)[0] for test in generator.ifs]
        for name in ("elt", "key", "value"):
            if hasattr(node, name):
                new, known = self.fold(getattr(node, name))
                setattr(node, name, new)
                self.element = SOME if is_none(known) is False else UNKNOWN
        self.env = before
        return node, SOME

    on_listcomp = on_setcomp = on_dictcomp = on_generatorexp

    def on_joinedstr(self, node: ast.JoinedStr) -> Folded:
        return node, SOME  # a sentence of an error


def _truth(value: Any) -> bool | None:
    """Whether a value counts as true; None where its truth is the model's affair."""
    if value is None or isinstance(value, bool | int | float | str | tuple | list | dict):
        return bool(value)
    return True if isinstance(value, nn.Module) or callable(value) else None
