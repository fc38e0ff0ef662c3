"""GPT-J (Wang and Komatsuzaki, 2021): one norm for both branches, neighbouring channels turned, biases in odd places."""

from __future__ import annotations

from typing import Any

from architectures.core.families.base import Document, Family, unlike
from architectures.core.families.config import ACTIVATIONS, PUBLISHED_ACTIVATIONS, Config
from architectures.core.families.documents import PARALLEL, attention, decoder, feed_forward, layer_norm
from architectures.core.families.gpt2 import usual
from architectures.core.families.parts import Parts
from architectures.core.families.weights import Rule

H = "transformer.h.{i}."
THETA = 10_000.0  # not told by the configuration


def read(config: Config) -> Document:
    config = usual(config)
    d_model, n_heads = config.integer("hidden_size"), config.integer("num_attention_heads")
    size = d_model // max(n_heads, 1)
    rotated = config.integer("rotary_dim", 64)
    rope: dict[str, Any] = {"theta": THETA, "layout": "interleaved"}
    if rotated != size:
        rope["fraction"] = rotated / max(size, 1)
    return decoder(
        config,
        norm=layer_norm(config.number("layer_norm_epsilon", 1e-5)),
        attn=attention(config, rope=rope),
        ffn=feed_forward(
            config,
            d_ff=config.integer("n_inner", 4 * d_model),
            gated=False,
            activation=config.choice("activation_function", ACTIVATIONS, "gelu_new"),
            bias=True,
        ),
        edges=PARALLEL,
        head={"bias": True},
    )


def write(parts: Parts) -> dict[str, Any]:
    attn: Any = parts.layer["attn"]
    ffn: Any = parts.layer["ffn"]
    norm: Any = parts.top["norm"]
    if attn.rope is None or attn.rope.theta != THETA:
        raise unlike("rope")
    names = PUBLISHED_ACTIVATIONS | {"gelu_tanh": "gelu_new"}
    return {
        "vocab_size": parts.vocab_size,
        "n_embd": parts.d_model,
        "n_layer": len(parts.layers),
        "n_head": attn.n_heads,
        "n_positions": parts.context_length,
        "n_inner": ffn.d_ff,
        "rotary_dim": attn.rope.rotated(attn.size(parts.d_model)),
        "activation_function": names[ffn.activation],
        "layer_norm_epsilon": norm.eps,
        "tie_word_embeddings": parts.tied,
    }


TABLE = {
    "norm1": "ln_1",
    "attn.q": "attn.q_proj",
    "attn.k": "attn.k_proj",
    "attn.v": "attn.v_proj",
    "attn.o": "attn.out_proj",
    "ffn.up": "mlp.fc_in",
    "ffn.down": "mlp.fc_out",
}
RULES = [
    Rule("tok", "transformer.wte"),
    Rule("norm", "transformer.ln_f"),
    Rule("head", "lm_head"),
    *(Rule("layers.{i}." + ours, H + theirs) for ours, theirs in TABLE.items()),
]

FAMILY = Family(
    slug="gptj",
    title="GPT-J",
    model_types=("gptj",),
    architecture="GPTJForCausalLM",
    sources=("Wang and Komatsuzaki, 2021",),
    read=read,
    write=write,
    rules=lambda _: RULES,
)
