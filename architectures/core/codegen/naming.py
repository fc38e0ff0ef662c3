"""Names for classes: the plain one where there is one of a kind, else by the layers that it is for."""

from __future__ import annotations

import re
from collections import Counter

from architectures.core.codegen.layers import LayerClass
from architectures.core.codegen.rendering import ClassText

TAKEN = {"Model", "Config", "Tensor"}


def named(text: str, classes: list[ClassText], layers: list[LayerClass]) -> str:
    """Put names in the place of the placeholders of classes."""
    present = dict.fromkeys(re.findall(r"class (\w+)", text))
    names: dict[str, str] = {}
    for layer in layers:
        _give(names, layer.placeholder, [layer.name])
    users = {c.number: _users(c, layers, text) for c in classes}
    shown = [c for c in classes if c.placeholder in present]
    alike = Counter(c.base_name for c in shown)
    for found in shown:
        base = found.base_name
        prefixes = {layer.name.removesuffix("Layer") for layer in users[found.number]}
        wishes = [base]
        if alike[base] > 1 and len(prefixes) == 1:
            wishes = [f"{prefixes.pop()}{base}"]
        _give(names, found.placeholder, wishes)
    return re.sub(r"\b(Class|Layer)_\d+_\b", lambda m: names.get(m[0], m[0]), text)


def _users(found: ClassText, layers: list[LayerClass], text: str) -> list[LayerClass]:
    return [
        layer for layer in layers if any(found.placeholder + "(" in line for line in layer.written.making)
    ]


def _give(names: dict[str, str], placeholder: str, wishes: list[str]) -> None:
    taken = set(names.values()) | TAKEN
    base = wishes[-1]
    for wish in [*wishes, *(f"{base}{n}" for n in range(2, len(taken) + 3))]:
        if wish not in taken:
            names[placeholder] = wish
            return
