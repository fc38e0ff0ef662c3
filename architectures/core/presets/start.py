"""The presets to begin with: not as anyone published them, but of sizes that train in a minute or an hour."""

from __future__ import annotations

from typing import Any

from architectures.core.presets.parts import decoder
from architectures.core.presets.preset import Preset

LAYER_NORM = {"type": "Norm", "kind": "layer", "eps": 1e-5, "bias": True}
RMS_NORM = {"type": "Norm", "kind": "rms", "eps": 1e-6}
SWIGLU = {"type": "FeedForward", "gated": True, "activation": "silu"}


def tiny_story_writer() -> dict[str, Any]:
    return decoder(
        variables={"d_model": 128, "context_length": 128},
        count=4,
        norm=RMS_NORM,
        attention={"type": "Attention", "n_heads": 4, "rope": {}, "qk_norm": {"over": "head"}},
        feed_forward={"type": "FeedForward", "gated": False, "activation": "relu2", "d_ff": 512},
        tied=False,
    )


def tiny_gpt() -> dict[str, Any]:
    return decoder(
        variables={"d_model": 96, "context_length": 64},
        count=3,
        norm=LAYER_NORM,
        attention={"type": "Attention", "qkv_bias": True, "out_bias": True, "n_heads": 4},
        feed_forward={
            "type": "FeedForward",
            "gated": False,
            "activation": "gelu_tanh",
            "bias": True,
            "d_ff": 384,
        },
        positions={"type": "LearnedPositionalEmbedding", "max_positions": "$context_length"},
        tied=True,
    )


def tiny_hybrid() -> dict[str, Any]:
    cycle = {"cycle": ["local", "local", "global"]}
    return decoder(
        variables={"d_model": 96, "context_length": 128},
        count=6,
        norm=RMS_NORM,
        attention={"type": "Attention", "n_heads": 4, "n_kv_heads": 2, "rope": {}},
        feed_forward={**SWIGLU, "d_ff": 256},
        patterns=[{"assign": cycle, "variants": {"local": {"attn": {"window": 32}}, "global": {}}}],
        tied=True,
    )


def llama_style() -> dict[str, Any]:
    return decoder(
        variables={"d_model": 512, "context_length": 512},
        count=8,
        norm=RMS_NORM,
        attention={"type": "Attention", "n_heads": 8, "n_kv_heads": 4, "rope": {"theta": 10000.0}},
        feed_forward={**SWIGLU, "d_ff": 1376},
        tied=False,
    )


def qwen3_style() -> dict[str, Any]:
    rope = {"theta": 1000000.0}
    heads = {"n_heads": 6, "n_kv_heads": 2, "head_dim": 64}
    return decoder(
        variables={"d_model": 384, "context_length": 512},
        count=8,
        norm=RMS_NORM,
        attention={"type": "Attention", **heads, "rope": rope, "qk_norm": {"over": "head"}},
        feed_forward={**SWIGLU, "d_ff": 1024},
        tied=True,
    )


PRESETS = (
    Preset(
        slug="tiny-story-writer",
        title="Tiny story writer",
        summary={
            "en": "A million parameters, put together from what learns fastest: writes whole sentences after a minute.",
            "ko": "약 백만 매개변수로, 가장 빨리 배우는 부품을 모았습니다. 1분만 학습해도 온전한 문장을 씁니다.",
        },
        sources=("Su et al., 2021 (RoPE)", "So et al., 2021 (squared ReLU)", "Henry et al., 2020 (qk-norm)"),
        group="start",
        year=None,
        n_parameters=1_049_984,
        make=tiny_story_writer,
    ),
    Preset(
        slug="tiny-gpt",
        title="Tiny GPT",
        summary={
            "en": "GPT-2's plan at a size that a laptop trains in a minute: learned positions, layer norm, GELU.",
            "ko": "GPT-2의 설계를 노트북에서 1분이면 학습하는 크기로 줄였습니다. 학습 위치, 층 정규화, GELU를 씁니다.",
        },
        sources=("Radford et al., 2019",),
        group="start",
        family="gpt2",
        year=None,
        n_parameters=440_160,
        make=tiny_gpt,
    ),
    Preset(
        slug="tiny-hybrid",
        title="Tiny hybrid",
        summary={
            "en": "Two layers that look back 32 tokens, then one that sees all: long texts at a fraction of the cost.",
            "ko": "32토큰만 돌아보는 층 둘과 전체를 보는 층 하나를 되풀이하여, 긴 글을 적은 비용으로 다룹니다.",
        },
        sources=("Gemma Team, 2025 (local and global layers)",),
        group="start",
        year=None,
        n_parameters=707_808,
        make=tiny_hybrid,
    ),
    Preset(
        slug="llama-style",
        title="Llama-style",
        summary={
            "en": "RMS norm, rotary positions, SwiGLU and grouped heads: what open models settled on.",
            "ko": "RMS 정규화, 회전 위치, SwiGLU, 묶음 헤드로 이루어진, 공개 모델들의 표준이 된 설계입니다.",
        },
        sources=("Touvron et al., 2023", "Grattafiori et al., 2024"),
        group="start",
        family="llama",
        year=None,
        n_parameters=24_257_024,
        make=llama_style,
    ),
    Preset(
        slug="qwen3-style",
        title="Qwen3-style",
        summary={
            "en": "Llama's plan with queries and keys normalised per head, which keeps training steady.",
            "ko": "Llama의 설계에 헤드별 쿼리·키 정규화를 더하여 학습이 안정적입니다.",
        },
        sources=("Yang et al., 2025",),
        group="start",
        family="qwen3",
        year=None,
        n_parameters=12_983_680,
        make=qwen3_style,
    ),
)
