"""The design document: JSON that describes a model as a graph of blocks. What is checked here is its form alone;
what it means is checked in `graph.py`. Imports no torch."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from architectures.core.blocks import registry
from architectures.core.blocks.composite import COMPOSITE
from architectures.core.comments import check_comments
from architectures.core.errors import DesignError
from architectures.core.reading import decoded
from architectures.core.schema import json_schema as schema_of_format

__all__ = ["Design", "DesignError", "fingerprint", "json_schema", "parse_design"]

FORMAT = 1
MAX_NODES = 5000
MAX_LAYERS = 4096  # all repeats multiplied out
MAX_PATTERNS = 32
MAX_ASSIGNED = 1024  # entries of one cycle, list or set of ranges
MAX_DEPTH = 8
MAX_NAME = 64  # characters
NAME = re.compile(rf"[A-Za-z][A-Za-z0-9_]{{0,{MAX_NAME - 1}}}\Z")
PATH = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*\Z")
PORTS = ("in", "out")
MAX_PORTS = 16  # of one composite
MAX_PARAMS = 64
MAX_TITLE = 120  # characters
TOP_KEYS = ("format", "vars", "nodes", "edges", "layout", "meta")
META_KEYS = ("title", "notes", "comments")
SCOPE_KEYS = ("nodes", "edges")
CONTAINER_KEYS = (*SCOPE_KEYS, "patterns")
PARAM_KEYS = ("default", "title")
ASSIGN_KEYS = ("cycle", "list", "ranges", "default")

#: How to bring a document of format n to format n + 1. Format 1 is the first.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


@dataclass(frozen=True)
class Design:
    """A document of the current format whose form is sound. Its parts are plain JSON values; treat them as fixed."""

    vars: Mapping[str, Any]
    nodes: Mapping[str, Mapping[str, Any]]
    edges: tuple[str, ...]
    layout: Mapping[str, Any]
    meta: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the document, ready for json.dumps and free to be changed."""
        parts = {
            "format": FORMAT,
            "vars": dict(self.vars),
            "nodes": dict(self.nodes),
            "edges": list(self.edges),
            "layout": dict(self.layout),
            "meta": dict(self.meta),
        }
        return copy.deepcopy(parts)


def parse_design(obj: Mapping[str, Any] | str | bytes) -> Design:
    """Read a document, from JSON text or as decoded. Raises DesignError at the first thing that is out of form."""
    document = upgrade(dict(decoded(obj)))
    _check_keys(document, TOP_KEYS, "")
    for key in ("nodes", "edges"):
        if key not in document:
            raise DesignError("missing_key", {"key": key})
    _check_limits(document)
    _check_vars(_typed(document, "vars", dict, {}))
    _check_scope(document, "")
    return Design(
        vars=document.get("vars", {}),
        nodes=document["nodes"],
        edges=tuple(document["edges"]),
        layout=_checked_layout(_typed(document, "layout", dict, {})),
        meta=_checked_meta(_typed(document, "meta", dict, {})),
    )


def _check_keys(value: Mapping[str, Any], allowed: tuple[str, ...], path: str) -> None:
    for key in value:
        if key not in allowed:
            raise DesignError("unknown_key", {"key": str(key)[:80], "allowed": list(allowed)}, path)


def _checked_layout(layout: dict[str, Any]) -> dict[str, Any]:
    """Places by node path: [x, y], and a width and a height where a person has set them."""
    for path, place in layout.items():
        numbers = place if isinstance(place, list | tuple) else []
        sound = all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers)
        if not PATH.match(path) or not sound or not 2 <= len(numbers) <= 4:
            raise DesignError("wrong_type", {"key": f"layout.{path[:80]}", "expected": "[x, y]"})
    return layout


def _checked_meta(meta: dict[str, Any]) -> dict[str, Any]:
    _check_keys(meta, META_KEYS, "")
    for key, value in meta.items():
        if key == "comments":
            check_comments(value)
        elif not isinstance(value, str):
            raise DesignError("wrong_type", {"key": f"meta.{key}", "expected": "string"})
    return meta


def upgrade(document: dict[str, Any]) -> dict[str, Any]:
    """Bring a document of an older format to the current one."""
    version = document.get("format", FORMAT)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise DesignError("unknown_format", {"format": version})
    if version > FORMAT:
        raise DesignError("newer_format", {"format": version, "known": FORMAT})
    while version < FORMAT:
        document = UPGRADES[version](document)
        version += 1
    return document


def _typed(document: Mapping[str, Any], key: str, kind: type, default: Any, path: str = "") -> Any:
    value = document.get(key, default)
    if not isinstance(value, kind):
        expected = "object" if kind is dict else "string" if kind is str else "list"
        raise DesignError("wrong_type", {"key": key, "expected": expected}, path)
    return value


def _check_vars(values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if not NAME.match(name) or not isinstance(value, bool | int | float | str):
            raise DesignError("bad_var", {"name": name[:80]}, attr=name[:80])


def _check_limits(document: Mapping[str, Any]) -> None:
    """Refuse what would be slow before any of it is looked at closely."""
    n_nodes = 0
    for depth, scope in _scopes(document, 1):
        n_nodes += len(scope)
        if depth > MAX_DEPTH:
            raise DesignError("design_too_deep", {"max_depth": MAX_DEPTH})
        if n_nodes > MAX_NODES:
            raise DesignError("too_many_nodes", {"n_nodes": n_nodes, "max_nodes": MAX_NODES})


def _scopes(document: Mapping[str, Any], depth: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    nodes = document.get("nodes")
    if not isinstance(nodes, dict):
        return
    yield depth, nodes
    if depth <= MAX_DEPTH:
        for node in nodes.values():
            if isinstance(node, dict):
                yield from _scopes(node, depth + 1)


def _check_scope(scope: Mapping[str, Any], path: str) -> None:
    nodes = _typed(scope, "nodes", dict, {}, path)
    for edge in _typed(scope, "edges", list, [], path):
        if not isinstance(edge, str) or len(chain(edge)) < 2 or not all(chain(edge)):
            raise DesignError("bad_edge", {"edge": str(edge)[:200]}, path)
    for name, node in nodes.items():
        here = f"{path}.{name}" if path else name
        if not NAME.match(name) or name in PORTS:
            raise DesignError("bad_node_name", {"name": name[:80]}, path)
        if not isinstance(node, dict):
            raise DesignError("wrong_type", {"key": name, "expected": "object"}, here)
        check_node(node, here)


def check_node(node: Mapping[str, Any], path: str) -> None:
    """Raise DesignError if a node is out of form. What its type and parameters mean is not looked at."""
    if not isinstance(node.get("type"), str):
        raise DesignError("missing_key", {"key": "type"}, path)
    spec = registry().get(node["type"])
    if spec is None or not spec.block.container:
        return
    for key in SCOPE_KEYS:
        if key not in node:
            raise DesignError("missing_key", {"key": key}, path)
    _check_scope(node, path)
    if node["type"] == COMPOSITE:
        _check_composite(node, path)
        return
    patterns = _typed(node, "patterns", list, [], path)
    if len(patterns) > MAX_PATTERNS:
        raise DesignError("wrong_type", {"key": "patterns", "expected": f"≤ {MAX_PATTERNS}"}, path)
    for pattern in patterns:
        _check_pattern(pattern, path)


def _check_composite(node: Mapping[str, Any], path: str) -> None:
    """Its name, its ports, its parameters with their defaults, and the arguments that it is given."""
    title = node.get("name", "")
    if not isinstance(title, str) or len(title) > MAX_TITLE:
        raise DesignError("wrong_type", {"key": "name", "expected": f"≤ {MAX_TITLE}"}, path)
    ports = _typed(node, "inputs", list, ["in"], path)
    if not 1 <= len(ports) <= MAX_PORTS:
        raise DesignError("wrong_type", {"key": "inputs", "expected": f"1 … {MAX_PORTS}"}, path)
    for at, port in enumerate(ports):
        named = isinstance(port, str) and NAME.match(port) and port != "out"
        if not named or port in ports[:at] or port in node["nodes"]:
            raise DesignError("bad_port", {"name": str(port)[:80]}, path, "inputs")
    params = _typed(node, "params", dict, {}, path)
    if len(params) > MAX_PARAMS:
        raise DesignError("wrong_type", {"key": "params", "expected": f"≤ {MAX_PARAMS}"}, path)
    for name, about in params.items():
        if not NAME.match(name):
            raise DesignError("bad_var", {"name": name[:80]}, path, "params")
        if not isinstance(about, dict) or "default" not in about:
            raise DesignError("missing_key", {"key": f"params.{name}.default"}, path)
        _check_keys(about, PARAM_KEYS, path)
        if len(_typed(about, "title", str, "", path)) > MAX_TITLE:
            raise DesignError(
                "wrong_type", {"key": f"params.{name}.title", "expected": f"≤ {MAX_TITLE}"}, path
            )
    _typed(node, "args", dict, {}, path)


def _check_pattern(pattern: Any, path: str) -> None:
    if not isinstance(pattern, dict):
        raise DesignError("wrong_type", {"key": "patterns", "expected": "object"}, path)
    _check_keys(pattern, ("assign", "variants"), path)
    for key in ("assign", "variants"):
        if not isinstance(pattern.get(key), dict):
            raise DesignError("wrong_type", {"key": key, "expected": "object"}, path)
    _check_assign(pattern["assign"], path)
    for overrides in pattern["variants"].values():
        if not isinstance(overrides, dict) or not all(isinstance(o, dict) for o in overrides.values()):
            raise DesignError("wrong_type", {"key": "variants", "expected": "object"}, path)


def _check_assign(assign: dict[str, Any], path: str) -> None:
    """One of {"cycle": […]}, {"list": […]}, and {"ranges": {…}, "default": …}."""
    _check_keys(assign, ASSIGN_KEYS, path)
    ways = [set(assign) & way for way in ({"cycle"}, {"list"}, {"ranges", "default"})]
    if sum(bool(way) for way in ways) != 1:
        raise DesignError("wrong_type", {"key": "assign", "expected": "cycle | list | ranges"}, path)
    for key in assign:
        value = assign[key]
        names = list(value.values()) if key == "ranges" and isinstance(value, dict) else value
        names = [value] if key == "default" else names
        sound = isinstance(names, list) and names and all(isinstance(n, str) for n in names)
        if not sound or len(names) > MAX_ASSIGNED:
            raise DesignError("wrong_type", {"key": key, "expected": "names"}, path)


def chain(edge: str) -> list[str]:
    """Split "a -> b -> c" into its names."""
    return [name.strip() for name in edge.split("->")]


def json_schema() -> dict[str, Any]:
    """Return a JSON Schema of the document, with the parameters of every block."""
    return schema_of_format(FORMAT)


def fingerprint(design: Design) -> str:
    """Return 64 hex digits that two designs share exactly when they compute the same."""
    from architectures.core.fingerprint import of_plan
    from architectures.core.graph import Planner

    return of_plan(design, Planner(design).plan())
