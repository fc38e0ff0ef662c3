"""What blocks share whose recurrence is computed in chunks."""

from __future__ import annotations

from typing import Any

from architectures.core.blocks.base import param


def chunk_size_param() -> Any:
    """How many tokens are computed side by side."""
    return param(
        64,
        ge=1,
        le=1024,
        unit="tokens",
        en="Tokens computed side by side while training. Changes the speed, not the result.",
        ko="학습할 때 한꺼번에 계산하는 토큰의 수입니다. 속도만 달라지고 결과는 같습니다.",
    )
