"""Designs of published families, put together from their parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from architectures.core.families.config import Config

Node = dict[str, Any]
Edges = tuple[str, ...]
MAX_CYCLE = 12  # layers; a longer period is easier to read as a list

#: Norms before the mixer and before the feed-forward network: most models.
PRE: Edges = (
    "in -> add1",
    "in -> norm1 -> attn -> add1",
    "add1 -> add2",
    "add1 -> norm2 -> ffn -> add2 -> out",
)
#: Norms behind them, inside the branch: OLMo 2.
POST: Edges = (
    "in -> add1",
    "in -> attn -> post1 -> add1",
    "add1 -> add2",
    "add1 -> ffn -> post2 -> add2 -> out",
)
#: Norms before and behind: Gemma 2.
SANDWICH: Edges = (
    "in -> add1",
    "in -> norm1 -> attn -> post1 -> add1",
    "add1 -> add2",
    "add1 -> norm2 -> ffn -> post2 -> add2 -> out",
)
#: Both branches read one norm, side by side: GPT-J, Phi, Cohere.
PARALLEL: Edges = ("in -> add1", "in -> norm1 -> attn -> add1", "norm1 -> ffn -> add1 -> out")
#: Side by side, each with a norm of its own: GPT-NeoX.
PARALLEL_TWO: Edges = ("in -> add1", "in -> norm1 -> attn -> add1", "in -> norm2 -> ffn -> add1 -> out")
#: A mixer alone: Mamba.
MIXER_ONLY: Edges = ("in -> add1", "in -> norm1 -> attn -> add1 -> out")


def pairs_of(edges: Edges) -> frozenset[tuple[str, str]]:
    """Return the edges one by one, to be compared with those of a design."""
    found = set[tuple[str, str]]()
    for edge in edges:
        names = edge.split(" -> ")
        found |= set(pairwise(names))
    return frozenset(found)


def rms_norm(eps: float, **more: Any) -> Node:
    return {"type": "Norm", "kind": "rms", "eps": eps, **more}


def layer_norm(eps: float, *, bias: bool = True, **more: Any) -> Node:
    return {"type": "Norm", "kind": "layer", "eps": eps, **({"bias": True} if bias else {}), **more}


def attention(config: Config, **options: Any) -> Node:
    """Return an Attention of the usual keys; options that are None or False are left out."""
    d_model, n_heads = config.integer("hidden_size"), config.integer("num_attention_heads")
    n_kv_heads = config.integer("num_key_value_heads", n_heads)
    node: Node = {"type": "Attention", "n_heads": n_heads}
    if n_kv_heads != n_heads:
        node["n_kv_heads"] = n_kv_heads
    head_dim = config.integer("head_dim", None)
    if head_dim is not None and head_dim * n_heads != d_model:
        node["head_dim"] = head_dim
    return {**node, **{key: value for key, value in options.items() if value not in (None, False)}}


def feed_forward(config: Config, *, d_ff: int | None = None, **options: Any) -> Node:
    """Return a FeedForward; gated and silu are the block's own defaults."""
    kept = {key: value for key, value in options.items() if value not in (None,)}
    return {"type": "FeedForward", "d_ff": d_ff or config.integer("intermediate_size"), **kept}


def decoder(
    config: Config,
    *,
    norm: Node,
    attn: Node,
    ffn: Node | None,
    edges: Edges = PRE,
    patterns: Sequence[Mapping[str, Any]] = (),
    embedding: Node | None = None,
    before: Mapping[str, Node] | None = None,
    add: Node | None = None,
    head: Node | None = None,
    n_layers: int | None = None,
    tied: bool | None = None,
    context_length: int | None = None,
) -> dict[str, Any]:
    """Return the document: tokens, what is added `before` the layers, layers, a last norm, and the head."""
    used = {name for pair in pairs_of(edges) for name in pair}
    inner: dict[str, Node] = {}
    for name in ("norm1", "attn", "post1", "add1", "norm2", "ffn", "post2", "add2"):
        if name in used:
            of_kind = {"attn": attn, "ffn": ffn, "add1": {"type": "Add", **(add or {})}}
            of_kind["add2"] = of_kind["add1"]
            inner[name] = dict(of_kind.get(name) or norm)
    layers: Node = {
        "type": "Repeat", "count": n_layers or config.n_layers, "nodes": inner, "edges": list(edges),
    }  # fmt: skip
    if patterns:
        layers["patterns"] = [dict(pattern) for pattern in patterns]
    last: Node = {"type": "LMHead", **(head or {})}
    if config.tied if tied is None else tied:
        last["tie_to"] = "tok"
    top = {
        "tok": {"type": "TokenEmbedding", "vocab_size": config.integer("vocab_size"), "d_model": "$d_model"}
        | (embedding or {}),
        **(before or {}),
        "layers": layers,
        "norm": dict(norm),
        "head": last,
    }
    length = context_length or config.integer("max_position_embeddings", 2048)
    variables = {"d_model": config.integer("hidden_size"), "context_length": length}
    return {"format": 1, "vars": variables, "nodes": top, "edges": [" -> ".join(["in", *top, "out"])]}


def listed(names: Sequence[str], variants: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the pattern that gives each layer its variant: none if all are "base", a cycle where they take turns."""
    if set(names) == {"base"}:
        return []
    described = {name: dict(variants.get(name, {})) for name in dict.fromkeys(names)}
    return [{"assign": _assigned(list(names)), "variants": described}]


def _assigned(names: list[str]) -> dict[str, Any]:
    for length in range(1, max(2, min(len(names), MAX_CYCLE + 1))):
        if all(name == names[i % length] for i, name in enumerate(names)):
            return {"cycle": names[:length]}
    changes = [i for i in range(1, len(names)) if names[i] != names[i - 1]]
    if len(changes) == 1:
        return {"default": names[0], "ranges": {f"{changes[0]}-": names[-1]}}
    return {"list": names}
