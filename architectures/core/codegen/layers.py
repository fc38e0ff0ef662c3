"""The layers of a Repeat as code: one class for each kind, numbers that differ as its arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from architectures.core.codegen.config import Sizes, raw_of
from architectures.core.codegen.graphs import ScopeWriter, Varying, Written
from architectures.core.codegen.recording import key_of
from architectures.core.codegen.rendering import Renderer
from architectures.core.design import Design
from architectures.core.graph import GraphPlan, NodePlan
from architectures.core.patterns import variants_of

PLACEHOLDER = "Layer_{}_"
MAX_CYCLE, MAX_RUNS = 8, 4  # beyond them a list is written out


@dataclass
class LayerClass:
    """Layers that differ in nothing but numbers. `variants` of the plan -> the numbers that each is made with."""

    number: int
    name: str
    plan: GraphPlan
    modules: Any
    path: str
    arguments: list[str] = field(default_factory=list)
    variants: dict[int, list[int]] = field(default_factory=dict)
    written: Written = field(default_factory=Written)
    forced: bool = False  # a neighbour in the same list needs positions

    @property
    def placeholder(self) -> str:
        return PLACEHOLDER.format(self.number)


class LayerWriter:
    """Finds the classes of each Repeat as it is asked for them. Inner Repeats come first in `classes`."""

    def __init__(self, design: Design, renderer: Renderer) -> None:
        self.design, self.renderer = design, renderer
        self.classes: list[LayerClass] = []
        self._by_path: dict[tuple[str, int], list[LayerClass]] = {}

    def of(self, node: NodePlan, modules: Any, sizes: Sizes) -> list[LayerClass]:
        """The classes of a Repeat."""
        key = (node.path, id(node))
        if key not in self._by_path:
            groups: dict[str, list[int]] = {}
            for variant, plan in enumerate(node.variants):
                built = modules._modules[str(node.layers.index(variant))]
                groups.setdefault(self.structure(plan, built), []).append(variant)
            made = [self.write(node, modules, variants, sizes) for variants in groups.values()]
            needs = any(found.written.needs_positions for found in made)
            for found in made:
                found.forced = needs
            self._by_path[key] = made
        return self._by_path[key]

    def needs_positions(self, node: NodePlan, modules: Any) -> bool:
        return any(found.forced for found in self._by_path[(node.path, id(node))])

    def structure(self, plan: GraphPlan, modules: Any) -> str:
        """What two layers of one class share: all but whole numbers."""
        found = []
        for name, node in plan.nodes.items():
            if node.block.container:
                found.append(
                    f"{name} {node.inputs} {key_of_layers(node, modules._modules[name], self.renderer)}"
                )
                continue
            module = modules._modules[name]
            given = self.renderer.program.record.of(module)
            rest = {k: self._shown(v) for k, v in given.items() if type(v) is not int}
            text = self.renderer.class_of(module).placeholder
            found.append(f"{name} {node.inputs} {text} {rest} {getattr(node.block, 'branch_scale', None)}")
        return "\n".join(found)

    def _shown(self, value: Any) -> str:
        record = self.renderer.program.record
        return key_of(value, record) if value in record else repr(value) if not callable(value) else ""

    def write(self, node: NodePlan, modules: Any, variants: list[int], sizes: Sizes) -> LayerClass:
        first = variants[0]
        layer = node.layers.index(first)
        plan, built = node.variants[first], modules._modules[str(layer)]
        varying, rows = self.varying(node, modules, variants)
        name = self.name(node, layer)
        writer = ScopeWriter(plan, built._modules, self.renderer, sizes, self)
        writer.varying = varying
        written = writer.write()
        found = LayerClass(
            len(self.classes) + 1, name, plan, built, node.path, list(dict.fromkeys(varying.values()))
        )
        found.variants, found.written = rows, written
        self.classes.append(found)
        return found

    def varying(
        self, node: NodePlan, modules: Any, variants: list[int]
    ) -> tuple[Varying, dict[int, list[int]]]:
        """Which arguments differ from variant to variant, the names they get, and their values by variant."""
        tables = [self.numbers(modules._modules[str(node.layers.index(v))]) for v in variants]
        differing = [key for key in tables[0] if len({table[key] for table in tables}) > 1]
        columns: dict[tuple[str, tuple[int, ...]], str] = {}
        varying: Varying = {}
        for key in differing:
            column = (key[1], tuple(table[key] for table in tables))
            taken = {name for (param, _), name in columns.items() if param == key[1]}
            columns.setdefault(column, f"{key[0]}_{key[1]}" if key[1] in taken else key[1])
            varying[key] = columns[column]
        rows = {v: [column[1][i] for column in columns] for i, v in enumerate(variants)}
        return varying, rows

    def numbers(self, modules: Any) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for name, module in modules._modules.items():
            if module in self.renderer.program.record and not hasattr(module, "steps"):
                unit = self.renderer.program.method(module, "__init__")
                gone = unit.dropped if unit is not None else set()
                given = self.renderer.program.record.of(module)
                found |= {(name, k): v for k, v in given.items() if type(v) is int and k not in gone}
        return found

    def name(self, node: NodePlan, layer: int) -> str:
        raw = raw_of(self.design, node.path)
        variants = variants_of(raw, layer, len(node.layers)) if raw else ()
        own = "" if node.name in ("layers", "layer", "blocks") else titled(node.name)
        return "".join(titled(v) for v in variants if v) + own + "Layer"

    def list_of(self, node: NodePlan, modules: Any, sizes: Sizes) -> str:
        """The expression that makes all the layers of a Repeat."""
        by_variant = {v: found for found in self.of(node, modules, sizes) for v in found.variants}
        row = [(by_variant[v], by_variant[v].variants[v]) for v in node.layers]
        count = sizes.count(node)
        kinds = [found.placeholder for found, _ in row]
        if any(values for _, values in row):
            return _with_numbers(row)
        if len(set(kinds)) == 1:
            return f"nn.ModuleList({kinds[0]}(config) for _ in range({count}))"
        for period in range(2, min(MAX_CYCLE, len(kinds) // 2) + 1):
            if all(kind == kinds[i % period] for i, kind in enumerate(kinds)):
                cycle = f"({', '.join(kinds[:period])})"
                return f"nn.ModuleList({cycle}[i % {period}](config) for i in range({count}))"
        return _in_runs(kinds)


def key_of_layers(node: NodePlan, modules: Any, renderer: Renderer) -> str:
    keys = [key_of(m, renderer.program.record) for m in modules.modules() if m in renderer.program.record]
    return f"{node.layers} {keys}"


def titled(name: str) -> str:
    return "".join(
        part[:1].upper() + part[1:] for part in name.split("_") if part.isalnum() and part.isascii()
    )


def _with_numbers(row: list[tuple[LayerClass, list[int]]]) -> str:
    first = row[0][0]
    if all(found is first for found, _ in row):
        names = ", ".join(first.arguments)
        values = [str(v[0]) if len(v) == 1 else f"({', '.join(map(str, v))})" for _, v in row]
        return f"nn.ModuleList({first.placeholder}(config, {names}) for {names} in ({', '.join(values)}))"
    calls = [f"{found.placeholder}({', '.join(['config', *map(str, v)])})" for found, v in row]
    return f"nn.ModuleList([{', '.join(calls)}])"


def _in_runs(kinds: list[str]) -> str:
    runs: list[tuple[str, int]] = []
    for kind in kinds:
        if runs and runs[-1][0] == kind:
            runs[-1] = (kind, runs[-1][1] + 1)
        else:
            runs.append((kind, 1))
    if len(runs) <= MAX_RUNS:
        parts = [f"{k}(config)" if n == 1 else f"*({k}(config) for _ in range({n}))" for k, n in runs]
        return f"nn.ModuleList([{', '.join(parts)}])"
    names = ", ".join(kinds)
    return f"nn.ModuleList(kind(config) for kind in ({names}))"
