"""Mistral 7B and Mixtral 8x7B (Mistral AI)."""

from __future__ import annotations

from architectures.core.presets.published.entry import class_size, published

MISTRAL = {
    "architectures": ["MistralForCausalLM"],
    "model_type": "mistral",
    "vocab_size": 32000,
    "hidden_size": 4096,
    "intermediate_size": 14336,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "hidden_act": "silu",
    "max_position_embeddings": 32768,
    "sliding_window": 4096,
    "rms_norm_eps": 1e-5,
    "rope_theta": 10000.0,
    "tie_word_embeddings": False,
}
MIXTRAL = {
    **MISTRAL,
    "architectures": ["MixtralForCausalLM"],
    "model_type": "mixtral",
    "sliding_window": None,
    "rope_theta": 1000000.0,
    "num_local_experts": 8,
    "num_experts_per_tok": 2,
    "router_aux_loss_coef": 0.02,
}
MINI = {
    "hidden_size": 128,
    "intermediate_size": 448,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 1,
    "max_position_embeddings": 256,
    "sliding_window": 32,
}
MINI_MOE = {"hidden_size": 96, "intermediate_size": 256, "sliding_window": None}
OF_DENSE = ("Jiang et al., 2023 (Mistral 7B)", "Beltagy et al., 2020 (sliding windows)")
OF_MOE = ("Jiang et al., 2024 (Mixtral of Experts)", "Fedus et al., 2021 (Switch Transformer)")

PRESETS = (
    class_size(
        "mini-mistral",
        "Mini Mistral",
        {**MISTRAL, **MINI},
        en="Every layer looks back 32 tokens only; through four layers word still arrives from 124 tokens back.",
        ko="층마다 32토큰만 돌아보지만, 네 층을 거치면 124토큰 앞의 내용까지 전해집니다.",
        sources=OF_DENSE,
        year=2023,
        n_parameters=1_115_264,
        sibling="mistral-7b",
    ),
    class_size(
        "mini-mixtral",
        "Mini Mixtral",
        {**MIXTRAL, **MINI, **MINI_MOE},
        en="A router sends each token to two of eight experts, so that it uses a part of the parameters only.",
        ko="라우터가 토큰마다 전문가 여덟 중 둘에게만 보내므로 매개변수의 일부만 씁니다.",
        sources=OF_MOE,
        year=2024,
        n_parameters=2_652_000,
        sibling="mixtral-8x7b",
    ),
    published(
        "mistral-7b",
        "Mistral 7B v0.1",
        MISTRAL,
        en="A window of 4,096 tokens and grouped heads: memory stops growing, however long the text.",
        ko="4,096토큰 창과 묶음 헤드를 써서, 글이 아무리 길어도 기억이 더 늘지 않습니다.",
        sources=OF_DENSE,
        year=2023,
        n_parameters=7_241_732_096,
        sibling="mini-mistral",
    ),
    published(
        "mixtral-8x7b",
        "Mixtral 8x7B v0.1",
        MIXTRAL,
        en="Eight experts a layer, of which each token uses two: 47 billion parameters at the cost of 13.",
        ko="층마다 전문가 여덟을 두고 토큰마다 둘만 써서, 470억 매개변수를 130억의 비용으로 씁니다.",
        sources=OF_MOE,
        year=2024,
        n_parameters=46_702_792_704,
        sibling="mini-mixtral",
    ),
)
