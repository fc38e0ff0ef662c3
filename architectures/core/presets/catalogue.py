"""The presets, with where their sizes come from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from architectures.core.design import Design, parse_design
from architectures.core.presets.parts import decoder

LAYER_NORM = {"type": "Norm", "kind": "layer", "eps": 1e-5, "bias": True}
RMS_NORM = {"type": "Norm", "kind": "rms", "eps": 1e-6}
GPT_ATTENTION = {"type": "Attention", "qkv_bias": True, "out_bias": True}
GPT_FEED_FORWARD = {"type": "FeedForward", "gated": False, "activation": "gelu_tanh", "bias": True}
SWIGLU = {"type": "FeedForward", "gated": True, "activation": "silu"}
SQUARED_RELU = {"type": "FeedForward", "gated": False, "activation": "relu2"}


@dataclass(frozen=True)
class Preset:
    """A design with a name, a sentence on what is special about it in each language, and its sources."""

    slug: str
    title: str
    summary: Mapping[str, str]
    design: Design
    sources: tuple[str, ...]


def gpt2_small() -> dict[str, Any]:
    return decoder(
        title="GPT-2 small",
        variables={"d_model": 768, "context_length": 1024},
        count=12,
        norm=LAYER_NORM,
        attention={**GPT_ATTENTION, "n_heads": 12},
        feed_forward={**GPT_FEED_FORWARD, "d_ff": 3072},
        positions={"type": "LearnedPositionalEmbedding", "max_positions": "$context_length"},
        tied=True,
    )


def llama_style() -> dict[str, Any]:
    return decoder(
        title="Llama-style",
        variables={"d_model": 512, "context_length": 512},
        count=8,
        norm=RMS_NORM,
        attention={"type": "Attention", "n_heads": 8, "n_kv_heads": 4, "rope": {"theta": 10000.0}},
        feed_forward={**SWIGLU, "d_ff": 1376},
        tied=False,
    )


def qwen3_style() -> dict[str, Any]:
    rope = {"theta": 1000000.0}
    return decoder(
        title="Qwen3-style",
        variables={"d_model": 384, "context_length": 512},
        count=8,
        norm=RMS_NORM,
        attention={
            "type": "Attention",
            "n_heads": 6,
            "n_kv_heads": 2,
            "head_dim": 64,
            "rope": rope,
            "qk_norm": {"over": "head"},
        },
        feed_forward={**SWIGLU, "d_ff": 1024},
        tied=True,
    )


def tiny_story_writer() -> dict[str, Any]:
    return decoder(
        title="Tiny story writer",
        variables={"d_model": 128, "context_length": 128},
        count=4,
        norm=RMS_NORM,
        attention={"type": "Attention", "n_heads": 4, "rope": {}, "qk_norm": {"over": "head"}},
        feed_forward={**SQUARED_RELU, "d_ff": 512},
        tied=False,
    )


def tiny_gpt() -> dict[str, Any]:
    return decoder(
        title="Tiny GPT",
        variables={"d_model": 96, "context_length": 64},
        count=3,
        norm=LAYER_NORM,
        attention={**GPT_ATTENTION, "n_heads": 4},
        feed_forward={**GPT_FEED_FORWARD, "d_ff": 384},
        positions={"type": "LearnedPositionalEmbedding", "max_positions": "$context_length"},
        tied=True,
    )


def tiny_hybrid() -> dict[str, Any]:
    cycle = {"cycle": ["local", "local", "global"]}
    return decoder(
        title="Tiny hybrid",
        variables={"d_model": 96, "context_length": 128},
        count=6,
        norm=RMS_NORM,
        attention={"type": "Attention", "n_heads": 4, "n_kv_heads": 2, "rope": {}},
        feed_forward={**SWIGLU, "d_ff": 256},
        patterns=[{"assign": cycle, "variants": {"local": {"attn": {"window": 32}}, "global": {}}}],
        tied=True,
    )


CATALOGUE = (
    (
        "tiny-story-writer",
        tiny_story_writer,
        "About a million parameters, put together from what learns fastest: writes whole sentences after a minute.",
        "약 백만 파라미터로, 가장 빨리 배우는 부품을 모았습니다. 1분만 학습해도 온전한 문장을 씁니다.",
        ("Su et al., 2021 (RoPE)", "So et al., 2021 (squared ReLU)", "Henry et al., 2020 (qk-norm)"),
    ),
    (
        "tiny-gpt",
        tiny_gpt,
        "GPT-2's plan at a size that a laptop trains in a minute: learned positions, layer norm, GELU.",
        "GPT-2의 설계를 노트북에서 1분이면 학습하는 크기로 줄였습니다. 학습 위치, 층 정규화, GELU를 씁니다.",
        ("Radford et al., 2019",),
    ),
    (
        "tiny-hybrid",
        tiny_hybrid,
        "Two layers that look back 32 tokens, then one that sees everything: long texts at a fraction of the cost.",
        "32토큰만 돌아보는 층 둘과 전체를 보는 층 하나를 되풀이하여, 긴 글을 적은 비용으로 다룹니다.",
        ("Gemma Team, 2025 (local and global layers)",),
    ),
    (
        "gpt2-small",
        gpt2_small,
        "The 124-million-parameter model of 2019 from which most later designs descend.",
        "이후 설계 대부분의 뿌리가 된 2019년의 1억 2400만 파라미터 모델입니다.",
        ("Radford et al., 2019",),
    ),
    (
        "llama-style",
        llama_style,
        "RMS norm, rotary positions, SwiGLU and grouped heads: what open models settled on.",
        "RMS 정규화, 회전 위치, SwiGLU, 묶음 헤드로 이루어진, 공개 모델들의 표준이 된 설계입니다.",
        ("Touvron et al., 2023", "Grattafiori et al., 2024"),
    ),
    (
        "qwen3-style",
        qwen3_style,
        "Llama's plan with queries and keys normalised per head, which keeps training steady.",
        "Llama의 설계에 헤드별 쿼리·키 정규화를 더하여 학습이 안정적입니다.",
        ("Yang et al., 2025",),
    ),
)


@cache
def presets() -> list[Preset]:
    """Return the presets, the one to begin with first."""
    found = []
    for slug, make, english, korean, sources in CATALOGUE:
        design = parse_design(json.dumps(make()))  # as text: no two nodes share an object
        found.append(Preset(slug, str(design.meta["title"]), {"en": english, "ko": korean}, design, sources))
    return found
