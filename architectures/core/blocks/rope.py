"""Rotary positions: the parameters that Attention and MLA share, and what can be wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field

from architectures.core.blocks.base import Params, param
from architectures.core.blocks.rope_scaling import RopeScaling, scaling_written
from architectures.core.errors import DesignError

if TYPE_CHECKING:
    from architectures.core.modules.rope import Rope as RopeModule

ROUNDING = 1e-9  # a fraction such as 2 / 98 is not exact, and 98 times it must still be 2


class Rope(Params):
    """Rotary position embedding (Su et al., 2021)."""

    theta: float = param(
        10_000.0,
        gt=1,
        le=1e12,
        en="Base of the wavelengths; larger reaches further.",
        ko="파장의 밑입니다. 클수록 먼 거리까지 구별합니다.",
    )
    fraction: float = param(
        1.0,
        gt=0,
        le=1,
        en="Share of each head that is rotated.",
        ko="각 헤드에서 회전하는 채널의 비율입니다.",
    )
    layout: Literal["half", "interleaved"] = param(
        "half",
        en="half pairs channel i with i + D/2 (Llama); interleaved pairs neighbours (GPT-J).",
        ko="half는 채널 i와 i + D/2를(Llama), interleaved는 이웃한 채널을(GPT-J) 짝짓습니다.",
    )
    reversed: bool = param(
        False,
        en="Turn the other way, as in nanochat.",
        ko="nanochat처럼 반대 방향으로 회전합니다.",
    )
    max_positions: int | None = param(
        None,
        ge=1,
        le=1_073_741_824,
        unit="tokens",
        en="Needed by dynamic scaling: the length trained on. By longrope without a factor: the length reached.",
        ko="dynamic에는 학습한 길이, factor가 없는 longrope에는 도달할 길이가 필요합니다.",
    )
    scaling: Annotated[
        Annotated[RopeScaling, Field(discriminator="type")] | None, BeforeValidator(scaling_written)
    ] = param(
        None,
        en="Stretch the positions to read further than trained.",
        ko="학습한 길이보다 멀리 읽도록 위치를 늘입니다.",
    )

    def rotated(self, size: int) -> int:
        """Channels that are turned of a head of `size`."""
        return int(size * self.fraction + ROUNDING)

    def check(self, size: int, attr: str) -> None:
        """Raise DesignError where a head of `size` channels, a parameter called `attr`, cannot be turned like this."""
        rotated = self.rotated(size)
        if rotated % 2 or rotated == 0:
            values = {"rotated": rotated, "head_dim": size, "fraction": self.fraction}
            raise DesignError("rope_pairs", values, attr=attr if self.fraction == 1 else "rope")
        if self.scaling is not None:
            self.scaling.check(rotated, self.max_positions)

    def make(self, size: int) -> RopeModule:
        from architectures.core.modules.rope import Rope as RopeModule

        return RopeModule(
            self.rotated(size),
            theta=self.theta,
            layout=self.layout,
            reverse=self.reversed,
            max_positions=self.max_positions,
            scaling=self.scaling.model_dump() if self.scaling else None,
        )
