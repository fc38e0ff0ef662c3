"""Mamba-2 (Dao and Gu)."""

from __future__ import annotations

from architectures.core.presets.published.entry import class_size, published

MAMBA_2 = {
    "architectures": ["Mamba2ForCausalLM"],
    "model_type": "mamba2",
    "vocab_size": 50288,
    "hidden_size": 768,
    "num_hidden_layers": 24,
    "num_heads": 24,
    "head_dim": 64,
    "state_size": 128,
    "n_groups": 1,
    "expand": 2,
    "conv_kernel": 4,
    "chunk_size": 256,
    "use_bias": False,
    "use_conv_bias": True,
    "hidden_act": "silu",
    "layer_norm_epsilon": 1e-5,
    "rms_norm": True,
    "tie_word_embeddings": True,
}
MINI = {
    "hidden_size": 128,
    "num_hidden_layers": 6,
    "num_heads": 8,
    "head_dim": 32,
    "state_size": 32,
    "chunk_size": 32,
}
SOURCES = ("Dao and Gu, 2024 (Transformers are SSMs)",)

PRESETS = (
    class_size(
        "mini-mamba-2",
        "Mini Mamba-2",
        {**MAMBA_2, **MINI},
        en="No attention at all: each layer keeps a memory of fixed size that fades as each token decides.",
        ko="어텐션이 전혀 없습니다. 층마다 크기가 정해진 기억을 두고, 얼마나 잊을지는 토큰마다 정합니다.",
        sources=SOURCES,
        year=2024,
        n_parameters=788_368,
        sibling="mamba-2-130m",
    ),
    published(
        "mamba-2-130m",
        "Mamba-2 130M",
        MAMBA_2,
        en="A state space model: writing the thousandth token costs as much as writing the first.",
        ko="상태 공간 모델로, 천 번째 토큰을 쓰는 비용이 첫 번째 토큰과 같습니다.",
        sources=SOURCES,
        year=2024,
        n_parameters=128_989_632,
        sibling="mini-mamba-2",
    ),
)
