"""SmolLM2 and SmolLM3 (Hugging Face)."""

from __future__ import annotations

from architectures.core.presets.published.entry import class_size, published

SMOLLM2 = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "vocab_size": 49152,
    "hidden_size": 576,
    "intermediate_size": 1536,
    "num_hidden_layers": 30,
    "num_attention_heads": 9,
    "num_key_value_heads": 3,
    "hidden_act": "silu",
    "max_position_embeddings": 8192,
    "rms_norm_eps": 1e-5,
    "rope_theta": 100000.0,
    "rope_scaling": None,
    "attention_bias": False,
    "mlp_bias": False,
    "tie_word_embeddings": True,
}
EVERY_FOURTH_WITHOUT = [1, 1, 1, 0]  # 1: the layer has rotary positions
SMOLLM3 = {
    "architectures": ["SmolLM3ForCausalLM"],
    "model_type": "smollm3",
    "vocab_size": 128256,
    "hidden_size": 2048,
    "intermediate_size": 11008,
    "num_hidden_layers": 36,
    "num_attention_heads": 16,
    "num_key_value_heads": 4,
    "hidden_act": "silu",
    "max_position_embeddings": 65536,
    "no_rope_layer_interval": 4,
    "no_rope_layers": EVERY_FOURTH_WITHOUT * 9,
    "rms_norm_eps": 1e-6,
    "rope_theta": 5000000.0,
    "rope_scaling": None,
    "attention_bias": False,
    "mlp_bias": False,
    "use_sliding_window": False,
    "sliding_window": None,
    "tie_word_embeddings": True,
}
MINI_2 = {
    "hidden_size": 96,
    "intermediate_size": 256,
    "num_hidden_layers": 10,
    "num_attention_heads": 3,
    "num_key_value_heads": 1,
    "max_position_embeddings": 256,
}
MINI_3 = {
    "hidden_size": 128,
    "intermediate_size": 688,
    "num_hidden_layers": 8,
    "num_attention_heads": 4,
    "num_key_value_heads": 1,
    "max_position_embeddings": 256,
    "no_rope_layers": EVERY_FOURTH_WITHOUT * 2,
}
OF_2 = ("Ben Allal et al., 2025 (SmolLM2)", "Liu et al., 2024 (MobileLLM: deep and thin)")
OF_3 = ("Bakouch et al., 2025 (SmolLM3)", "Yang et al., 2025 (layers without RoPE)")

PRESETS = (
    class_size(
        "mini-smollm2",
        "Mini SmolLM2",
        {**SMOLLM2, **MINI_2},
        en="Deep and thin: ten layers of 96 channels, for at small sizes depth counts for more than width.",
        ko="작은 모델에서는 너비보다 깊이가 중요하다고 보아, 96채널의 층을 열 개 쌓은 깊고 얇은 모델입니다.",
        sources=OF_2,
        year=2025,
        n_parameters=1_083_360,
        sibling="smollm2-135m",
    ),
    class_size(
        "mini-smollm3",
        "Mini SmolLM3",
        {**SMOLLM3, **MINI_3},
        en="Every fourth layer knows no positions and finds tokens by what they mean, however far away they are.",
        ko="네 층마다 하나는 위치를 모르는 채, 아무리 멀어도 뜻으로 토큰을 찾습니다.",
        sources=OF_3,
        year=2025,
        n_parameters=2_574_464,
        sibling="smollm3-3b",
    ),
    published(
        "smollm2-135m",
        "SmolLM2 135M",
        SMOLLM2,
        en="Llama's plan made deep and thin: 30 layers of 576 channels, small enough for a telephone.",
        ko="Llama의 설계를 576채널 30층으로 깊고 얇게 만들어 휴대전화에서도 쓸 수 있는 크기입니다.",
        sources=OF_2,
        year=2025,
        n_parameters=134_515_008,
        sibling="mini-smollm2",
    ),
    published(
        "smollm3-3b",
        "SmolLM3 3B",
        SMOLLM3,
        en="Every fourth layer leaves rotary positions out, which helps with texts longer than those trained on.",
        ko="네 층마다 하나는 회전 위치를 쓰지 않아, 학습한 것보다 긴 글을 다루는 데 도움이 됩니다.",
        sources=OF_3,
        year=2025,
        n_parameters=3_075_098_624,
        sibling="mini-smollm3",
    ),
)
