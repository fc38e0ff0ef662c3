"""A smaller sibling of a design, to try out what would be slow or too large at full size."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from architectures.core.analyse import analyse
from architectures.core.design import Design, parse_design
from architectures.core.errors import DesignError
from architectures.core.graph import planned
from architectures.core.patterns import variants_of

FLOOR = (
    8  # numbers up to this stay: they are counts that code may branch on, such as groups or experts per token
)
LENGTHS = frozenset({"context_length", "max_positions"})  # how long a text may be
LONG = 128  # tokens: longer than smaller windows and chunks, or their edges would not show
SMALL = 20_000_000  # parameters that a trial may have
Place = tuple[Any, str]  # the object that holds a number, and under which key


def shrunk(design: Design) -> Design:
    """Return a design of the same structure with smaller sizes: every kind of layer stays, once each.

    Each size is halved as long as the design stays sound. Equal sizes of one name are halved together.
    """
    document = design.to_json()
    _fewer_layers(document)
    _sound(document)
    for group in _groups(document):
        _halve(document, group)
    return parse_design(json.dumps(document))


def parameters(design: Design, vocab_size: int | None = None) -> int:
    """How many a model of the design has."""
    plan, env = planned(design, vocab_size)
    return analyse(plan, env, batch_size=1, context_length=1, precision="fp32").totals["parameters"]


def _fewer_layers(scope: dict[str, Any]) -> None:
    """Keep the first layer of each combination of variants, two layers at least where there were more."""
    for node in scope["nodes"].values():
        if not isinstance(node.get("nodes"), dict):
            continue
        _fewer_layers(node)
        count = node.get("count")
        if type(count) is not int:
            continue  # named by a size
        names = [variants_of(node, layer, count) for layer in range(count)]
        kept = [names.index(n) for n in dict.fromkeys(names)]
        kept = sorted({*kept, min(1, count - 1)})
        for index, pattern in enumerate(node.get("patterns", [])):
            listed = [names[layer][index] for layer in kept]
            pattern["assign"] = {"list": [_own(pattern, name) for name in listed]}
        node["count"] = len(kept)


def _own(pattern: dict[str, Any], name: str | None) -> str:
    """The name of a variant; for layers that stay as drawn, one that changes nothing."""
    if name is not None:
        return name
    pattern["variants"].setdefault("as_drawn", {})
    return "as_drawn"


def _groups(document: dict[str, Any]) -> list[list[Place]]:
    """Whole numbers by their name and value: sizes first, since others hang on them."""
    groups: dict[tuple[str, int], list[Place]] = {}
    for holder, key in [*((document["vars"], k) for k in document["vars"]), *_numbers(document["nodes"])]:
        value = holder[key]
        if type(value) is int and value > FLOOR and key != "count":
            groups.setdefault((key, value), []).append((holder, key))
    return list(groups.values())


def _numbers(value: Any) -> Iterator[Place]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if type(inner) is int:
                yield value, key
            yield from _numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(inner)


def _halve(document: dict[str, Any], group: list[Place]) -> None:
    while True:
        before = group[0][0][group[0][1]]
        if before < 2 * (LONG if group[0][1] in LENGTHS else FLOOR):
            return
        for holder, key in group:
            holder[key] = before // 2
        if not _is_sound(document):
            for holder, key in group:
                holder[key] = before
            return


def _is_sound(document: dict[str, Any]) -> bool:
    try:
        _sound(document)
    except DesignError:
        return False
    return True


def _sound(document: dict[str, Any]) -> None:
    planned(parse_design(copy.deepcopy(document)))
