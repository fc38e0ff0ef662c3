"""The sizes of a model: numbers that have one meaning throughout go into its Config."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from typing import Any

from architectures.core.codegen.rendering import Renderer
from architectures.core.composites import raw_at
from architectures.core.design import Design
from architectures.core.graph import GraphPlan, NodePlan

FIRST = ("vocab_size", "context_length", "d_model", "n_layers")
WIDTHS = ("d_model", "shape")  # arguments that are as wide as the stream around them


class Sizes:
    """Finds names for numbers. `fields`: the names and their values, in the order in which a reader wants them."""

    def __init__(self, design: Design, plan: GraphPlan, model: Any, renderer: Renderer) -> None:
        self.design, self.renderer = design, renderer
        found: dict[str, set[int]] = {}
        self.said: dict[str, str] = {}  # what the blocks say of their parameters
        for node, module in parts(plan, model):
            for name, value in given_to(module, renderer).items():
                described = type(node.block).model_fields.get(name)
                if described is not None and described.description:
                    self.said.setdefault(name, _brief(described.description))
                if self.reference(node, name, value) is None and type(value) is int:
                    found.setdefault(name, set()).add(value)
        one = {name: values.pop() for name, values in found.items() if len(values) == 1}
        one |= {k: v for k, v in design.vars.items() if type(v) is int and self.is_used(k)}
        if model.context_length is not None:
            one["context_length"] = model.context_length
        one["vocab_size"] = model.vocab_size
        repeats = [node for node, _ in plan.walk() if node.block.container]
        if len(repeats) == 1:
            one["n_layers"] = len(repeats[0].layers)
        self.fields = {k: one.pop(k) for k in FIRST if k in one} | one
        self.fields = {k: v for k, v in self.fields.items() if k.isidentifier() and not keyword.iskeyword(k)}
        self.read: set[str] = {"vocab_size", "context_length"}

    def is_used(self, name: str) -> bool:
        return f'"${name}"' in _text(self.design)

    def reference(self, node: NodePlan, name: str, value: Any) -> str | None:
        """The size that the design itself names for a parameter."""
        written = raw_of(self.design, node.path).get(name)
        if (
            isinstance(written, str)
            and written.startswith("$")
            and self.design.vars.get(written[1:]) == value
        ):
            return written[1:]
        return None

    def written(self, node: NodePlan, name: str, value: Any) -> str:
        if type(value) is tuple and name in WIDTHS and len(value) == 1:
            return f"({self.written(node, 'd_model', value[0])},)"
        if type(value) is int:
            named = self.reference(node, name, value) or name
            if self.fields.get(named) == value:
                self.read.add(named)
                return f"config.{named}"
        if isinstance(value, float):
            return _float(value)
        return repr(value)

    def alike(self, written: str, around: Mapping[str, Any]) -> str:
        """The name of a size that what is around a part has too, as the channels of a head are those that are turned."""
        for name, value in around.items():
            if name.endswith("dim") and written == str(value) and self.fields.get(name) == value:
                self.read.add(name)
                return f"config.{name}"
        return written

    def count(self, node: NodePlan) -> str:
        """How many layers a Repeat has, by name where the model has one Repeat."""
        if self.fields.get("n_layers") == len(node.layers):
            self.read.add("n_layers")
            return "config.n_layers"
        return str(len(node.layers))

    def lines(self) -> list[str]:
        shown = {k: v for k, v in self.fields.items() if k in self.read}
        said = {
            "context_length": "tokens of the longest text",
            "n_layers": "layers, one after the other",
        } | self.said
        return [f"{k}: int = {v}{f'  # {said[k]}' if k in said else ''}" for k, v in shown.items()]


def parts(plan: GraphPlan, model: Any) -> Iterator[tuple[NodePlan, Any]]:
    """Yield each node of each layer with the module that was built for it."""
    for name, node in plan.nodes.items():
        module = model._modules[name]
        if not node.block.container:
            yield node, module
            continue
        for index, variant in enumerate(node.layers):
            yield from parts(node.variants[variant], module._modules[str(index)])


def given_to(module: Any, renderer: Renderer) -> dict[str, Any]:
    """The arguments that a part is still made with."""
    record, unit = renderer.program.record, renderer.program.method(module, "__init__")
    given: Mapping[str, Any] = record.of(module)
    if unit is None or renderer.class_of(module).torch_name:
        return {k: v for k, v in given.items() if k != "*"}
    names = {p.arg for p in unit.parameters} - unit.dropped
    return {k: v for k, v in given.items() if k in names}


def raw_of(design: Design, path: str) -> Mapping[str, Any]:
    """A node as the design writes it, before any pattern changes it."""
    return raw_at(design.nodes, path)


def _brief(description: str) -> str:
    """The first thing that a description says, as a remark."""
    first = re.split(r"[.;:](?:\s|$)", description, maxsplit=1)[0]
    return first[:1].lower() + first[1:]


def _text(design: Design) -> str:
    import json

    return json.dumps(design.to_json()["nodes"])


def _float(value: float) -> str:
    text = repr(value)
    return text.replace("e-0", "e-").replace("e+0", "e")
