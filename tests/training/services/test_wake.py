from __future__ import annotations

import asyncio
from typing import Any

import pytest
from redis.exceptions import ConnectionError as RedisIsAway

from training.services import wake


class Layer:
    """A channel layer that counts what it is asked, and fails or hangs."""

    def __init__(self, hangs: bool) -> None:
        self.hangs, self.asked = hangs, 0

    async def group_send(self, *_: Any) -> None:
        self.asked += 1
        if self.hangs:
            await asyncio.Event().wait()
        raise RedisIsAway("Connection refused")


@pytest.mark.parametrize("hangs", [False, True])
def test_without_redis_whoever_tells_goes_on_and_does_not_wait_each_time(
    monkeypatch: pytest.MonkeyPatch, hangs: bool
) -> None:
    layer = Layer(hangs)
    monkeypatch.setattr(wake, "get_channel_layer", lambda: layer)
    monkeypatch.setattr(wake, "ANSWERS_WITHIN", 0.01)
    monkeypatch.setattr(wake, "_rests_until", 0.0)
    wake._send("run")
    wake._send("run")
    assert layer.asked == 1
