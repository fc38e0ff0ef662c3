"""Gemma 3 (Google)."""

from __future__ import annotations

from architectures.core.presets.published.entry import class_size, published

FIVE_TO_ONE = [*["sliding_attention"] * 5, "full_attention"]
GEMMA_3 = {
    "architectures": ["Gemma3ForCausalLM"],
    "model_type": "gemma3_text",
    "vocab_size": 262144,
    "hidden_size": 640,
    "intermediate_size": 2048,
    "num_hidden_layers": 18,
    "num_attention_heads": 4,
    "num_key_value_heads": 1,
    "head_dim": 256,
    "query_pre_attn_scalar": 256,
    "hidden_activation": "gelu_pytorch_tanh",
    "layer_types": FIVE_TO_ONE * 3,
    "sliding_window": 512,
    "max_position_embeddings": 32768,
    "rms_norm_eps": 1e-6,
    "rope_theta": 1000000.0,
    "rope_local_base_freq": 10000.0,
    "rope_scaling": None,
    "attention_bias": False,
    "attn_logit_softcapping": None,
    "final_logit_softcapping": None,
    "tie_word_embeddings": True,
}
MINI = {
    "hidden_size": 128,
    "intermediate_size": 384,
    "num_hidden_layers": 6,
    "head_dim": 64,
    "query_pre_attn_scalar": 64,
    "layer_types": FIVE_TO_ONE,
    "sliding_window": 32,
    "max_position_embeddings": 256,
}
SOURCES = ("Gemma Team, 2025 (Gemma 3 Technical Report)",)

PRESETS = (
    class_size(
        "mini-gemma-3",
        "Mini Gemma 3",
        {**GEMMA_3, **MINI},
        en="Five layers look back 32 tokens, the sixth at everything; a norm stands before and after each branch.",
        ko="층 다섯은 32토큰만 돌아보고 여섯째 층이 전체를 봅니다. 가지의 앞뒤에 모두 정규화를 둡니다.",
        sources=SOURCES,
        year=2025,
        n_parameters=1_511_296,
        sibling="gemma-3-270m",
    ),
    published(
        "gemma-3-270m",
        "Gemma 3 270M",
        GEMMA_3,
        en="Five local layers to one global keep its memory small; 168 of its 268 million parameters are word vectors.",
        ko="지역 층 다섯에 전역 층 하나를 두어 기억을 아끼며, 2억 6800만 매개변수 중 1억 6800만이 단어 벡터입니다.",
        sources=SOURCES,
        year=2025,
        n_parameters=268_098_176,
        sibling="mini-gemma-3",
    ),
)
