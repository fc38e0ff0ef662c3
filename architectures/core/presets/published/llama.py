"""Llama 2 and 3 (Meta)."""

from __future__ import annotations

from architectures.core.presets.published.entry import class_size, published

LLAMA_2 = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "vocab_size": 32000,
    "hidden_size": 4096,
    "intermediate_size": 11008,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 32,
    "hidden_act": "silu",
    "max_position_embeddings": 4096,
    "rms_norm_eps": 1e-5,
    "rope_theta": 10000.0,
    "rope_scaling": None,
    "attention_bias": False,
    "mlp_bias": False,
    "tie_word_embeddings": False,
}
LLAMA_3_2 = {
    **LLAMA_2,
    "vocab_size": 128256,
    "hidden_size": 2048,
    "intermediate_size": 8192,
    "num_hidden_layers": 16,
    "num_key_value_heads": 8,
    "head_dim": 64,
    "max_position_embeddings": 131072,
    "rope_theta": 500000.0,
    "rope_scaling": {
        "rope_type": "llama3",
        "factor": 32.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192,
    },
    "tie_word_embeddings": True,
}
MINI = {
    "hidden_size": 128,
    "intermediate_size": 352,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 4,
    "max_position_embeddings": 256,
}
MINI_3_2 = {
    "intermediate_size": 512,
    "num_attention_heads": 8,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "rope_scaling": {
        **LLAMA_3_2["rope_scaling"],  # type: ignore[dict-item]  # a dict among values of many types
        "factor": 4.0,
        "original_max_position_embeddings": 64,
    },
}
OF_2 = ("Touvron et al., 2023 (Llama 2)", "Shazeer, 2020 (SwiGLU)", "Zhang and Sennrich, 2019 (RMS norm)")
OF_3 = ("Grattafiori et al., 2024 (The Llama 3 Herd of Models)", "Ainslie et al., 2023 (grouped queries)")

PRESETS = (
    class_size(
        "mini-llama-2",
        "Mini Llama 2",
        {**LLAMA_2, **MINI},
        en="The plan that open models settled on, at class size: RMS norm, rotary positions, SwiGLU, no biases.",
        ko="RMS 정규화, 회전 위치, SwiGLU, 편향 없음. 공개 모델의 표준이 된 설계를 수업 크기로 줄였습니다.",
        sources=OF_2,
        year=2023,
        n_parameters=1_066_112,
        sibling="llama-2-7b",
    ),
    class_size(
        "mini-llama-3-2",
        "Mini Llama 3.2",
        {**LLAMA_3_2, **MINI, **MINI_3_2},
        en="Four query heads share one key and value head, and slow rotary waves are stretched to read further.",
        ko="쿼리 헤드 넷이 키·값 헤드 하나를 함께 쓰고, 느린 회전 파장을 늘여 더 멀리 읽습니다.",
        sources=OF_3,
        year=2024,
        n_parameters=1_082_496,
        sibling="llama-3-2-1b",
    ),
    published(
        "llama-2-7b",
        "Llama 2 7B",
        LLAMA_2,
        en="RMS norm, rotary positions and SwiGLU without a single bias: the plan most open models now follow.",
        ko="편향 없이 RMS 정규화, 회전 위치, SwiGLU로 이루어진, 지금의 공개 모델 대부분이 따르는 설계입니다.",
        sources=OF_2,
        year=2023,
        n_parameters=6_738_415_616,
        sibling="mini-llama-2",
    ),
    published(
        "llama-3-2-1b",
        "Llama 3.2 1B",
        LLAMA_3_2,
        en="Grouped heads, a vocabulary of 128,256, and rotary positions stretched from 8K to 128K tokens.",
        ko="묶음 헤드와 128,256개의 어휘를 갖추고, 회전 위치를 8K에서 128K 토큰까지 늘였습니다.",
        sources=OF_3,
        year=2024,
        n_parameters=1_235_814_400,
        sibling="mini-llama-3-2",
    ),
)
