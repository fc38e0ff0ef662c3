"""What a design costs: parameters, FLOPs, cache and training memory, each node built once without memory."""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass, field, replace
from functools import lru_cache
from typing import Any

from architectures.core.blocks import Block, Env
from architectures.core.graph import GraphPlan, NodePlan

BYTES = {"fp32": 4, "bf16": 2}
STATE_BYTES = 16  # weight, gradient and two AdamW averages in fp32, of each parameter
LOGIT_COPIES = 3  # logits, their gradient and the softmax, in fp32


@dataclass(frozen=True)
class Cost:
    """Of one node, summed over its `count` layers: parameters, forward FLOPs per token, cache bytes of one token,
    all cache bytes of one sequence as long as the context, bytes that training on a batch takes, and those of them that
    each sequence of the batch takes."""

    parameters: int = 0
    flops: int = 0
    kv_bytes: int = 0
    cache_bytes: int = 0
    training_bytes: int = 0
    sequence_bytes: int = 0
    count: int = 1

    def times(self, n: int) -> Cost:
        return Cost(*(value * n for value in astuple(self)))

    def plus(self, other: Cost) -> Cost:
        return Cost(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


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


@dataclass(frozen=True)
class Load:
    """What is trained on and how: batches of B x T tokens in a precision."""

    batch_size: int
    context_length: int
    precision: str

    @property
    def n_bytes(self) -> int:
        """Bytes of a number that is kept."""
        return BYTES[self.precision]


def node_cost(node: NodePlan, env: Env, load: Load) -> Cost:
    """Return what one node costs, once. A tied head has no parameters of its own, but multiplies all the same."""
    length = load.context_length
    parameters, flops = _sizes(node.block, node.width, env.vocab_size, tuple(env.tables.items()))
    kept = node.block.activation_values(node.width, length) * load.n_bytes
    if node.signal.kind == "logits":
        flops += 2 * node.width * node.signal.width
        kept += LOGIT_COPIES * node.signal.width * BYTES["fp32"]
    flops += node.block.mixing_flops(node.width, length)
    none, one, all_of_them = (node.block.cache_values(node.width, n) * load.n_bytes for n in (0, 1, length))
    sequence = length * kept
    training = STATE_BYTES * parameters + load.batch_size * sequence
    return Cost(parameters, flops, one - none, all_of_them, training, sequence)


def analyse(plan: GraphPlan, env: Env, *, batch_size: int, context_length: int, precision: str) -> Costs:
    """Return the costs of a plan. Training memory: 16 bytes a parameter, and what backward needs of a batch."""
    costs, total, tables, idle = Costs(), Cost(), 0, 0
    load = Load(batch_size, context_length, precision)
    for node, times in plan.walk():
        _add(costs, node.path, Cost(count=times))
        if node.block.container:
            continue
        cost = replace(node_cost(node, env, load).times(times), count=0)
        for path in _upwards(node.path):
            _add(costs, path, cost)
        total = total.plus(cost)
        idle += node.block.idle_parameters(node.width) * times
        tables += cost.parameters if node.block.category == "embedding" else 0
    for path, _, times in plan.walk_composites():
        _add(costs, path, Cost(count=times))
    costs.totals = {
        "parameters": total.parameters,
        "active_parameters": total.parameters - idle,
        "parameters_without_embeddings": total.parameters - tables,
        "trainable": total.parameters,
        "flops_per_token": total.flops,
        "kv_bytes_per_token": total.kv_bytes,
        "cache_bytes": total.cache_bytes,
        "training_bytes": total.training_bytes,
        "sequence_bytes": total.sequence_bytes,
    }
    return costs


def _add(costs: Costs, path: str, cost: Cost) -> None:
    costs.nodes[path] = costs.nodes.get(path, Cost(count=0)).plus(cost)


def _upwards(path: str) -> list[str]:
    """A node and the containers around it: "a.b.c", "a.b", "a"."""
    names = path.split(".")
    return [".".join(names[:n]) for n in range(len(names), 0, -1)]
