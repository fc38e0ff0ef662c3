"""What a design costs: parameters, FLOPs, cache and training memory, each node built once without memory."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from architectures.core.blocks import Block, Env
from architectures.core.graph import GraphPlan, NodePlan

BYTES = {"fp32": 4, "bf16": 2}
STATE_BYTES = 16  # weight, gradient and two AdamW averages in fp32, of each parameter


@dataclass(frozen=True)
class Cost:
    """Of one node: parameters, forward FLOPs and cache bytes per token, summed over its `count` layers."""

    parameters: int = 0
    flops: int = 0
    kv_bytes: int = 0
    count: int = 1

    def times(self, n: int) -> Cost:
        return Cost(self.parameters * n, self.flops * n, self.kv_bytes * n, self.count * n)

    def plus(self, other: Cost, count: int) -> Cost:
        return Cost(
            self.parameters + other.parameters,
            self.flops + other.flops,
            self.kv_bytes + other.kv_bytes,
            count,
        )


@dataclass
class Costs:
    """`nodes` by path, and `totals` of the model."""

    nodes: dict[str, Cost] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)

    def nodes_json(self) -> dict[str, Any]:
        return {path: asdict(cost) for path, cost in self.nodes.items()}


@lru_cache(maxsize=512)
def _sizes(
    block: Block, width: int, vocab_size: int, tables: tuple[tuple[str, tuple[int, int]], ...]
) -> tuple[int, int]:
    """Return (parameters, forward FLOPs per token of the matrices) of a block, built on the meta device."""
    import torch
    from torch import nn

    with torch.device("meta"):
        module = block.make(width, Env(vocab_size, dict(tables)))
    parameters = sum(p.numel() for p in module.parameters())
    matrices = sum(m.weight.numel() for m in module.modules() if isinstance(m, nn.Linear))
    return parameters, 2 * matrices


def node_cost(node: NodePlan, env: Env, context_length: int, precision: str) -> Cost:
    """Return what one node costs, once. A tied head has no parameters of its own, but multiplies all the same."""
    parameters, flops = _sizes(node.block, node.width, env.vocab_size, tuple(env.tables.items()))
    if node.signal.kind == "logits":
        flops += 2 * node.width * node.signal.width
    flops += node.block.mixing_flops(node.width, context_length)
    return Cost(parameters, flops, node.block.cache_values(node.width) * BYTES[precision])


def analyse(plan: GraphPlan, env: Env, *, batch_size: int, context_length: int, precision: str) -> Costs:
    """Return the costs of a plan. Training memory: 16 bytes a parameter, and what backward needs of a batch."""
    costs, activations, tables = Costs(), 0, 0
    for node, times in plan.walk():
        if node.block.container:
            continue
        cost = node_cost(node, env, context_length, precision).times(times)
        costs.nodes[node.path] = costs.nodes.get(node.path, Cost(count=0)).plus(
            cost, costs.nodes.get(node.path, Cost(count=0)).count + times
        )
        activations += node.block.activation_values(node.width, context_length) * times
        if node.block.category == "embedding":
            tables += cost.parameters
    logits = plan.nodes[plan.last].signal.width
    totals = {
        key: sum(getattr(c, key) for c in costs.nodes.values()) for key in ("parameters", "flops", "kv_bytes")
    }
    _add_containers(plan, costs)
    tokens = batch_size * context_length
    costs.totals = {
        "parameters": totals["parameters"],
        "parameters_without_embeddings": totals["parameters"] - tables,
        "trainable": totals["parameters"],
        "flops_per_token": totals["flops"],
        "kv_bytes_per_token": totals["kv_bytes"],
        "training_bytes": STATE_BYTES * totals["parameters"]
        + tokens * (activations * BYTES[precision] + 3 * logits * BYTES["fp32"]),
    }
    return costs


def _add_containers(plan: GraphPlan, costs: Costs) -> None:
    """Give each container the sum of what lies inside."""
    for node, times in plan.walk():
        if node.block.container:
            inside = [c for path, c in costs.nodes.items() if path.startswith(f"{node.path}.")]
            leaves = [c for c in inside if c.count]
            costs.nodes[node.path] = Cost(
                sum(c.parameters for c in leaves),
                sum(c.flops for c in leaves),
                sum(c.kv_bytes for c in leaves),
                times,
            )
