"""The ways to stretch rotary positions: one class each, told apart by `type`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from architectures.core.blocks.base import Params, param
from architectures.core.errors import DesignError

MAX_PAIRS = 2048  # of channels in a head
SMALLEST = 1e-3  # of factors: what is zero in fp32 turns by angles that are no numbers
MAX_LENGTH = 1_073_741_824  # tokens


def _factor(default: Any = ..., *, en: str, ko: str) -> Any:
    return param(default, ge=1, le=1024, en=en, ko=ko)


def _original() -> Any:
    return param(
        ge=2,
        le=MAX_LENGTH,
        unit="tokens",
        en="The length trained on before stretching.",
        ko="늘이기 전에 학습한 길이입니다.",
    )


def _attention_factor() -> Any:
    return param(
        None,
        ge=SMALLEST,
        le=1e6,
        en="Factor on cosines and sines. Left out, it follows from the other values.",
        ko="코사인과 사인에 곱하는 값입니다. 비워 두면 다른 값에서 정해집니다.",
    )


class Scaling(Params):
    """What all of them can be asked."""

    def check(self, rotated: int, max_positions: int | None) -> None:
        """Raise DesignError where it does not fit `rotated` channels, or a length is needed and not known."""


class LinearScaling(Scaling):
    """Positions are divided (Chen et al., 2023)."""

    type: Literal["linear"] = param("linear", en="Divide all positions.", ko="모든 위치를 나눕니다.")
    factor: float = _factor(en="Positions are divided by this.", ko="위치를 이 값으로 나눕니다.")


class DynamicScaling(Scaling):
    """The base grows once a text is longer than `max_positions` (NTK-aware scaling)."""

    type: Literal["dynamic"] = param(
        en="Raise theta once a text is longer than max_positions.",
        ko="글이 max_positions보다 길어지면 theta를 키웁니다.",
    )
    factor: float = _factor(en="How strongly theta grows.", ko="theta가 커지는 정도입니다.")

    def check(self, rotated: int, max_positions: int | None) -> None:
        if max_positions is None:
            raise DesignError("param_missing", {"name": "rope.max_positions"}, attr="rope")


class Llama3Scaling(Scaling):
    """Long waves are stretched, short ones are not (Llama 3.1)."""

    type: Literal["llama3"] = param(
        en="Stretch long waves only, as in Llama 3.1.", ko="Llama 3.1처럼 긴 파장만 늘입니다."
    )
    factor: float = _factor(en="Long waves are stretched by this.", ko="긴 파장을 늘이는 배수입니다.")
    low_freq_factor: float = param(
        1.0,
        ge=SMALLEST,
        le=1e6,
        en="Waves that fit less often than this into the original length are stretched fully.",
        ko="원래 길이에 이 횟수보다 적게 들어가는 파장은 온전히 늘입니다.",
    )
    high_freq_factor: float = param(
        4.0,
        ge=SMALLEST,
        le=1e6,
        en="Waves that fit more often than this into it are left alone.",
        ko="이 횟수보다 많이 들어가는 파장은 그대로 둡니다.",
    )
    original_max_positions: int = _original()

    def check(self, rotated: int, max_positions: int | None) -> None:
        _above("high_freq_factor", self.high_freq_factor, self.low_freq_factor)


class YarnScaling(Scaling):
    """Between stretching and leaving alone, by how often a wave turns (Peng et al., 2023)."""

    type: Literal["yarn"] = param(
        en="Stretch each wave by how often it turns.", ko="파장마다 회전 횟수에 따라 늘입니다."
    )
    factor: float = _factor(en="Long waves are stretched by this.", ko="긴 파장을 늘이는 배수입니다.")
    original_max_positions: int = _original()
    beta_fast: float = param(
        32.0,
        ge=SMALLEST,
        le=1e6,
        en="Waves that turn more often than this within the original length are left alone.",
        ko="원래 길이 안에서 이보다 많이 도는 파장은 그대로 둡니다.",
    )
    beta_slow: float = param(
        1.0,
        ge=SMALLEST,
        le=1e6,
        en="Waves that turn less often than this are stretched fully.",
        ko="이보다 적게 도는 파장은 온전히 늘입니다.",
    )
    attention_factor: float | None = _attention_factor()
    mscale: float | None = param(
        None,
        ge=0,
        le=1e6,
        en="With mscale_all_dim: the factor on cosines and sines is a ratio, as in DeepSeek.",
        ko="mscale_all_dim과 함께 쓰면 DeepSeek처럼 곱하는 값을 비율로 정합니다.",
    )
    mscale_all_dim: float | None = param(
        None, ge=0, le=1e6, en="The lower part of that ratio.", ko="그 비율의 분모입니다."
    )
    truncate: bool = param(
        True,
        en="Round the channels between which waves are mixed, as all but GPT-OSS do.",
        ko="섞는 채널의 경계를 정수로 맞춥니다. GPT-OSS를 뺀 모델이 그렇게 합니다.",
    )

    def check(self, rotated: int, max_positions: int | None) -> None:
        _above("beta_fast", self.beta_fast, self.beta_slow)


Factors = Annotated[
    tuple[Annotated[float, Field(ge=SMALLEST, le=1e6)], ...],
    BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else v),
    Field(min_length=1, max_length=MAX_PAIRS),
]


class LongRopeScaling(Scaling):
    """Each wave has a factor of its own, others once the text is long (Ding et al., 2024)."""

    type: Literal["longrope"] = param(
        en="A factor for each wave, others for long texts.", ko="파장마다, 긴 글에는 따로 배수를 둡니다."
    )
    short_factor: Factors = param(
        en="One factor for each pair of channels, up to the original length.",
        ko="원래 길이까지 채널 쌍마다 쓰는 배수입니다.",
    )
    long_factor: Factors = param(
        en="One factor for each pair of channels, for longer texts.",
        ko="더 긴 글에서 채널 쌍마다 쓰는 배수입니다.",
    )
    original_max_positions: int = _original()
    factor: float | None = _factor(
        None,
        en="How much longer texts become. Left out: max_positions / original_max_positions.",
        ko="글이 길어지는 배수입니다. 비워 두면 max_positions / original_max_positions입니다.",
    )
    attention_factor: float | None = _attention_factor()

    def check(self, rotated: int, max_positions: int | None) -> None:
        for name in ("short_factor", "long_factor"):
            n_factors = len(getattr(self, name))
            if n_factors != rotated // 2:
                values = {"name": f"rope.scaling.{name}", "n_factors": n_factors, "needed": rotated // 2}
                raise DesignError("rope_factors", values, attr="rope")
        if self.factor is None and self.attention_factor is None and max_positions is None:
            raise DesignError("param_missing", {"name": "rope.max_positions"}, attr="rope")


RopeScaling = LinearScaling | DynamicScaling | Llama3Scaling | YarnScaling | LongRopeScaling


def scaling_written(value: Any) -> Any:
    """Return what was written, of type linear where none is: designs of before there were others say nothing."""
    return {"type": "linear", **value} if isinstance(value, dict) else value


def _above(name: str, value: float, least: float) -> None:
    if value <= least:
        values = {"name": f"rope.scaling.{name}", "value": value, "min": least, "max": None}
        raise DesignError("param_range", values, attr="rope")
