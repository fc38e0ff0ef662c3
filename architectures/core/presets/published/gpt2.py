"""GPT-2 (Radford et al., 2019)."""

from __future__ import annotations

from architectures.core.presets.published.entry import class_size, published

SOURCES = ("Radford et al., 2019 (Language Models are Unsupervised Multitask Learners)",)
SIBLING = "mini-gpt2"
SMALL = {
    "architectures": ["GPT2LMHeadModel"],
    "model_type": "gpt2",
    "vocab_size": 50257,
    "n_positions": 1024,
    "n_embd": 768,
    "n_layer": 12,
    "n_head": 12,
    "activation_function": "gelu_new",
    "layer_norm_epsilon": 1e-5,
    "tie_word_embeddings": True,
}
MEDIUM = {**SMALL, "n_embd": 1024, "n_layer": 24, "n_head": 16}
LARGE = {**SMALL, "n_embd": 1280, "n_layer": 36, "n_head": 20}
XL = {**SMALL, "n_embd": 1600, "n_layer": 48, "n_head": 25}
MINI = {**SMALL, "n_positions": 128, "n_embd": 128, "n_layer": 4, "n_head": 4}

PRESETS = (
    class_size(
        SIBLING,
        "Mini GPT-2",
        MINI,
        en="GPT-2's every part at class size: learned positions, layer norm before each branch, GELU, a tied head.",
        ko="학습되는 위치, 가지 앞의 층 정규화, GELU, 임베딩과 묶인 헤드까지 GPT-2 그대로 수업 크기로 줄였습니다.",
        sources=SOURCES,
        year=2019,
        n_parameters=940_800,
        sibling="gpt2-small",
    ),
    published(
        "gpt2-small",
        "GPT-2 small",
        SMALL,
        en="The 124-million-parameter model of 2019 from which most later designs descend.",
        ko="이후 설계 대부분의 뿌리가 된 2019년의 1억 2400만 매개변수 모델입니다.",
        sources=SOURCES,
        year=2019,
        n_parameters=124_439_808,
        sibling=SIBLING,
    ),
    published(
        "gpt2-medium",
        "GPT-2 medium",
        MEDIUM,
        en="The same blocks as GPT-2 small, wider and twice as deep: only the sizes differ.",
        ko="GPT-2 small과 같은 블록을 더 넓게, 두 배 깊게 쌓았습니다. 다른 것은 크기뿐입니다.",
        sources=SOURCES,
        year=2019,
        n_parameters=354_823_168,
        sibling=SIBLING,
    ),
    published(
        "gpt2-large",
        "GPT-2 large",
        LARGE,
        en="GPT-2 with 36 layers and 20 heads of 64 channels: the head size stays the same in all sizes.",
        ko="36개 층과 64채널 헤드 20개로 이루어진 GPT-2입니다. 헤드의 크기는 모든 크기에서 같습니다.",
        sources=SOURCES,
        year=2019,
        n_parameters=774_030_080,
        sibling=SIBLING,
    ),
    published(
        "gpt2-xl",
        "GPT-2 XL",
        XL,
        en="The largest GPT-2: it showed that tasks nobody trained it for appear with size alone.",
        ko="가장 큰 GPT-2로, 따로 가르치지 않은 일도 크기를 키우면 해낼 수 있음을 보였습니다.",
        sources=SOURCES,
        year=2019,
        n_parameters=1_557_611_200,
        sibling=SIBLING,
    ),
)
