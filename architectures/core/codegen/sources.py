"""Source code of classes and functions as syntax trees that keep their comments."""

from __future__ import annotations

import ast
import inspect
import io
import re
import textwrap
import tokenize
from functools import lru_cache
from types import FunctionType, ModuleType
from typing import Any

ABOVE, BESIDE, BLANK = "\x01above ", "\x01beside ", "\x01blank"
DIRECTIVE = re.compile(r"#\s*(type: ignore|noqa|ruff:|mypy:|pragma:).*")
BRACKETED = re.compile(r"^(\s*)(return |[\w., ]+ = )\((.+)\)$")
NEGATIVE_POWER = re.compile(r"\*\* \((-[\d.]+)\)")
MARK = re.compile(r"""^(\s*)(['"])\\x01(above |beside |blank)(.*)\2$""")


@lru_cache(maxsize=512)
def tree_of(thing: Any) -> ast.ClassDef | ast.FunctionDef:
    """Return the definition of a class or function. Treat it as fixed: it is shared. Raises OSError without source."""
    text = textwrap.dedent(inspect.getsource(thing))
    found = _commented(text).body[0]
    if not isinstance(found, ast.ClassDef | ast.FunctionDef):
        raise OSError(f"no definition of {thing.__qualname__}")
    return found


@lru_cache(maxsize=256)
def module_tree(module: ModuleType) -> ast.Module:
    return _commented(inspect.getsource(module))


def lambda_tree(function: FunctionType) -> ast.Lambda | None:
    """Return a lambda as written; None where its line holds several."""
    module = inspect.getmodule(function)
    if module is None:
        return None
    line = function.__code__.co_firstlineno
    found = [n for n in ast.walk(module_tree(module)) if isinstance(n, ast.Lambda) and n.lineno == line]
    return found[0] if len(found) == 1 else None


def constant_tree(module: ModuleType, name: str) -> ast.stmt | None:
    """Return the assignment of a constant at the top of a module."""
    for statement in module_tree(module).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
        names = [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        if name in names:
            return statement
    return None


def written(statements: list[ast.stmt]) -> str:
    """Return statements as text, comments in their places."""
    tree = ast.Module(body=statements or [ast.Pass()], type_ignores=[])
    lines: list[str] = []
    for line in ast.unparse(ast.fix_missing_locations(tree)).split("\n"):
        mark = MARK.match(line)
        if not mark:
            lines.append(_bare(line))
            continue
        indent, _, kind, said = mark.groups()
        said = ast.literal_eval(f"{mark[2]}{said}{mark[2]}")
        if kind == "blank":
            lines.append("")
        elif kind == "above " or not lines:
            lines.append(f"{indent}{said}")
        else:
            lines[-1] += f"  {said}"
    return "\n".join(lines)


def _bare(line: str) -> str:
    """a, b = (c, d) as people write it: without the brackets."""
    line = NEGATIVE_POWER.sub(r"** \1", line)
    found = BRACKETED.match(line)
    if not found:
        return line
    indent, head, inside = found.groups()
    try:
        same = ast.dump(ast.parse(f"{head}({inside})")) == ast.dump(ast.parse(f"{head}{inside}"))
    except SyntaxError:
        return line
    return f"{indent}{head}{inside}" if same else line


def is_mark(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and str(statement.value.value).startswith("\x01")
    )


def mark(text: str) -> ast.stmt:
    return ast.Expr(ast.Constant(text))


def _commented(text: str) -> ast.Module:
    """Parse text, and put each comment as a marked string where it stood: trees know no comments."""
    tree = ast.parse(text)
    comments: dict[int, tuple[bool, str]] = {}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        said = DIRECTIVE.sub("", token.string).rstrip() if token.type == tokenize.COMMENT else ""
        if said:
            comments[token.start[0]] = (not token.line[: token.start[1]].strip(), said)
    blank = {n for n, line in enumerate(text.split("\n"), 1) if not line.strip()}
    _Placing(comments, blank).visit(tree)
    return tree


class _Placing(ast.NodeTransformer):
    def __init__(self, comments: dict[int, tuple[bool, str]], blank: set[int]) -> None:
        self.comments, self.blank = comments, blank

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                setattr(node, name, self._block(value))
            elif isinstance(value, ast.AST):
                self.visit(value)
        return node

    def _block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for index, statement in enumerate(statements):
            first, last = statement.lineno, self._end(statement)
            above = self._taken_above(first)
            if (
                index
                and (first - len(above) - 1) in self.blank
                and not isinstance(statement, ast.FunctionDef)
            ):
                found.append(mark(BLANK))
            found += [mark(ABOVE + said) for said in above]
            header = hasattr(statement, "body")
            lines = [n for n in range(first, last + 1) if n in self.comments]
            inside = [self.comments.pop(n)[1] for n in lines if not (header and self.comments[n][0])]
            self.generic_visit(statement)
            found.append(statement)
            if inside and header:
                body = statement.body  # type: ignore[attr-defined]
                body[:0] = [mark(BESIDE + " ".join(inside))]
            elif inside:
                found.append(mark(BESIDE + inside[0] + "".join(" " + s.lstrip("# ") for s in inside[1:])))
        return found

    def _end(self, statement: ast.stmt) -> int:
        """The last line of a statement itself: of a compound one, of its head."""
        body: Any = getattr(statement, "body", None)
        return max(statement.lineno, body[0].lineno - 1) if body else statement.end_lineno or statement.lineno

    def _taken_above(self, line: int) -> list[str]:
        found: list[str] = []
        while (line - 1) in self.comments and self.comments[line - 1][0]:
            line -= 1
            found.insert(0, self.comments.pop(line)[1])
        return found
