"""OLMo 2 (Allen Institute for AI)."""

from __future__ import annotations

from architectures.core.presets.published.entry import class_size, published

OLMO_2 = {
    "architectures": ["Olmo2ForCausalLM"],
    "model_type": "olmo2",
    "vocab_size": 100352,
    "hidden_size": 2048,
    "intermediate_size": 8192,
    "num_hidden_layers": 16,
    "num_attention_heads": 16,
    "num_key_value_heads": 16,
    "hidden_act": "silu",
    "max_position_embeddings": 4096,
    "rms_norm_eps": 1e-6,
    "rope_theta": 500000.0,
    "rope_scaling": None,
    "attention_bias": False,
    "tie_word_embeddings": False,
}
MINI = {
    "hidden_size": 128,
    "intermediate_size": 512,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 4,
    "max_position_embeddings": 256,
}
SOURCES = ("OLMo Team, 2025 (2 OLMo 2 Furious)",)

PRESETS = (
    class_size(
        "mini-olmo-2",
        "Mini OLMo 2",
        {**OLMO_2, **MINI},
        en="The norm stands after each branch instead of before it, and queries and keys are normalised as a whole.",
        ko="정규화를 가지의 앞이 아니라 뒤에 두고, 쿼리와 키를 헤드로 나누지 않고 통째로 정규화합니다.",
        sources=SOURCES,
        year=2025,
        n_parameters=1_312_896,
        sibling="olmo-2-1b",
    ),
    published(
        "olmo-2-1b",
        "OLMo 2 1B",
        OLMO_2,
        en="Data, code and weights are all open; norms after the branches keep long trainings free of spikes.",
        ko="데이터, 코드, 가중치가 모두 공개되었으며, 가지 뒤의 정규화가 긴 학습을 안정시킵니다.",
        sources=SOURCES,
        year=2025,
        n_parameters=1_484_916_736,
        sibling="mini-olmo-2",
    ),
)
