"""Options of Attention that have parameters of their own: normalised queries and keys, and biases of distance."""

from __future__ import annotations

from typing import Literal

from architectures.core.blocks.base import Params, param
from architectures.core.blocks.norm import SMALLEST_EPS


class QKNorm(Params):
    """Normalises queries and keys so that their products stay small (Henry et al., 2020)."""

    over: Literal["head", "full", "per_head"] = param(
        "head",
        en="head: one gain for all heads; per_head: one each; full: over all heads together.",
        ko="head는 모든 헤드가 배율을 함께 쓰고, per_head는 헤드마다, full은 전체를 한 번에 정규화합니다.",
    )
    when: Literal["pre_rope", "post_rope"] = param(
        "pre_rope", en="Before or after RoPE.", ko="RoPE 앞 또는 뒤입니다."
    )
    kind: Literal["rms", "layer"] = param("rms", en="As in Norm.", ko="Norm과 같습니다.")
    eps: float = param(1e-6, ge=SMALLEST_EPS, le=1, en="As in Norm.", ko="Norm과 같습니다.")
    weight: bool = param(True, en="Learn a gain.", ko="배율을 학습합니다.")
    bias: bool = param(False, en="Learn a shift, as in Phi.", ko="Phi처럼 이동값을 학습합니다.")
    weight_offset: Literal[0, 1] = param(
        0, en="1: the gain is 1 + weight.", ko="1이면 배율이 1 + weight입니다."
    )


class AlibiBias(Params):
    """Scores fall with the distance, at a fixed slope for each head (Press et al., 2022)."""

    type: Literal["alibi"] = param(
        en="Scores fall with the distance; nothing is learned.",
        ko="거리에 따라 점수를 낮추며, 학습하는 것은 없습니다.",
    )


class T5Bias(Params):
    """A learned bias for each head and distance, far ones sharing buckets (Raffel et al., 2020)."""

    type: Literal["t5"] = param(
        en="Learn a bias for each range of distances.", ko="거리 구간마다 편향을 학습합니다."
    )
    n_buckets: int = param(
        32,
        ge=2,
        le=4096,
        en="Ranges of distances. Half of them are single distances, the others grow.",
        ko="거리 구간의 수입니다. 절반은 거리 하나씩이고, 나머지는 점점 넓어집니다.",
    )
    max_distance: int = param(
        128,
        ge=2,
        le=1_048_576,
        unit="tokens",
        en="All distances from here on share the last range.",
        ko="이보다 먼 거리는 모두 마지막 구간에 속합니다.",
    )


PositionBias = AlibiBias | T5Bias
