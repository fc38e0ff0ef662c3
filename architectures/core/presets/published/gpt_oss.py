"""GPT-OSS (OpenAI)."""

from __future__ import annotations

from architectures.core.presets.published.entry import class_size, published

LOCAL_GLOBAL = ["sliding_attention", "full_attention"]
GPT_OSS = {
    "architectures": ["GptOssForCausalLM"],
    "model_type": "gpt_oss",
    "vocab_size": 201088,
    "hidden_size": 2880,
    "intermediate_size": 2880,
    "num_hidden_layers": 24,
    "num_attention_heads": 64,
    "num_key_value_heads": 8,
    "head_dim": 64,
    "layer_types": LOCAL_GLOBAL * 12,
    "sliding_window": 128,
    "num_local_experts": 32,
    "num_experts_per_tok": 4,
    "swiglu_limit": 7.0,
    "router_aux_loss_coef": 0.9,
    "hidden_act": "silu",
    "max_position_embeddings": 131072,
    "rms_norm_eps": 1e-5,
    "rope_theta": 150000,
    "rope_scaling": {
        "rope_type": "yarn",
        "factor": 32.0,
        "original_max_position_embeddings": 4096,
        "beta_fast": 32.0,
        "beta_slow": 1.0,
        "truncate": False,
    },
    "attention_bias": True,
    "tie_word_embeddings": False,
}
MINI = {
    "hidden_size": 128,
    "intermediate_size": 128,
    "num_hidden_layers": 4,
    "num_attention_heads": 8,
    "num_key_value_heads": 1,
    "head_dim": 32,
    "layer_types": LOCAL_GLOBAL * 2,
    "sliding_window": 32,
    "num_local_experts": 8,
    "num_experts_per_tok": 2,
    "router_aux_loss_coef": 0.01,
    "max_position_embeddings": 256,
    "rope_scaling": {
        **GPT_OSS["rope_scaling"],  # type: ignore[dict-item]  # a dict among values of many types
        "factor": 4.0,
        "original_max_position_embeddings": 64,
    },
}
SOURCES = ("OpenAI, 2025 (gpt-oss model card)", "Xiao et al., 2023 (attention sinks)")

PRESETS = (
    class_size(
        "mini-gpt-oss",
        "Mini GPT-OSS",
        {**GPT_OSS, **MINI},
        en="Each head may attend to nothing through its sink; layers with a window of 32 alternate with layers without.",
        ko="헤드마다 싱크가 있어 아무것도 보지 않을 수 있고, 32토큰 창이 있는 층과 없는 층이 번갈아 놓입니다.",
        sources=SOURCES,
        year=2025,
        n_parameters=2_149_312,
        sibling="gpt-oss-20b",
    ),
    published(
        "gpt-oss-20b",
        "GPT-OSS 20B",
        GPT_OSS,
        en="Sinks let a head attend to nothing; every other layer has a window, and a token uses 4 of 32 experts.",
        ko="싱크 덕분에 헤드가 아무것도 보지 않을 수 있고, 한 층 걸러 창을 두며, 토큰마다 전문가 32개 중 4개를 씁니다.",
        sources=SOURCES,
        year=2025,
        n_parameters=20_914_757_184,
        sibling="mini-gpt-oss",
    ),
)
