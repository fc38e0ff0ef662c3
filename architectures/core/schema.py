"""The design document as JSON Schema, with the parameters of every block."""

from __future__ import annotations

from typing import Any

from architectures.core.blocks import registry
from architectures.core.blocks.composite import COMPOSITE
from architectures.core.comments import SCHEMA as COMMENTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VARIABLE = {"type": "string", "pattern": r"^\$"}
PARAM = {
    "type": "object",
    "properties": {"default": {}, "title": {"type": "string"}},
    "required": ["default"],
    "additionalProperties": False,
}
PLACE = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 4}


def json_schema(format_number: int) -> dict[str, Any]:
    """Return the schema. What wiring, sizes and patterns mean is beyond a schema: `validate` says."""
    definitions: dict[str, Any] = {}
    blocks = [_block(name, definitions) for name in registry()]
    definitions["node"] = {"oneOf": blocks}
    return {
        "$schema": DIALECT,
        "title": "SLaM Dunk design",
        "type": "object",
        "required": ["nodes", "edges"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": format_number},
            "vars": {
                "type": "object",
                "additionalProperties": {"type": ["number", "integer", "string", "boolean"]},
            },
            **_scope(),
            "layout": {"type": "object", "additionalProperties": PLACE},
            "meta": {
                "type": "object",
                "properties": {
                    "title": {"type": "string"},
                    "notes": {"type": "string"},
                    "comments": COMMENTS,
                },
                "additionalProperties": False,
            },
        },
        "$defs": definitions,
    }


def _scope() -> dict[str, Any]:
    return {
        "nodes": {"type": "object", "additionalProperties": {"$ref": "#/$defs/node"}},
        "edges": {"type": "array", "items": {"type": "string", "pattern": "->"}},
    }


def _block(name: str, definitions: dict[str, Any]) -> dict[str, Any]:
    """Return one block's schema; moves what it defines to the document, where its references look for it."""
    spec = registry()[name]
    schema = spec.params_schema
    for key, nested in schema.pop("$defs", {}).items():
        definitions[key] = _with_variables(nested)
    schema = _with_variables(schema)
    schema["title"] = name
    schema["properties"] = {"type": {"const": name}, **schema.get("properties", {})}
    schema["required"] = ["type", *schema.get("required", [])]
    if spec.block.container:
        schema["properties"] |= _scope()
        schema["required"] += ["nodes", "edges"]
    if name == COMPOSITE:
        schema["properties"]["params"]["additionalProperties"] = PARAM
    elif spec.block.container:
        schema["properties"]["patterns"] = {"type": "array", "items": {"type": "object"}}
    return schema


def _with_variables(schema: dict[str, Any]) -> dict[str, Any]:
    """Any parameter may be a "$name" instead."""
    if schema.get("title") == COMPOSITE:
        return schema  # its own are ports and names; what it is given may be anything
    properties = {
        key: {"anyOf": [value, VARIABLE]} if value.get("type") != "string" or "enum" in value else value
        for key, value in schema.get("properties", {}).items()
    }
    return {**schema, "properties": properties}
