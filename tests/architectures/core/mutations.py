"""Random changes of designs: some that a person might make, some that only a hostile program would."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from hypothesis import strategies as st

from architectures.core.blocks import registry

Document = dict[str, Any]
Change = Callable[[Document], None]

NUMBERS = (-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 64, 10**9, 0.0, 0.1, 0.5, 1.0, 1e-6, 1e12, 4.5)
WORDS = (
    "",
    "$d_model",
    "$nope",
    "rms",
    "layer",
    "half",
    "gru",
    "in",
    "out",
    "tok",
    "🙂",
    "a -> b",
    "x" * 300,
)
OBJECTS: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [1],
    {"theta": 0},
    {"type": "yarn", "factor": 4.0},
    [[[]]],
)
#: What a block needs that a person would fill in.
FIRST = {"d_model": 16, "n_heads": 2, "d_ff": 24, "d_out": 16, "max_positions": 64, "count": 2}


def scopes(document: Document) -> Iterator[Document]:
    """Yield the design and every container in it."""
    yield document
    for node in document.get("nodes", {}).values():
        if isinstance(node, dict) and isinstance(node.get("nodes"), dict):
            yield from scopes(node)


def nodes(document: Document) -> list[tuple[Document, str]]:
    """Return every node as its scope and its name."""
    return [(scope, name) for scope in scopes(document) for name in scope["nodes"]]


@cache
def schema_of(type_name: str) -> Document:
    return registry()[type_name].params_schema


def fresh(type_name: str) -> Document:
    """Return a node of a type with what it needs."""
    schema = schema_of(type_name)
    needed = {
        name: FIRST.get(name, _smallest(schema["properties"][name])) for name in schema.get("required", [])
    }
    inner = {"nodes": {"n": {"type": "Norm"}}, "edges": ["in -> n -> out"]}
    return {"type": type_name, **needed, **(inner if registry()[type_name].block.container else {})}


def _smallest(schema: Document) -> Any:
    return schema["enum"][0] if "enum" in schema else max(schema.get("minimum", 2), 2)


def values(schema: Document) -> st.SearchStrategy[Any]:
    """Values for a parameter: sound ones more often than not."""
    ways = schema.get("anyOf", [schema])
    named = [choice for way in ways for choice in way.get("enum", [])]
    likely = st.sampled_from([*named, *NUMBERS[2:15], True, False, None])
    return st.one_of(likely, likely, st.sampled_from(NUMBERS + WORDS), st.sampled_from(OBJECTS))


@st.composite
def changes(draw: st.DrawFn, document: Document) -> Document:
    """Change a document once, in place; return it."""
    found = nodes(document)
    if not found:
        return document
    scope, name = draw(st.sampled_from(found))
    node = scope["nodes"][name]
    kind = draw(st.sampled_from(KINDS))
    kind(draw, scope, name, node, document)
    return document


def _param(draw: st.DrawFn, scope: Document, name: str, node: Any, document: Document) -> None:
    spec = registry().get(node.get("type", "")) if isinstance(node, dict) else None
    if spec is None:
        return
    properties = schema_of(spec.name).get("properties", {})
    if properties:
        chosen = draw(st.sampled_from(sorted(properties)))
        node[chosen] = draw(values(properties[chosen]))


def _unset(draw: st.DrawFn, scope: Document, name: str, node: Any, document: Document) -> None:
    if isinstance(node, dict) and len(node) > 1:
        del node[draw(st.sampled_from(sorted(node)))]


def _replace(draw: st.DrawFn, scope: Document, name: str, node: Any, document: Document) -> None:
    scope["nodes"][name] = fresh(draw(st.sampled_from(sorted(registry()))))


def _wire(draw: st.DrawFn, scope: Document, name: str, node: Any, document: Document) -> None:
    ends = [*scope["nodes"], "in", "out"]
    edge = f"{draw(st.sampled_from(ends))} -> {draw(st.sampled_from(ends))}"
    edges = scope["edges"] if isinstance(scope.get("edges"), list) else []
    if edges and draw(st.booleans()):
        edges.pop(draw(st.integers(0, len(edges) - 1)))
    edges.append(edge)


def _insert(draw: st.DrawFn, scope: Document, name: str, node: Any, document: Document) -> None:
    """Put a new node after another one, as the editor would."""
    edges = scope.get("edges")
    if not isinstance(edges, list):
        return
    new = f"new{len(scope['nodes'])}"
    kinds = [
        k for k, s in registry().items() if s.block.inputs[0].kind == "stream" and not s.block.inputs[0].many
    ]
    scope["nodes"][new] = fresh(draw(st.sampled_from(sorted(kinds))))
    scope["edges"] = [
        edge.replace(f"{name} -> ", f"{name} -> {new} -> ", 1) if isinstance(edge, str) else edge
        for edge in edges
    ]


def _wrap(draw: st.DrawFn, scope: Document, name: str, node: Any, document: Document) -> None:
    inner = {"nodes": {name: node}, "edges": [f"in -> {name} -> out"]}
    pattern = {
        "assign": draw(
            st.sampled_from([{"cycle": ["a", "b"]}, {"list": ["a"]}, {"ranges": {"1-": "a"}}, {}])
        ),
        "variants": {"a": {name: draw(st.sampled_from([{}, {"eps": 1e-5}, fresh("Norm"), {"d_ff": 8}]))}},
    }
    scope["nodes"][name] = {
        "type": "Repeat",
        "count": draw(st.sampled_from(NUMBERS)),
        **inner,
        "patterns": [pattern],
    }


def _junk(draw: st.DrawFn, scope: Document, name: str, node: Any, document: Document) -> None:
    """Put anything in the place of anything."""
    place: Any = document
    for _ in range(draw(st.integers(0, 5))):
        keys = (
            sorted(place) if isinstance(place, dict) else range(len(place)) if isinstance(place, list) else ()
        )
        inner = [key for key in keys if isinstance(place[key], dict | list) and place[key]]
        if not inner:
            break
        place = place[draw(st.sampled_from(inner))]
    value = draw(st.sampled_from(NUMBERS + WORDS + OBJECTS))
    if isinstance(place, dict) and place:
        place[draw(st.sampled_from([*sorted(place), "new"]))] = copy.deepcopy(value)
    elif isinstance(place, list) and place:
        place[draw(st.integers(0, len(place) - 1))] = copy.deepcopy(value)


def _sizes(draw: st.DrawFn, scope: Document, name: str, node: Any, document: Document) -> None:
    if isinstance(document.get("vars"), dict) and document["vars"]:
        document["vars"][draw(st.sampled_from(sorted(document["vars"])))] = draw(st.sampled_from(NUMBERS))


KINDS = (_param, _param, _param, _param, _insert, _insert, _replace, _wire, _wrap, _unset, _sizes, _junk)
