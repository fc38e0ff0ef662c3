"""DeepSeek-V3 (DeepSeek-AI)."""

from __future__ import annotations

from architectures.core.presets.published.entry import class_size, published

DEEPSEEK_V3 = {
    "architectures": ["DeepseekV3ForCausalLM"],
    "model_type": "deepseek_v3",
    "vocab_size": 129280,
    "hidden_size": 7168,
    "intermediate_size": 18432,
    "num_hidden_layers": 61,
    "num_attention_heads": 128,
    "num_key_value_heads": 128,
    "q_lora_rank": 1536,
    "kv_lora_rank": 512,
    "qk_nope_head_dim": 128,
    "qk_rope_head_dim": 64,
    "v_head_dim": 128,
    "first_k_dense_replace": 3,
    "moe_layer_freq": 1,
    "n_routed_experts": 256,
    "n_shared_experts": 1,
    "num_experts_per_tok": 8,
    "moe_intermediate_size": 2048,
    "scoring_func": "sigmoid",
    "topk_method": "noaux_tc",
    "n_group": 8,
    "topk_group": 4,
    "norm_topk_prob": True,
    "routed_scaling_factor": 2.5,
    "hidden_act": "silu",
    "max_position_embeddings": 163840,
    "rms_norm_eps": 1e-6,
    "rope_theta": 10000,
    "rope_scaling": {
        "type": "yarn",
        "factor": 40,
        "original_max_position_embeddings": 4096,
        "beta_fast": 32,
        "beta_slow": 1,
        "mscale": 1.0,
        "mscale_all_dim": 1.0,
    },
    "attention_bias": False,
    "tie_word_embeddings": False,
}
MINI = {
    "hidden_size": 128,
    "intermediate_size": 352,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 4,
    "q_lora_rank": 48,
    "kv_lora_rank": 32,
    "qk_nope_head_dim": 32,
    "qk_rope_head_dim": 16,
    "v_head_dim": 32,
    "first_k_dense_replace": 1,
    "n_routed_experts": 16,
    "num_experts_per_tok": 4,
    "moe_intermediate_size": 64,
    "n_group": 4,
    "topk_group": 2,
    "max_position_embeddings": 256,
    "rope_scaling": {
        **DEEPSEEK_V3["rope_scaling"],  # type: ignore[dict-item]  # a dict among values of many types
        "factor": 4,
        "original_max_position_embeddings": 64,
    },
}
SOURCES = (
    "DeepSeek-AI, 2024 (DeepSeek-V3 Technical Report)",
    "DeepSeek-AI, 2024 (DeepSeek-V2: latent attention)",
    "Wang et al., 2024 (balance without a loss)",
)

PRESETS = (
    class_size(
        "mini-deepseek-v3",
        "Mini DeepSeek-V3",
        {**DEEPSEEK_V3, **MINI},
        en="A latent of 48 numbers replaces keys and values; after a dense layer, 4 of 16 experts join a shared one.",
        ko="키와 값 대신 수 48개만 기억하고, 첫 층 다음부터 전문가 16개 중 4개가 공유 전문가와 함께 일합니다.",
        sources=SOURCES,
        year=2024,
        n_parameters=1_842_624,
        sibling="deepseek-v3",
    ),
    published(
        "deepseek-v3",
        "DeepSeek-V3",
        DEEPSEEK_V3,
        en="A token uses 37 of 671 billion parameters: latent attention, and 256 experts balanced by a bias.",
        ko="토큰마다 6710억 중 370억 매개변수만 씁니다. 잠재 어텐션과, 편향으로 부하를 맞추는 전문가 256개를 둡니다.",
        sources=SOURCES,
        year=2024,
        n_parameters=671_026_404_352,
        sibling="mini-deepseek-v3",
    ),
)
