"""The published families that llama.cpp computes, by their `model_type`, and how each differs from its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from inference.core.exports.errors import Refused

Config = Mapping[str, Any]
Check = Callable[[Config], bool]


@dataclass(frozen=True)
class LlamaFamily:
    """`arch`: llama.cpp's name. `interleaved`: it turns neighbouring channels, so that queries and keys published for
    half-split RoPE are reordered. `norm_offset`: the published gain is 1 + weight. `fits`: options of the
    configuration that llama.cpp takes for granted, by name."""

    arch: str
    interleaved: bool = False
    norm_offset: bool = False
    layer_norm: bool = False
    fits: tuple[tuple[str, Check], ...] = ()


def _equals(key: str, *values: Any) -> tuple[str, Check]:
    return key, lambda config: config.get(key, values[0]) in values


def _unused(key: str) -> tuple[str, Check]:
    return key, lambda config: not config.get(key)


def _no_window(config: Config) -> bool:
    """These are computed without windows, which is the same while a window spans the context."""
    window = config.get("sliding_window") if config.get("use_sliding_window", True) else None
    return window is None or window >= config["max_position_embeddings"]


def _scale_of_heads(config: Config) -> bool:
    return bool(config.get("query_pre_attn_scalar", config["head_dim"]) == config["head_dim"])


def _cycle(config: Config, period: int) -> bool:
    """Every `period`-th layer looks at everything, the others through a window."""
    kinds = config.get("layer_types") or []
    return all((kind == "full_attention") == ((i + 1) % period == 0) for i, kind in enumerate(kinds))


def _nope(config: Config) -> bool:
    """Every fourth layer knows no positions."""
    flags = config.get("no_rope_layers") or []
    return all(bool(flag) == ((i + 1) % 4 != 0) for i, flag in enumerate(flags))


NO_WINDOW: Final = ("sliding_window", _no_window)
SILU: Final = _equals("hidden_act", "silu")
GELU_TANH: Final = _equals("hidden_activation", "gelu_pytorch_tanh", None)
SCALE: Final = ("query_pre_attn_scalar", _scale_of_heads)

FAMILIES: Final[dict[str, LlamaFamily]] = {
    "llama": LlamaFamily("llama", interleaved=True, fits=(SILU,)),
    "mistral": LlamaFamily("llama", interleaved=True, fits=(SILU, NO_WINDOW)),
    "mixtral": LlamaFamily("llama", interleaved=True, fits=(SILU, NO_WINDOW)),
    "qwen2": LlamaFamily("qwen2", fits=(SILU, NO_WINDOW)),
    "qwen2_moe": LlamaFamily(
        "qwen2moe", fits=(SILU, NO_WINDOW, _unused("norm_topk_prob"), _unused("mlp_only_layers"))
    ),
    "qwen3": LlamaFamily("qwen3", fits=(SILU, NO_WINDOW, _unused("attention_bias"))),
    "qwen3_moe": LlamaFamily(
        "qwen3moe", fits=(SILU, NO_WINDOW, _equals("norm_topk_prob", True), _unused("mlp_only_layers"))
    ),
    "gemma": LlamaFamily("gemma", norm_offset=True, fits=(GELU_TANH,)),
    "gemma2": LlamaFamily(
        "gemma2", norm_offset=True, fits=(GELU_TANH, SCALE, ("layer_types", lambda c: _cycle(c, 2)))
    ),
    "gemma3_text": LlamaFamily(
        "gemma3", norm_offset=True, fits=(GELU_TANH, SCALE, ("layer_types", lambda c: _cycle(c, 6)))
    ),
    "gpt2": LlamaFamily(
        "gpt2", layer_norm=True, fits=(_equals("activation_function", "gelu_new", "gelu_pytorch_tanh"),)
    ),
    "gpt_neox": LlamaFamily("gptneox", layer_norm=True, fits=(_equals("hidden_act", "gelu", "gelu_new"),)),
    "phi": LlamaFamily(
        "phi2", layer_norm=True, fits=(_equals("hidden_act", "gelu_new"), _unused("qk_layernorm"))
    ),
    "phi3": LlamaFamily("phi3", fits=(SILU, NO_WINDOW)),
    "olmo": LlamaFamily("olmo", interleaved=True, layer_norm=True, fits=(SILU,)),
    "olmo2": LlamaFamily("olmo2", fits=(SILU,)),
    "starcoder2": LlamaFamily(
        "starcoder2", layer_norm=True, fits=(_equals("hidden_act", "gelu_pytorch_tanh"), NO_WINDOW)
    ),
    "stablelm": LlamaFamily("stablelm", layer_norm=True, fits=(SILU, _unused("qk_layernorm"))),
    "granite": LlamaFamily("granite", interleaved=True, fits=(SILU,)),
    "smollm3": LlamaFamily("smollm3", interleaved=True, fits=(SILU, NO_WINDOW, ("no_rope_layers", _nope))),
    "nemotron": LlamaFamily(
        "nemotron", norm_offset=True, layer_norm=True, fits=(_equals("hidden_act", "relu2"),)
    ),
    "cohere": LlamaFamily("command-r", layer_norm=True, fits=(SILU, _unused("use_qk_norm"))),
    "cohere2": LlamaFamily("cohere2", layer_norm=True, fits=(SILU, ("layer_types", lambda c: _cycle(c, 4)))),
}


def family_of(config: Config) -> LlamaFamily:
    """Return how llama.cpp computes this configuration. Raises Refused with the option that it does not have."""
    family = FAMILIES.get(config["model_type"])
    if family is None:
        raise Refused("family_unknown_to_llama_cpp", nearest=config["model_type"])
    for option, fits in family.fits:
        if not fits(config):
            value = str(config.get(option))[:60]
            raise Refused("option_unknown_to_llama_cpp", option=option, value=value, family=family.arch)
    return family
