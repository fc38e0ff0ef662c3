"""The wiring as code: a class for each kind of layer, and the model."""

from __future__ import annotations

import keyword
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from torch import nn

from architectures.core.blocks.add import Add
from architectures.core.codegen.config import Sizes
from architectures.core.codegen.program import positions_of
from architectures.core.codegen.recording import is_ours
from architectures.core.codegen.rendering import Renderer
from architectures.core.graph import GraphPlan, NodePlan

RESERVED = {"positions", "config", "layer", "self", "ids", "torch", "nn", "F", "math", "in", "out"}
MAX_INLINE = 60  # characters of a call that is written inside another
Varying = dict[tuple[str, str], str]  # (node, parameter) -> the layer's own argument


@dataclass
class Written:
    """A scope as code: the lines that make its parts, and those that run them."""

    making: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    needs_positions: bool = False


class ScopeWriter:
    """Writes one scope. `modules` are its parts as built."""

    def __init__(self, plan: GraphPlan, modules: Any, renderer: Renderer, sizes: Sizes, layers: Any) -> None:
        self.plan, self.modules = plan, modules
        self.renderer, self.sizes, self.layers = renderer, sizes, layers
        self.varying: Varying = {}
        self.written = Written()

    def write(self, entering: str = "x") -> Written:
        for name, node in self.plan.nodes.items():
            if not isinstance(node.block, Add):
                self.written.making += self.made(name, node)
        self.run(entering)
        return self.written

    def made(self, name: str, node: NodePlan) -> list[str]:
        place = self.place(name)
        if node.block.container:
            return [f"{place} = {self.layers.list_of(node, self.modules[name], self.sizes)}"]
        return [f"{place} = {self.constructed(name, self.modules[name], node)}"]

    def place(self, name: str) -> str:
        plain = not keyword.iskeyword(name) and not hasattr(nn.Module, name) and name not in PLAIN_ATTRIBUTES
        return f"self.{name}" if plain else f'self._modules["{name}"]'

    def constructed(self, name: str, module: Any, node: NodePlan, around: Any = None) -> str:
        """The call that makes a part, with the arguments it was made with. `around`: the part that it is handed to."""
        record = self.renderer.program.record
        given = record.of(module)
        found = self.renderer.class_of(module)
        unit = self.renderer.program.method(module, "__init__")
        if found.torch_name or unit is None:
            stars = [self.value(node, "", v) for v in given.get("*", ())]
            named = [f"{k}={self.value(node, k, v)}" for k, v in given.items() if k != "*"]
            return f"{found.placeholder}({', '.join([*stars, *named])})"
        places, args = positions_of(unit), list[str]()
        for parameter in unit.parameters:
            if parameter.arg in unit.dropped or parameter.arg not in given:
                continue
            own = self.varying.get((name, parameter.arg))
            value = own or self.value(node, parameter.arg, given[parameter.arg], module)
            value = self.sizes.alike(value, record.of(around)) if around is not None else value
            args.append(value if parameter.arg in places else f"{parameter.arg}={value}")
        return f"{found.placeholder}({', '.join(args)})"

    def value(self, node: NodePlan, name: str, value: Any, around: Any = None) -> str:
        """A number by the name that the sizes have for it, else as it is."""
        if is_ours(type(value)) and value in self.renderer.program.record:
            return self.constructed("", value, node, around)
        return self.sizes.written(node, name, value)

    def run(self, entering: str) -> None:
        uses = Counter(i for node in self.plan.nodes.values() for i in node.inputs)
        uses[self.plan.last] += 1
        self.left, self.values = uses, {"in": entering}
        self.pending: dict[str, set[str]] = {}  # values not yet in a variable -> the variables they read
        for name, node in self.plan.nodes.items():
            inputs = [self.take(i) for i in node.inputs]
            if node.block.container:
                self.loop(name, inputs[0])
            else:
                self.step(name, node, inputs)
        last = self.values[self.plan.last]
        self.written.running.append(f"return {last}")

    def take(self, name: str) -> str:
        self.left[name] -= 1
        return self.values[name]

    def step(self, name: str, node: NodePlan, inputs: list[str]) -> None:
        call = self.called(name, node, inputs)
        is_add = isinstance(node.block, Add)
        if self.left[name] == 1 and not is_add and len(call) <= MAX_INLINE and name != self.plan.last:
            self.values[name] = call
            self.pending[name] = {v for i in node.inputs for v in self.pending.get(i, {self.values[i]})}
            return
        if name == self.plan.last and not is_add:
            self.values[name] = call
            return
        self.put(name, call)

    def put(self, name: str, call: str) -> None:
        """Keep a value in x if nothing reads x any more, else under the node's own name."""
        variable = "x" if self.is_free("x", name) else self.fresh(name)
        self.written.running.append(f"{variable} = {call}")
        self.values[name] = variable

    def is_free(self, variable: str, name: str) -> bool:
        for other, value in self.values.items():
            reads = self.pending.get(other, {value})
            if other != name and variable in reads and self.left[other] > 0:
                return False
        return True

    def fresh(self, name: str) -> str:
        taken = set(self.values.values()) | RESERVED | {"x"}
        while name in taken or keyword.iskeyword(name) or name.startswith("Class_"):
            name += "_"
        return name

    def called(self, name: str, node: NodePlan, inputs: list[str]) -> str:
        if isinstance(node.block, Add):
            scale = node.block.branch_scale
            return " + ".join(
                [inputs[0], *(i if scale == 1.0 else f"{scale!r} * {_bracketed(i)}" for i in inputs[1:])]
            )
        module = self.modules[name]
        unit = self.renderer.live_unit(module, "forward")
        if unit is not None and "ctx" in {p.arg for p in unit.parameters} - unit.dropped:
            inputs = [*inputs, _keyword(unit, "positions")]
            self.written.needs_positions = True
        return f"{self.place(name)}({', '.join(inputs)})"

    def loop(self, name: str, entering: str) -> None:
        variable = "x" if self.is_free("x", name) else self.fresh(name)
        if entering != variable:
            self.written.running.append(f"{variable} = {entering}")
        needs = self.layers.needs_positions(self.plan.nodes[name], self.modules[name])
        self.written.needs_positions |= needs
        given = f"{variable}, positions" if needs else variable
        self.written.running += [f"for layer in {self.place(name)}:", f"    {variable} = layer({given})"]
        self.values[name] = variable


PLAIN_ATTRIBUTES = {*vars(nn.Module()), "forward", "generate", "config", "training", "_modules"}


def _keyword(unit: Any, name: str) -> str:
    """Positions go by name where the function takes any number of inputs."""
    return f"{name}={name}" if unit.tree.args.vararg is not None else name


def _bracketed(expression: str) -> str:
    return f"({expression})" if " + " in expression else expression
