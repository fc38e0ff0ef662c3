"""From a node as written to a typed block, or to what is wrong with its parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from architectures.core.blocks import Block, registry
from architectures.core.blocks.composite import COMPOSITE
from architectures.core.design import CONTAINER_KEYS
from architectures.core.errors import DesignError, Diagnostic

MAX_SHOWN = 80  # characters of what a person wrote that a diagnostic repeats
MAX_FAULTS = 20  # of one node
JSON_NAMES = {
    "model": "object",
    "model_attributes": "object",
    "tuple": "list",
}  # for what pydantic calls them


def typed_block(
    node: Mapping[str, Any], variables: Mapping[str, Any], path: str, found: list[Diagnostic]
) -> Block | None:
    """Return the block of a node, its variables filled in. Adds what is wrong to `found`, and then returns None."""
    name = node["type"]
    spec = registry().get(name)
    if spec is None:
        values = {"type": name[:MAX_SHOWN], "suggestion": near(name, registry())}
        found.append(Diagnostic("unknown_block", path, "type", values))
        return None
    dropped = {"type", *(CONTAINER_KEYS if spec.block.container else ())}
    dropped -= {"patterns"} if name == COMPOSITE else set()
    try:
        params = {k: with_sizes(v, k, variables) for k, v in node.items() if k not in dropped}
    except DesignError as error:
        found.append(Diagnostic(error.code, path, error.attr, error.values))
        return None
    try:
        return spec.block.model_validate(params)
    except ValidationError as error:
        faults = error.errors()[:MAX_FAULTS]
        found += [_diagnostic(spec.block, {**e, "loc": _written(e["loc"], params)}, path) for e in faults]
    return None


def _written(loc: tuple[int | str, ...], value: Any) -> list[int | str]:
    """Return where in what was written a complaint is. Pydantic adds which of several kinds it took a value for."""
    kept: list[int | str] = []
    for index, part in enumerate(loc):
        is_last = index == len(loc) - 1
        if isinstance(value, Mapping) and not is_last and (part not in value or part == value.get("type")):
            continue
        kept.append(part)
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
    return kept


def near(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant."""
    found = get_close_matches(name[:MAX_SHOWN], list(known), 1)
    return found[0] if found else None


def with_sizes(value: Any, attr: str, variables: Mapping[str, Any]) -> Any:
    """Return a value with every "$name" as what it stands for. Raises DesignError("unknown_var")."""
    if isinstance(value, str) and value.startswith("$"):
        if value[1:] not in variables:
            values = {"name": value[1 : MAX_SHOWN + 1], "suggestion": near(value[1:], variables)}
            raise DesignError("unknown_var", values, attr=attr)
        return variables[value[1:]]
    if isinstance(value, Mapping):
        return {k: with_sizes(v, attr, variables) for k, v in value.items()}
    return [with_sizes(v, attr, variables) for v in value] if isinstance(value, list) else value


def _diagnostic(block: type[Block], error: Any, path: str) -> Diagnostic:
    """Turn one complaint of pydantic into a diagnostic with a code of ours."""
    names, kind, ctx = [str(part) for part in error["loc"]], error["type"], error.get("ctx", {})
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        names.append(ctx["discriminator"].strip("'"))
    attr = names[0] if names else None
    name, value = ".".join(names)[:MAX_SHOWN], str(error.get("input"))[:MAX_SHOWN]
    if kind in ("missing", "union_tag_not_found"):
        return Diagnostic("param_missing", path, attr, {"name": name})
    if kind == "extra_forbidden":
        values = {"type": block.__name__, "name": name, "suggestion": near(names[-1], _fields(block, names))}
        return Diagnostic("unknown_param", path, attr, values)
    if kind.startswith(("greater_than", "less_than")):
        low, high = _range(block, names, ctx)
        return Diagnostic("param_range", path, attr, {"name": name, "value": value, "min": low, "max": high})
    if kind == "union_tag_invalid":
        choices = {"name": name, "value": str(ctx["tag"])[:MAX_SHOWN], "choices": ctx["expected_tags"]}
        return Diagnostic("param_choice", path, attr, choices)
    if kind == "literal_error":
        expected = str(ctx.get("expected")).replace(" or ", ", ")  # a list, which needs no translation
        choices = {"name": name, "value": value, "choices": expected}
        return Diagnostic("param_choice", path, attr, choices)
    if kind.endswith(("_type", "_parsing", "from_float")):
        expected = kind.removesuffix("_type").removesuffix("_parsing").removesuffix("_from_float")
        expected = JSON_NAMES.get(expected, expected)
        return Diagnostic("param_type", path, attr, {"name": name, "expected": expected, "value": value})
    return Diagnostic("param_invalid", path, attr, {"name": name, "value": value})


def _fields(block: type[BaseModel], names: list[str]) -> dict[str, FieldInfo]:
    """Return the parameters that stand beside the last of these names: of the block, or of one of its groups."""
    groups = [block]
    for name in names[:-1]:
        groups = [g for group in groups for g in _groups_in(group.model_fields.get(name))]
    return {name: field for group in groups for name, field in group.model_fields.items()}


def _groups_in(field: FieldInfo | None) -> list[type[BaseModel]]:
    """Return the kinds of groups that a parameter may be."""
    found, waiting = [], [field.annotation if field else None]
    while waiting:
        annotation = waiting.pop()
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            found.append(annotation)
        waiting += get_args(annotation)
    return found


def _range(block: type[Block], names: list[str], ctx: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return both ends of a parameter's range; the complaint itself knows only the one that was crossed."""
    field = _fields(block, names).get(names[-1])
    bounds = dict(ctx)
    for constraint in field.metadata if field else ():
        for key in ("ge", "gt", "le", "lt"):
            if hasattr(constraint, key):
                bounds.setdefault(key, getattr(constraint, key))
    low = bounds.get("ge") if bounds.get("ge") is not None else bounds.get("gt")
    high = bounds.get("le") if bounds.get("le") is not None else bounds.get("lt")
    return low, high
