"""From a node as written to a typed block, or to what is wrong with its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from architectures.core.blocks import Block, registry
from architectures.core.design import CONTAINER_KEYS
from architectures.core.errors import DesignError, Diagnostic

MAX_SHOWN = 80  # characters of what a person wrote that a diagnostic repeats
MAX_FAULTS = 20  # of one node


def typed_block(
    node: Mapping[str, Any], variables: Mapping[str, Any], path: str, found: list[Diagnostic]
) -> Block | None:
    """Return the block of a node, its variables filled in. Adds what is wrong to `found`, and then returns None."""
    name = node["type"]
    spec = registry().get(name)
    if spec is None:
        values = {"type": name[:MAX_SHOWN], "suggestion": _near(name, registry())}
        found.append(Diagnostic("unknown_block", path, "type", values))
        return None
    dropped = {"type", *(CONTAINER_KEYS if spec.block.container else ())}
    try:
        params = {k: _substituted(v, k, variables) for k, v in node.items() if k not in dropped}
        return spec.block.model_validate(params)
    except DesignError as error:
        found.append(Diagnostic(error.code, path, error.attr, error.values))
    except ValidationError as error:
        found += [_diagnostic(spec.block, e, path) for e in error.errors()[:MAX_FAULTS]]
    return None


def _near(name: str, known: Any) -> str | None:
    near = get_close_matches(name[:MAX_SHOWN], list(known), 1)
    return near[0] if near else None


def _substituted(value: Any, attr: str, variables: Mapping[str, Any]) -> Any:
    if isinstance(value, str) and value.startswith("$"):
        if value[1:] not in variables:
            values = {"name": value[1 : MAX_SHOWN + 1], "suggestion": _near(value[1:], variables)}
            raise DesignError("unknown_var", values, attr=attr)
        return variables[value[1:]]
    if isinstance(value, Mapping):
        return {k: _substituted(v, attr, variables) for k, v in value.items()}
    return [_substituted(v, attr, variables) for v in value] if isinstance(value, list) else value


def _diagnostic(block: type[Block], error: Any, path: str) -> Diagnostic:
    """Turn one complaint of pydantic into a diagnostic with a code of ours."""
    names, kind, ctx = [str(part) for part in error["loc"]], error["type"], error.get("ctx", {})
    attr = names[0] if names else None
    name, value = ".".join(names)[:MAX_SHOWN], str(error.get("input"))[:MAX_SHOWN]
    if kind == "missing":
        return Diagnostic("param_missing", path, attr, {"name": name})
    if kind == "extra_forbidden":
        known = block.model_fields if len(names) == 1 else ()
        values = {"type": block.__name__, "name": name, "suggestion": _near(names[-1], known)}
        return Diagnostic("unknown_param", path, attr, values)
    if kind.startswith(("greater_than", "less_than")):
        low, high = _range(block, names, ctx)
        return Diagnostic("param_range", path, attr, {"name": name, "value": value, "min": low, "max": high})
    if kind == "literal_error":
        choices = {"name": name, "value": value, "choices": str(ctx.get("expected"))}
        return Diagnostic("param_choice", path, attr, choices)
    if kind.endswith(("_type", "_parsing", "from_float")):
        expected = kind.removesuffix("_type").removesuffix("_parsing").removesuffix("_from_float")
        return Diagnostic("param_type", path, attr, {"name": name, "expected": expected, "value": value})
    return Diagnostic("param_invalid", path, attr, {"name": name, "value": value})


def _range(block: type[Block], names: list[str], ctx: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return both ends of a parameter's range; the complaint itself knows only the one that was crossed."""
    field = block.model_fields.get(names[0]) if len(names) == 1 else None
    bounds = dict(ctx)
    for constraint in field.metadata if field else ():
        for key in ("ge", "gt", "le", "lt"):
            bounds.setdefault(key, getattr(constraint, key, None))
    low = bounds.get("ge") if bounds.get("ge") is not None else bounds.get("gt")
    high = bounds.get("le") if bounds.get("le") is not None else bounds.get("lt")
    return low, high
