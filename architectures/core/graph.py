"""A design made sense of: typed blocks, signals at every port, layers expanded. Imports no torch."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from architectures.core.blocks import Block, Env, Signal
from architectures.core.composite_checks import faulty
from architectures.core.composites import Opened, is_composite, opened
from architectures.core.design import MAX_LAYERS, MAX_NODES, Design
from architectures.core.errors import DesignError, Diagnostic
from architectures.core.fixes import insert, set_param
from architectures.core.parameters import typed_block
from architectures.core.patterns import Names, layer_nodes, mended, unlisted, variants_of
from architectures.core.wiring import wire

MAX_BUILT = 10 * MAX_NODES  # nodes, all repeats multiplied out
DEFAULT_VOCAB_SIZE = 1024  # where neither the design nor a tokenizer says


@dataclass
class NodePlan:
    """One node: its block, what flows in and out, and, of a container, its layers.

    `name` is that of its module. Inside a composite it is flat, `mixer__attn`, while the path is `mixer.attn`.
    """

    name: str
    path: str
    block: Block
    inputs: list[str]
    written: list[str]  # its inputs as the edges of its own scope, or of the composite around it, call them
    signals_in: list[Signal]
    signal: Signal
    variants: list[GraphPlan] = field(default_factory=list)
    layers: list[int] = field(default_factory=list)  # for each layer, which of the variants

    @property
    def width(self) -> int:
        return self.signals_in[0].width


@dataclass
class GraphPlan:
    """The nodes of a scope in the order in which they are computed, and the name of the last one.

    Composites are open. `end`: what leads out, as written; `composites`: by path, the node that leads out of each.
    """

    nodes: dict[str, NodePlan]
    last: str
    end: str
    composites: dict[str, str] = field(default_factory=dict)

    def walk(self, times: int = 1) -> Iterator[tuple[NodePlan, int]]:
        """Yield every node, inner ones too, with how many times the model has it."""
        for node in self.nodes.values():
            yield node, times
            for index, variant in enumerate(node.variants):
                yield from variant.walk(times * node.layers.count(index))

    def walk_composites(self, times: int = 1) -> Iterator[tuple[str, Signal, int]]:
        """Yield every composite's path, with what leaves it and how many times the model has it."""
        for path, last in self.composites.items():
            yield path, self.nodes[last].signal, times
        for node in self.nodes.values():
            for index, variant in enumerate(node.variants):
                yield from variant.walk_composites(times * node.layers.count(index))


class Planner:
    """Turns scopes into plans, and collects what is wrong in `found`."""

    def __init__(self, design: Design, vocab_size: int | None = None) -> None:
        self.design, self.found = design, list[Diagnostic]()
        self.env = Env(vocab_size or DEFAULT_VOCAB_SIZE)
        self.n_planned = 0
        self.tables: dict[str, str] = {}  # for each token table, how a design speaks of it

    def plan(self) -> GraphPlan | None:
        """Plan the whole design; None if anything is wrong with it."""
        graph = self.scope(self.design.nodes, self.design.edges, Signal("tokens"), "")
        if graph is not None and self.signal_of(graph).kind != "logits":
            actual = self.signal_of(graph).kind
            end = insert("", (graph.end, "out"), "head", {"type": "LMHead"}) if actual == "stream" else None
            self.found.append(Diagnostic("output_not_logits", graph.end, values={"actual": actual}, fix=end))
        if graph is not None:
            self.check_size(graph)
        return None if any(d.severity == "error" for d in self.found) else graph

    def check_size(self, graph: GraphPlan) -> None:
        """Nested repeats multiply: what is small on paper may be too large to build."""
        n_nodes = sum(times for _, times in graph.walk())
        n_layers = sum(times * len(node.layers) for node, times in graph.walk())
        if n_layers > MAX_LAYERS:
            values = {"n_layers": n_layers, "max_layers": MAX_LAYERS}
            self.found.append(Diagnostic("too_many_layers", values=values))
        elif n_nodes > MAX_BUILT:
            values = {"n_nodes": n_nodes, "max_nodes": MAX_BUILT}
            self.found.append(Diagnostic("too_many_nodes", values=values))

    def signal_of(self, graph: GraphPlan) -> Signal:
        return graph.nodes[graph.last].signal

    def scope(
        self, nodes: Mapping[str, Mapping[str, Any]], edges: Any, entering: Signal, path: str
    ) -> GraphPlan | None:
        if not nodes:
            self.found.append(Diagnostic("empty_canvas", path))
            return None
        wiring = wire(nodes, edges, path, self.found)
        shut = faulty(nodes, wiring, path, self.design.vars, self.found)
        flat = opened(nodes, edges, shut)
        self.counted(len(flat.nodes) - len(nodes))
        blocks = self.blocks(flat, path)
        if shut or wiring is None or any(b is None for b in blocks.values()):
            return None
        if len(flat.nodes) != len(nodes) or flat.ends:
            wiring = wire(flat.nodes, flat.chains, path, self.found)
        if wiring is None:
            return None
        if not path:
            self.remember_tables(blocks, flat)
        signals, plans = {"in": entering}, dict[str, NodePlan]()
        for name in wiring.order:
            block, inputs = blocks[name], wiring.inputs[name]
            if block is None or any(i not in signals for i in inputs):
                continue  # what feeds it is at fault, and has been reported
            here, fed = _join(path, flat.places[name]), [signals[i] for i in inputs]
            plan = NodePlan(name, here, block, inputs, flat.sources(name), fed, entering)
            if self.node(plan, flat.nodes[name]):
                plans[name], signals[name] = plan, plan.signal
        return self.graph(wiring.inputs["out"][0], plans, flat, path)

    def graph(self, last: str, plans: dict[str, NodePlan], flat: Opened, path: str) -> GraphPlan | None:
        """Return the plan of a scope, if all of it could be planned."""
        if last not in plans or len(plans) != len(flat.nodes):
            return None
        end = next(source for source, target in flat.written[""] if target == "out")
        return GraphPlan(plans, last, end, {_join(path, one): name for one, name in flat.ends.items()})

    def blocks(self, flat: Opened, path: str) -> dict[str, Block | None]:
        """Type the nodes of a scope; a composite that is at fault stays closed and has been reported."""
        return {
            name: None
            if is_composite(node)
            else typed_block(node, self.design.vars, _join(path, flat.places[name]), self.found)
            for name, node in flat.nodes.items()
        }

    def remember_tables(self, blocks: Mapping[str, Block | None], flat: Opened) -> None:
        """Note the token tables of the model. A vocabulary that is written anywhere holds everywhere."""
        written = [getattr(block, "vocab_size", None) or 0 for block in blocks.values()]
        self.env.vocab_size = max(written) or self.env.vocab_size
        for name, block in blocks.items():
            table = block.table(self.env) if block else None
            if table:
                self.env.tables[name] = table
                self.tables[name] = flat.places[name]

    def node(self, plan: NodePlan, raw: Mapping[str, Any]) -> bool:
        """Fill in the signal that leaves a node; report and return False if it cannot be."""
        try:
            check_ports(plan)
            self.check_tie(plan)
            if plan.block.container:
                return self.container(plan, raw)
            plan.signal = plan.block.infer(plan.signals_in, self.env)
        except DesignError as error:
            values = dict(error.values)
            if isinstance(values.get("source"), int):
                values["source"] = plan.written[values["source"]]
            if error.attr == "tie_to":
                values["name"] = self.tables.get(values["name"], values["name"])
            fix = error.fix or self.fix_of(error.code, values, plan, raw)
            self.found.append(Diagnostic(error.code, error.path or plan.path, error.attr, values, fix))
            return False
        return True

    def fix_of(
        self, code: str, values: Mapping[str, Any], plan: NodePlan, raw: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """A fix that takes more than the finding itself to know."""
        if code == "width_mismatch":
            linear = {"type": "Linear", "d_out": values["expected"]}
            scope, _, name = plan.path.rpartition(".")
            return insert(scope, (values["source"], name), "project", linear)
        if code.startswith("pattern_"):
            return set_param(plan.path, "patterns", mended(raw))
        return None

    def check_tie(self, plan: NodePlan) -> None:
        target = getattr(plan.block, "tie_to", None)
        if target is not None and target not in self.env.tables:
            fix = set_param(plan.path, "tie_to", next(iter(self.tables.values()))) if self.tables else None
            raise DesignError("tie_target_missing", {"name": str(target)[:80]}, attr="tie_to", fix=fix)

    def container(self, plan: NodePlan, raw: Mapping[str, Any]) -> bool:
        """Plan each distinct layer once."""
        for name in unlisted(raw):  # right for "as drawn", and a likely slip of the pen
            values, fix = {"name": name[:80]}, set_param(plan.path, "patterns", mended(raw))
            self.found.append(
                Diagnostic("pattern_unknown_variant", plan.path, "patterns", values, fix, "warning")
            )
        count = int(plan.block.count)  # type: ignore[attr-defined]
        by_names, by_content = dict[Names, int](), dict[str, int]()
        for layer in range(count):
            names = variants_of(raw, layer, count)
            if names not in by_names:
                nodes = layer_nodes(raw, names, plan.path)
                self.counted(len(nodes))
                content = json.dumps(nodes, sort_keys=True)
                if content not in by_content:
                    inner = self.scope(nodes, raw["edges"], plan.signals_in[0], plan.path)
                    if inner is None:
                        return False
                    self.check_layer(inner, plan.signals_in[0], plan.path)
                    by_content[content] = len(plan.variants)
                    plan.variants.append(inner)
                by_names[names] = by_content[content]
            plan.layers.append(by_names[names])
        plan.signal = plan.signals_in[0]
        return True

    def counted(self, more: int) -> None:
        """Raise DesignError if there are too many nodes with these."""
        self.n_planned += more
        if self.n_planned > MAX_BUILT:
            raise DesignError("too_many_nodes", {"n_nodes": self.n_planned, "max_nodes": MAX_BUILT})

    def check_layer(self, inner: GraphPlan, entering: Signal, path: str) -> None:
        leaving = self.signal_of(inner)
        if leaving != entering:
            values = {"width_in": entering.width, "width_out": leaving.width}
            linear = {"type": "Linear", "d_out": entering.width}
            fix = insert(path, (inner.end, "out"), "project", linear) if leaving.kind == "stream" else None
            raise DesignError("layer_width", values, fix=fix)


def check_ports(plan: NodePlan) -> None:
    """Raise DesignError if a node has too many or too few inputs, or one of another kind."""
    port = plan.block.inputs[0]
    n_inputs = len(plan.inputs)
    if port.many and n_inputs < 2:
        raise DesignError("too_few_inputs", {"n_inputs": n_inputs, "min_inputs": 2}, attr=port.name)
    if not port.many and n_inputs > 1:
        values = {"n_inputs": n_inputs, "max_inputs": 1, "nodes": plan.written}
        raise DesignError("too_many_inputs", values, attr=port.name)
    for source, signal in zip(plan.written, plan.signals_in, strict=True):
        if signal.kind != port.kind:
            values = {"source": source, "expected": port.kind, "actual": signal.kind}
            raise DesignError("port_kind", values, attr=port.name)


def planned(design: Design, vocab_size: int | None = None) -> tuple[GraphPlan, Env]:
    """Plan a design that is to be built. Raises DesignError with the first thing that is wrong."""
    planner = Planner(design, vocab_size)
    graph = planner.plan()
    if graph is None:
        first = next(d for d in planner.found if d.severity == "error")
        raise DesignError(first.code, first.values, first.path, first.attr)
    return graph, planner.env


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
