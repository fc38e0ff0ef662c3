"""Blocks as the palette, the forms and the reference show them: what the block's own file says, and its icon drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from architectures.core.blocks import BlockSpec, registry


@cache
def drawn(icon: str) -> str:
    """Return an icon as SVG markup; a plain box for a name that there is none of."""
    try:
        return str(lucide(icon, size=16, aria_hidden="true"))
    except IconDoesNotExist:
        return str(lucide("box", size=16, aria_hidden="true"))


def block_json(spec: BlockSpec) -> dict[str, Any]:
    return {**spec.to_json(), "icon_svg": drawn(spec.block.icon)}


def blocks_json() -> list[dict[str, Any]]:
    """Return every block, ready for JSON."""
    return [block_json(spec) for spec in registry().values()]


def parameter_rows(spec: BlockSpec, language: str) -> list[dict[str, Any]]:
    """Return the parameters of a block for a table, those inside of groups after their group."""
    schema = spec.params_schema
    return list(_rows(schema, schema.get("$defs", {}), language, ""))


def _rows(
    schema: dict[str, Any], definitions: dict[str, Any], language: str, prefix: str
) -> Iterator[dict[str, Any]]:
    for name, value in schema.get("properties", {}).items():
        ways = _ways(value, definitions)
        yield {
            "name": prefix + name,
            "depth": prefix.count("."),
            "type": " | ".join(_kind(way) for way in ways),
            "range": next(filter(None, map(_range, ways)), ""),
            "unit": value.get("unit", ""),
            "required": name in schema.get("required", []),
            "inferred": bool(value.get("inferred")),
            "default": _written(value.get("default")),
            "help": value.get("description_ko" if language == "ko" else "description", ""),
        }
        for way in ways:
            label = f"{prefix}{name}." if len(ways) <= 2 else f"{prefix}{name}[{_tag(way)}]."
            yield from _rows(way, definitions, language, label)


def _ways(value: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a parameter may be, references followed and unions opened."""
    found: list[dict[str, Any]] = []
    for way in value.get("anyOf", [value]):
        for one in way.get("oneOf", [way]):
            found.append(definitions[one["$ref"].rpartition("/")[2]] if "$ref" in one else one)
    return found


def _kind(way: dict[str, Any]) -> str:
    if "enum" in way or "const" in way:
        return " | ".join(map(str, way.get("enum", [way.get("const")])))
    return _tag(way) if "properties" in way else str(way.get("type", ""))


def _tag(way: dict[str, Any]) -> str:
    """Return the name that tells one form of a group from the others."""
    kind = way.get("properties", {}).get("type", {}).get("const")
    return str(kind or way.get("type", "object"))


def _range(way: dict[str, Any]) -> str:
    low = way.get("minimum", way.get("exclusiveMinimum"))
    high = way.get("maximum", way.get("exclusiveMaximum"))
    if "enum" in way or (low is None and high is None):
        return ""
    left = "[" if "minimum" in way else "("
    right = "]" if "maximum" in way else ")"
    return f"{left}{_shown(low, '-∞')}, {_shown(high, '∞')}{right}"


def _written(default: Any) -> Any:
    """Return a default as a design would write it."""
    return default if default is None or isinstance(default, str) else json.dumps(default)


def _shown(number: Any, infinite: str) -> str:
    return infinite if number is None else f"{number:,g}" if isinstance(number, float) else f"{number:,}"
