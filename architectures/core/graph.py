"""A design made sense of: typed blocks, signals at every port, layers expanded. Imports no torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from architectures.core.blocks import Block, Env, Signal, registry
from architectures.core.design import CONTAINER_KEYS, MAX_LAYERS, Design
from architectures.core.errors import DesignError, Diagnostic
from architectures.core.patterns import layer_nodes
from architectures.core.wiring import wire

DEFAULT_VOCAB_SIZE = 1024  # where neither the design nor a tokenizer says


@dataclass
class NodePlan:
    """One node: its block, what flows in and out, and, of a container, its layers."""

    name: str
    path: str
    block: Block
    inputs: list[str]
    signals_in: list[Signal]
    signal: Signal
    variants: list[GraphPlan] = field(default_factory=list)
    layers: list[int] = field(default_factory=list)  # for each layer, which of the variants

    @property
    def width(self) -> int:
        return self.signals_in[0].width


@dataclass
class GraphPlan:
    """The nodes of a scope in the order in which they are computed, and the name of the last one."""

    nodes: dict[str, NodePlan]
    last: str

    def walk(self, times: int = 1) -> Iterator[tuple[NodePlan, int]]:
        """Yield every node, inner ones too, with how many times the model has it."""
        for node in self.nodes.values():
            yield node, times
            for index, variant in enumerate(node.variants):
                yield from variant.walk(times * node.layers.count(index))


class Planner:
    """Turns scopes into plans, and collects what is wrong in `found`."""

    def __init__(self, design: Design, vocab_size: int | None = None) -> None:
        self.design, self.found = design, list[Diagnostic]()
        self.env = Env(vocab_size or DEFAULT_VOCAB_SIZE)
        self.n_layers = 0

    def plan(self) -> GraphPlan | None:
        """Plan the whole design; None if anything is wrong with it."""
        if not self.design.nodes:
            self.found.append(Diagnostic("empty_canvas"))
            return None
        graph = self.scope(self.design.nodes, self.design.edges, Signal("tokens"), "")
        if graph is not None and self.signal_of(graph).kind != "logits":
            actual = self.signal_of(graph).kind
            self.found.append(Diagnostic("output_not_logits", graph.last, values={"actual": actual}))
        return None if any(d.severity == "error" for d in self.found) else graph

    def signal_of(self, graph: GraphPlan) -> Signal:
        return graph.nodes[graph.last].signal

    def scope(
        self, nodes: Mapping[str, Mapping[str, Any]], edges: Any, entering: Signal, path: str
    ) -> GraphPlan | None:
        blocks = {name: self.block(node, _join(path, name)) for name, node in nodes.items()}
        wiring = wire(nodes, edges, path, self.found)
        if wiring is None or any(b is None for b in blocks.values()):
            return None
        if not path:
            self.remember_tables(blocks)
        signals, plans = {"in": entering}, dict[str, NodePlan]()
        for name in wiring.order:
            block, inputs = blocks[name], wiring.inputs[name]
            if block is None or any(i not in signals for i in inputs):
                continue  # what feeds it is at fault, and has been reported
            plan = NodePlan(name, _join(path, name), block, inputs, [signals[i] for i in inputs], entering)
            if self.node(plan, nodes[name]):
                plans[name], signals[name] = plan, plan.signal
        last = wiring.inputs["out"][0]
        return GraphPlan(plans, last) if last in plans and len(plans) == len(nodes) else None

    def remember_tables(self, blocks: Mapping[str, Block | None]) -> None:
        for name, block in blocks.items():
            if block is not None and hasattr(block, "table"):
                self.env.tables[name] = block.table(self.env)

    def block(self, node: Mapping[str, Any], path: str) -> Block | None:
        """Return the typed block of a node, its variables filled in."""
        spec = registry().get(node["type"])
        if spec is None:
            near = get_close_matches(node["type"], registry(), 1)
            values = {"type": node["type"][:80], "suggestion": near[0] if near else None}
            self.found.append(Diagnostic("unknown_block", path, "type", values))
            return None
        dropped = {"type", *(CONTAINER_KEYS if spec.block.container else ())}
        try:
            params = {k: self.substitute(v, k) for k, v in node.items() if k not in dropped}
            return spec.block.model_validate(params)
        except DesignError as error:
            self.found.append(Diagnostic(error.code, path, error.attr, error.values))
        except ValidationError as error:
            self.found += [param_diagnostic(spec.block, e, path) for e in error.errors()[:20]]
        return None

    def substitute(self, value: Any, attr: str) -> Any:
        if isinstance(value, str) and value.startswith("$"):
            if value[1:] not in self.design.vars:
                near = get_close_matches(value[1:], self.design.vars, 1)
                values = {"name": value[1:81], "suggestion": near[0] if near else None}
                raise DesignError("unknown_var", values, attr=attr)
            return self.design.vars[value[1:]]
        if isinstance(value, dict):
            return {k: self.substitute(v, attr) for k, v in value.items()}
        return [self.substitute(v, attr) for v in value] if isinstance(value, list) else value

    def node(self, plan: NodePlan, raw: Mapping[str, Any]) -> bool:
        """Fill in the signal that leaves a node; report and return False if it cannot be."""
        try:
            check_ports(plan)
            self.check_tie(plan)
            if plan.block.container:
                return self.container(plan, raw)
            plan.signal = plan.block.infer(plan.signals_in, self.env)
        except DesignError as error:
            self.found.append(Diagnostic(error.code, plan.path, error.attr, error.values))
            return False
        return True

    def check_tie(self, plan: NodePlan) -> None:
        target = getattr(plan.block, "tie_to", None)
        if target is not None and target not in self.env.tables:
            raise DesignError("tie_target_missing", {"name": str(target)[:80]}, attr="tie_to")

    def container(self, plan: NodePlan, raw: Mapping[str, Any]) -> bool:
        count = int(plan.block.count)  # type: ignore[attr-defined]
        self.n_layers += count
        if self.n_layers > MAX_LAYERS:
            raise DesignError("too_many_layers", {"n_layers": self.n_layers, "max_layers": MAX_LAYERS})
        entering, seen = plan.signals_in[0], dict[str, int]()
        for layer in range(count):
            nodes = layer_nodes(raw, layer, count)
            key = json.dumps(nodes, sort_keys=True)
            if key not in seen:
                inner = self.scope(nodes, raw["edges"], entering, plan.path)
                if inner is None:
                    return False
                self.check_layer(inner, entering)
                seen[key] = len(plan.variants)
                plan.variants.append(inner)
            plan.layers.append(seen[key])
        plan.signal = entering
        return True

    def check_layer(self, inner: GraphPlan, entering: Signal) -> None:
        leaving = self.signal_of(inner)
        if leaving != entering:
            raise DesignError("layer_width", {"width_in": entering.width, "width_out": leaving.width})


def check_ports(plan: NodePlan) -> None:
    """Raise DesignError if a node has too many or too few inputs, or one of another kind."""
    port = plan.block.inputs[0]
    n_inputs = len(plan.inputs)
    if port.many and n_inputs < 2:
        raise DesignError("too_few_inputs", {"n_inputs": n_inputs, "min_inputs": 2}, attr=port.name)
    if not port.many and n_inputs > 1:
        values = {"n_inputs": n_inputs, "max_inputs": 1, "nodes": plan.inputs}
        raise DesignError("too_many_inputs", values, attr=port.name)
    for source, signal in zip(plan.inputs, plan.signals_in, strict=True):
        if signal.kind != port.kind:
            values = {"source": source, "expected": port.kind, "actual": signal.kind}
            raise DesignError("port_kind", values, attr=port.name)


def param_diagnostic(block: type[Block], error: Any, path: str) -> Diagnostic:
    """Turn one complaint of pydantic into a diagnostic with a code of ours."""
    names = [str(part) for part in error["loc"] if part not in ("function-after",)]
    attr, kind, ctx = names[0] if names else None, error["type"], error.get("ctx", {})
    name, value = ".".join(names), str(error.get("input"))[:80]
    if kind == "missing":
        return Diagnostic("param_missing", path, attr, {"name": name})
    if kind == "extra_forbidden":
        near = get_close_matches(names[-1], block.model_fields, 1)
        values = {"type": block.__name__, "name": name[:80], "suggestion": near[0] if near else None}
        return Diagnostic("unknown_param", path, attr, values)
    if kind.startswith(("greater_than", "less_than")):
        low, high = ctx.get("ge", ctx.get("gt")), ctx.get("le", ctx.get("lt"))
        return Diagnostic("param_range", path, attr, {"name": name, "value": value, "min": low, "max": high})
    if kind == "literal_error":
        values = {"name": name, "value": value, "choices": str(ctx.get("expected"))}
        return Diagnostic("param_choice", path, attr, values)
    if kind.endswith(("_type", "_parsing", "from_float")):
        expected = kind.removesuffix("_type").removesuffix("_parsing").removesuffix("_from_float")
        return Diagnostic("param_type", path, attr, {"name": name, "expected": expected, "value": value})
    return Diagnostic("param_invalid", path, attr, {"name": name, "value": value})


def planned(design: Design, vocab_size: int | None = None) -> tuple[GraphPlan, Env]:
    """Plan a design that is to be built. Raises DesignError with the first thing that is wrong."""
    planner = Planner(design, vocab_size)
    graph = planner.plan()
    if graph is None:
        first = next(d for d in planner.found if d.severity == "error")
        raise DesignError(first.code, first.values, first.path, first.attr)
    return graph, planner.env


def fingerprint(design: Design) -> str:
    """Return a hash of what the model computes: blocks with all parameters, and wiring. Names, layout, notes and
    the spelling of edges do not count. A design that cannot be planned is hashed as it is written."""
    planner = Planner(design)
    graph = planner.plan()
    if graph is None:
        written = {"vars": dict(design.vars), "nodes": dict(design.nodes), "edges": list(design.edges)}
        return _digest(["unplanned", written])
    return _graph_digest(graph, {})


def _graph_digest(graph: GraphPlan, tables: dict[str, str]) -> str:
    digests = {"in": "in"}
    for name, node in graph.nodes.items():
        inferred = {
            key
            for key, value in type(node.block).model_fields.items()
            if isinstance(value.json_schema_extra, dict) and value.json_schema_extra.get("inferred")
        }
        params = node.block.model_dump(exclude=inferred)
        if params.get("tie_to"):
            params["tie_to"] = digests.get(params["tie_to"], params["tie_to"])
        layers = [_graph_digest(node.variants[i], tables) for i in node.layers]
        fed = [digests[i] for i in node.inputs]
        digests[name] = _digest([type(node.block).__name__, params, layers, fed])
    return digests[graph.last]


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
