"""Pythia, of the GPT-NeoX family (EleutherAI)."""

from __future__ import annotations

from architectures.core.presets.published.entry import class_size, published

PYTHIA = {
    "architectures": ["GPTNeoXForCausalLM"],
    "model_type": "gpt_neox",
    "vocab_size": 50304,
    "hidden_size": 512,
    "intermediate_size": 2048,
    "num_hidden_layers": 6,
    "num_attention_heads": 8,
    "hidden_act": "gelu",
    "max_position_embeddings": 2048,
    "layer_norm_eps": 1e-5,
    "rotary_pct": 0.25,
    "rotary_emb_base": 10000,
    "use_parallel_residual": True,
    "tie_word_embeddings": False,
}
MINI = {
    "hidden_size": 128,
    "intermediate_size": 512,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "max_position_embeddings": 256,
}
SOURCES = ("Biderman et al., 2023 (Pythia)", "Black et al., 2022 (GPT-NeoX-20B)")

PRESETS = (
    class_size(
        "mini-pythia",
        "Mini Pythia",
        {**PYTHIA, **MINI},
        en="Attention and feed-forward run side by side on the same input, and a quarter of each head is rotated.",
        ko="어텐션과 피드포워드가 같은 입력을 나란히 처리하고, 헤드마다 4분의 1만 회전합니다.",
        sources=SOURCES,
        year=2023,
        n_parameters=1_055_488,
        sibling="pythia-70m",
    ),
    published(
        "pythia-70m",
        "Pythia 70M",
        PYTHIA,
        en="Made for science: one of sixteen models that read the same text in the same order, each kept at 154 points.",
        ko="연구를 위해 같은 글을 같은 순서로 학습하고 체크포인트를 154개씩 남긴 모델 열여섯 가운데 하나입니다.",
        sources=SOURCES,
        year=2023,
        n_parameters=70_426_624,
        sibling="mini-pythia",
    ),
)
