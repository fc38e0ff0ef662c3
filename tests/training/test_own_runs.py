"""`/ws/me/`: a person hears of their own runs on every page, and of nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError

from tests.training.test_consumers import socket_of
from training import own_hub
from training.consumers import NOT_FOUND
from training.models import Run
from training.services.transitions import move

pytestmark = pytest.mark.django_db(transaction=True)


async def opened(user: Any) -> Any:
    socket = socket_of(user, "/ws/me/")
    await socket.connect()
    return socket


async def told(socket: Any) -> Any:
    """The next states that are told; a heartbeat is not one."""
    while (message := await socket.receive_json_from(timeout=20))["type"] == "heartbeat":
        pass
    return message["runs"]


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_hub, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(own_hub, "HEARTBEAT", 0.02)


async def test_a_person_hears_of_every_change_of_their_runs(
    ada: Any, leased: Run, run_of: Callable[..., Run]
) -> None:
    socket = await opened(ada)
    assert await told(socket) == {leased.pk: "training"}
    new = await sync_to_async(run_of)(ada)
    assert await told(socket) == {leased.pk: "training", new.pk: "queued"}
    await sync_to_async(move)(run=leased, to="completed", lease="")
    assert await told(socket) == {new.pk: "queued"}
    await sync_to_async(new.delete)()
    assert await told(socket) == {}
    await socket.disconnect()


async def test_another_person_hears_nothing_of_it(ada: Any, ben: Any, leased: Run, run_of: Any) -> None:
    await sync_to_async(Run.objects.update)(visibility="public")
    hers, his = await opened(ada), await opened(ben)
    assert (await told(hers), await told(his)) == ({leased.pk: "training"}, {})
    await sync_to_async(move)(run=leased, to="stopping")
    assert await told(hers) == {leased.pk: "stopping"}
    own = await sync_to_async(run_of)(ben)
    assert await told(his) == {own.pk: "queued"}  # the first that he hears of
    for socket in (hers, his):
        await socket.disconnect()


async def test_a_thousand_who_read_cost_one_reading(ada: Any, leased: Run) -> None:
    hub, readers = own_hub.OwnHub(), [own_hub.Reader(ada.pk) for _ in range(1000)]
    hub.readers[ada.pk] = set(readers)
    await hub._look()
    assert len({id(reader.now) for reader in readers}) == 1
    texts = {await reader.next() for reader in readers}
    assert len(texts) == 1
    await hub._look()
    assert await readers[0].next() is None  # nothing new: nothing is told


async def test_without_the_database_no_heartbeat_says_that_all_is_well(
    ada: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: Any) -> None:
        raise DatabaseError("the connection was closed")

    socket = await opened(ada)
    assert await told(socket) == {}
    assert (await socket.receive_json_from(timeout=20))["type"] == "heartbeat"
    monkeypatch.setattr(own_hub, "runs_going_on", away)
    while own_hub.own_hub().well:
        await socket.receive_nothing() or await socket.receive_json_from()
    while not socket.output_queue.empty():
        await socket.receive_json_from(timeout=20)
    assert await socket.receive_nothing(timeout=0.2)
    await socket.disconnect()


@pytest.mark.parametrize("who", ["a stranger", "who has left"])
async def test_who_has_no_account_here_is_sent_away(ada: Any, who: str) -> None:
    socket = await opened(AnonymousUser() if who == "a stranger" else ada)
    if who == "who has left":
        assert await told(socket) == {}
        ada.is_active = False
        await sync_to_async(ada.save)()
    while (message := await socket.receive_json_from(timeout=20))["type"] == "heartbeat":
        pass
    assert (message["type"], message["code"]) == ("error", "not_signed_in")
    assert (await socket.receive_output(timeout=20))["code"] == NOT_FOUND
    assert not own_hub.own_hub().readers


def test_rest_tells_the_same(ada_api: Any, ben: Any, leased: Run, run_of: Callable[..., Run]) -> None:
    run_of(ben)
    run_of(leased.owner, state="failed")
    assert ada_api.get("/api/v1/runs/going-on/").json() == {"runs": {leased.pk: "training"}}
