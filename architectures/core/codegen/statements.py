"""Folding the statements of a function: branches that are never taken go."""

from __future__ import annotations

import ast
from itertools import zip_longest

from architectures.core.codegen.expressions import ExpressionFolder
from architectures.core.codegen.sources import is_mark
from architectures.core.codegen.values import SOME, UNKNOWN, Abstract, Known, joined, liftable

Env = dict[str, Abstract]


class Folder(ExpressionFolder):
    """Runs over a function as an interpreter would that knows the options but not the input."""

    def run(self, tree: ast.FunctionDef) -> Abstract:
        """Fold the unit's body into `unit.body`; return what is known of its result."""
        self.bind(tree)
        body, falls = self.block(tree.body)
        self.unit.body = body
        if falls:
            self.result = joined(self.result, Known(None))
        return self.result if self.result is not None else UNKNOWN

    def bind(self, tree: ast.FunctionDef) -> None:
        given = tree.args
        if self.unit.owner is not None:
            self.env[given.args[0].arg] = Known(self.unit.owner)
        for parameter in self.unit.parameters:
            self.env[parameter.arg] = self.unit.args.get(parameter.arg, UNKNOWN)
        for rest in (given.vararg, given.kwarg):
            if rest is not None:
                self.env[rest.arg] = SOME

    def block(self, statements: list[ast.stmt]) -> tuple[list[ast.stmt], bool]:
        """Fold statements in order; also return whether control goes on after the last."""
        found: list[ast.stmt] = []
        for statement in statements:
            folded, falls = self.statement(statement)
            found += folded
            if not falls:
                return found, False
        return found, True

    def statement(self, node: ast.stmt) -> tuple[list[ast.stmt], bool]:
        if is_mark(node) or isinstance(node, ast.Pass):
            return [node], True
        method = getattr(self, f"on_{type(node).__name__.lower()}", None)
        if method is not None:
            folded: tuple[list[ast.stmt], bool] = method(node)
            return folded
        return [self.children(node)], True

    def on_return(self, node: ast.Return) -> tuple[list[ast.stmt], bool]:
        value: Abstract = Known(None)
        if node.value is not None:
            node.value, value = self.fold(node.value)
        self.result = joined(self.result, value)
        return [node], False

    def on_raise(self, node: ast.Raise) -> tuple[list[ast.stmt], bool]:
        return [self.children(node)], False

    def on_expr(self, node: ast.Expr) -> tuple[list[ast.stmt], bool]:
        if isinstance(node.value, ast.Constant):
            return [node], True  # a docstring
        if self.unit.builds and isinstance(node.value, ast.Call):
            inlined = self.inlined(node.value)
            if inlined is not None:
                return inlined, True
        # What is called for its effect stays, though it gives None.
        node.value, _ = (
            self.on_call(node.value) if isinstance(node.value, ast.Call) else self.fold(node.value)
        )
        is_empty_buffer = (
            isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
            and node.value.func.attr in ("register_buffer", "register_parameter")
            and isinstance(node.value.args[-1], ast.Constant)
            and node.value.args[-1].value is None
        )
        return ([] if is_empty_buffer else [node]), True

    def on_if(self, node: ast.If) -> tuple[list[ast.stmt], bool]:
        node.test, known = self.test(node.test)
        if isinstance(known, Known):
            return self.block(node.body if known.value else node.orelse)
        before, truths = dict(self.env), dict(self.truths)
        self.truths = truths | settled(node.test, True)
        node.body, first = self.block(node.body)
        after, self.env = self.env, before
        self.truths = truths | settled(node.test, False)
        node.orelse, second = self.block(node.orelse)
        if not second:
            self.env, self.truths = after, truths | settled(node.test, True)
        elif first:
            self.env, self.truths = merged(after, self.env), truths
        if not any(map(_acts, node.body)):
            if not any(map(_acts, node.orelse)):
                return [], True
            node.test, node.body, node.orelse = ast.UnaryOp(ast.Not(), node.test), node.orelse, []
        return [node], first or second

    def on_for(self, node: ast.For) -> tuple[list[ast.stmt], bool]:
        node.iter, _ = self.fold(node.iter)
        self.forget(node)
        node.body, _ = self.block(node.body)
        return [node], True

    def on_while(self, node: ast.While) -> tuple[list[ast.stmt], bool]:
        self.forget(node)
        node.test, _ = self.test(node.test)
        node.body, _ = self.block(node.body)
        return [node], True

    def on_with(self, node: ast.With) -> tuple[list[ast.stmt], bool]:
        for item in node.items:
            item.context_expr, _ = self.fold(item.context_expr)
        node.body, falls = self.block(node.body)
        return [node], falls

    def on_functiondef(self, node: ast.FunctionDef) -> tuple[list[ast.stmt], bool]:
        self.env[node.name] = SOME
        return [node], True

    def forget(self, node: ast.stmt) -> None:
        """What a loop assigns may differ each time round."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                self.env[inner.id] = UNKNOWN
                self.truths.pop(inner.id, None)

    def on_augassign(self, node: ast.AugAssign) -> tuple[list[ast.stmt], bool]:
        node.value, _ = self.fold(node.value)
        if isinstance(node.target, ast.Name):
            self.env[node.target.id] = SOME
            self.truths.pop(node.target.id, None)
        else:
            self.children(node.target)
        return [node], True

    def on_annassign(self, node: ast.AnnAssign) -> tuple[list[ast.stmt], bool]:
        if node.value is None:
            return [], True
        if isinstance(node.target, ast.Attribute) and node.target.attr in self.changing:
            node.value, _ = self.fold(node.value)
            return [node], True
        return self.on_assign(ast.copy_location(ast.Assign([node.target], node.value), node))

    def on_assign(self, node: ast.Assign) -> tuple[list[ast.stmt], bool]:
        target = node.targets[0]
        if isinstance(target, ast.Tuple):
            return self.unpacked(node, target), True
        self.target = target
        node.value, value = self.fold(node.value)
        self.target = None
        return ([] if self.assign(target, node.value, value) else [node]), True

    def unpacked(self, node: ast.Assign, target: ast.Tuple) -> list[ast.stmt]:
        """Assign element by element where that can be told apart."""
        value = node.value
        if (
            isinstance(value, ast.IfExp)
            and self.matches(value.body, target)
            and self.matches(value.orelse, target)
        ):
            value.test, known = self.test(value.test)
            if isinstance(known, Known):
                node.value = value.body if known.value else value.orelse
                return self.unpacked(node, target)
            return self.chosen(node, target, value)
        if isinstance(value, ast.Name) and value.id in self.aliases:
            value = node.value = self.aliases[value.id][0]
        if not self.matches(value, target):
            node.value, whole = self.fold(value)
            items = list(whole.value) if isinstance(whole, Known) and isinstance(whole.value, tuple) else []
            each = self.element if isinstance(value, ast.GeneratorExp) else UNKNOWN
            for part, item in zip_longest(target.elts, items):
                self.assign(part, None, Known(item) if items else each)
            return [node]
        folded = []
        for part, element in zip(target.elts, value.elts, strict=True):  # type: ignore[attr-defined]
            self.target = part
            folded.append((part, *self.fold(element)))
        self.target = None
        kept = [(part, new) for part, new, known in folded if not self.assign(part, new, known)]
        return self.rejoined(node, kept)

    def chosen(self, node: ast.Assign, target: ast.Tuple, value: ast.IfExp) -> list[ast.stmt]:
        """a, b = (p, q) if unknown else (r, s): what is the same either way is known all the same."""
        sides = zip(target.elts, value.body.elts, value.orelse.elts, strict=True)  # type: ignore[attr-defined]
        kept: list[tuple[ast.expr, ast.expr, ast.expr]] = []
        constant: list[tuple[ast.expr, ast.expr]] = []
        for part, left, right in sides:
            (first, a), (second, b) = self.fold(left), self.fold(right)
            both = joined(a, b)
            self.assign(part, None, both)
            if isinstance(both, Known) and liftable(both.value):
                constant.append((part, ast.Constant(both.value)))
            else:
                kept.append((part, first, second))
        found = self.rejoined(node, constant) if constant else []
        if len(kept) == 1:
            part, first, second = kept[0]
            found.append(ast.Assign([part], ast.IfExp(value.test, first, second)))
        elif kept:
            parts, firsts, seconds = (list(column) for column in zip(*kept, strict=True))
            whole = ast.IfExp(value.test, ast.Tuple(firsts, ast.Load()), ast.Tuple(seconds, ast.Load()))
            found.append(ast.Assign([ast.Tuple(parts, ast.Store())], whole))
        return found

    def matches(self, value: ast.expr, target: ast.Tuple) -> bool:
        return isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)

    def rejoined(self, node: ast.Assign, pairs: list[tuple[ast.expr, ast.expr]]) -> list[ast.stmt]:
        if not pairs:
            return []
        if len(pairs) == 1:
            return [ast.copy_location(ast.Assign([pairs[0][0]], pairs[0][1]), node)]
        parts, values = ([pair[i] for pair in pairs] for i in (0, 1))
        whole = ast.Assign([ast.Tuple(parts, ast.Store())], ast.Tuple(values, ast.Load()))
        return [ast.copy_location(whole, node)]

    def assign(self, target: ast.expr, value: ast.expr | None, known: Abstract) -> bool:
        """Remember what a name now is. Returns whether the assignment itself can go: of names in inlined code."""
        if (
            isinstance(target, ast.Attribute)
            and isinstance(target.value, ast.Name)
            and target.value.id == "self"
        ):
            self.attributes[target.attr] = known
        if not isinstance(target, ast.Name):
            return False
        self.env[target.id] = known
        self.truths.pop(target.id, None)
        self.aliases.pop(target.id, None)
        if self.depth and isinstance(value, ast.Name | ast.Constant | ast.Attribute):
            self.aliases[target.id] = (value, known)
            return True
        return False

    def inlined(self, call: ast.Call) -> list[ast.stmt] | None:
        """Return the body of a method that a constructor calls, with its arguments put in; None if it is none."""
        unit = self.own_method(call.func)
        if unit is None:
            return None
        inner = self.inner_of(unit, call)
        body, _ = inner.block(inner.fresh.body)
        self.attributes |= inner.attributes
        return [s for s in body if not _is_docstring(s)]


def settled(test: ast.expr, truth: bool) -> dict[str, bool]:
    """What a condition says of a name where it holds, or where it does not."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return settled(test.operand, not truth)
    return {test.id: truth} if isinstance(test, ast.Name) else {}


def merged(a: Env, b: Env) -> Env:
    return {name: joined(a[name], b[name]) if name in a and name in b else UNKNOWN for name in a | b}


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and not is_mark(node)


def _acts(node: ast.stmt) -> bool:
    return not is_mark(node) and not isinstance(node, ast.Pass)
