from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser

from training import hub as hub_module
from training import live
from training.consumers import NOT_FOUND, TOO_SLOW
from training.models import Run, RunEvent
from training.routing import websocket_urlpatterns
from training.selectors import runs_seen
from training.services.following import follow_rest
from training.services.transitions import move

pytestmark = pytest.mark.django_db(transaction=True)


def socket_of(user: Any, path: str) -> Any:
    from channels.routing import URLRouter

    communicator = WebsocketCommunicator(URLRouter(websocket_urlpatterns), path)
    communicator.scope["user"] = user
    return communicator


def metrics(*steps: int) -> list[dict[str, Any]]:
    return [{"seq": n, "type": "metric", "step": n, "loss": 1.0} for n in steps]


async def copy(run: Run, tell: Callable[..., None], *events: dict[str, Any]) -> None:
    tell(run, *events)
    await sync_to_async(follow_rest)(run=run)


async def seqs(socket: Any, upto: int) -> list[int]:
    """Read messages until the event `upto` has come."""
    found: list[int] = []
    while upto not in found:
        message = await socket.receive_json_from(timeout=20)
        found += [event["seq"] for event in message.get("events", [])]
    return found


async def test_p02_a_new_page_gets_the_whole_history(ada: Any, leased: Run, tell: Any) -> None:
    await copy(leased, tell, *metrics(1, 2, 3))
    socket = socket_of(ada, f"/ws/runs/{leased.pk}/")
    await socket.connect()
    assert await seqs(socket, 3) == [1, 2, 3]
    await socket.disconnect()


async def test_p04_what_comes_later_follows_without_gap_or_double(ada: Any, leased: Run, tell: Any) -> None:
    await copy(leased, tell, *metrics(1, 2))
    socket = socket_of(ada, f"/ws/runs/{leased.pk}/?after=1")
    await socket.connect()
    assert await seqs(socket, 2) == [2]
    await copy(leased, tell, *metrics(3, 4))
    assert await seqs(socket, 4) == [3, 4]
    await socket.disconnect()


async def test_p04_a_gap_is_filled_from_the_rows_page_by_page(
    ada: Any, leased: Run, tell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.live.PAGE", 3)
    monkeypatch.setattr("training.consumers.PAGE", 3)
    await copy(leased, tell, *metrics(*range(1, 8)))
    socket = socket_of(ada, f"/ws/runs/{leased.pk}/")
    await socket.connect()
    assert await seqs(socket, 7) == [1, 2, 3, 4, 5, 6, 7]
    await copy(leased, tell, *metrics(*range(8, 16)))  # more than a page at once
    assert await seqs(socket, 15) == list(range(8, 16))
    await socket.disconnect()


async def test_p04_a_client_that_takes_nothing_is_sent_away_to_come_again(ada: Any, leased: Run) -> None:
    socket = socket_of(ada, f"/ws/runs/{leased.pk}/")
    await socket.connect()
    await socket.receive_json_from(timeout=20)
    (client,) = hub_module.hub().clients[leased.pk]
    for n in range(hub_module.QUEUE + 1):  # before the socket's turn comes
        client.push(f'{{"n": {n}}}')
    assert len(client.queue) == hub_module.QUEUE  # no more is kept for it
    while (output := await socket.receive_output(timeout=20))["type"] != "websocket.close":
        pass
    assert output["code"] == TOO_SLOW
    assert leased.pk not in hub_module.hub().clients


async def test_a_hundred_who_watch_one_run_cost_one_reading(
    ada: Any, leased: Run, tell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    message = live._message
    monkeypatch.setattr(live, "_message", lambda *given: read.append(given[1]) or message(*given))
    clients = [hub_module.Client(leased.pk, ada.pk, language, behind=False) for language in ("en", "ko") * 50]
    watched = hub_module.Hub()
    watched.clients[leased.pk] = set(clients)
    watched.seen[leased.pk] = (0, None, False)
    await copy(leased, tell, *metrics(1, 2))
    await watched._look([leased.pk])
    assert read == [0, 0]  # once for each language
    assert len({id(client.queue[0]) for client in clients}) == 2  # and put into text once for each
    assert {client.seq for client in clients} == {2}


async def test_runs_that_many_watch_are_told_in_turns_and_none_is_left_out(
    ada: Any, run_of: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "AT_ONCE", 4)
    runs = [await sync_to_async(run_of)(ada) for _ in range(4)]
    watched = hub_module.Hub()
    clients = [hub_module.Client(run.pk, ada.pk, "en", behind=False) for run in runs for _ in range(2)]
    clients += [
        hub_module.Client(runs[0].pk, ada.pk, "en", behind=False) for _ in range(4)
    ]  # alone more than a turn
    for client in clients:
        watched.clients[client.run_id].add(client)
    turns = watched._turns()
    assert [sum(len(watched.clients[run]) for run in turn) for turn in turns] == [6, 4, 2]
    watched.leave(clients[2])
    watched.leave(clients[3])  # nobody watches this run any more when its turn comes
    for turn in turns:
        await watched._take(turn)
    del clients[2:4]
    assert [len(client.queue) for client in clients] == [1] * len(clients)


async def test_a_run_that_is_deleted_says_so(ada: Any, leased: Run) -> None:
    socket = socket_of(ada, f"/ws/runs/{leased.pk}/")
    await socket.connect()
    assert (await socket.receive_json_from(timeout=20))["run"]["id"] == leased.pk
    await sync_to_async(leased.delete)()
    while (message := await socket.receive_json_from(timeout=20))["type"] != "error":
        pass
    assert message["code"] == "not_found"
    await socket.disconnect()


async def test_a_change_of_state_is_told_without_an_event(ada: Any, leased: Run) -> None:
    socket = socket_of(ada, f"/ws/runs/{leased.pk}/")
    await socket.connect()
    assert (await socket.receive_json_from(timeout=20))["run"]["state"] == "training"
    await sync_to_async(move)(run=leased, to="stopping")
    while (await socket.receive_json_from(timeout=20))["run"]["state"] != "stopping":
        pass
    await socket.disconnect()


async def test_p03_a_silent_run_sends_heartbeats(
    ada: Any, leased: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.hub.HEARTBEAT", 0.01)
    socket = socket_of(ada, f"/ws/runs/{leased.pk}/?after=7")
    await socket.connect()
    message: dict[str, Any] = {}
    while message.get("type") != "heartbeat":
        message = await socket.receive_json_from(timeout=20)
    assert message["seq"] == 7
    await socket.disconnect()


@pytest.mark.parametrize("whose", ["another's", "nobody's"])
async def test_p27_a_run_one_may_not_see_closes_the_socket_with_a_sentence(
    ben: Any, leased: Run, whose: str
) -> None:
    pk = leased.pk if whose == "another's" else "nosuchrun"
    await refused(socket_of(ben, f"/ws/runs/{pk}/"), "not_found")


async def test_p27_a_socket_without_a_person_is_closed(leased: Run) -> None:
    await refused(socket_of(AnonymousUser(), f"/ws/runs/{leased.pk}/"), "not_signed_in")


async def refused(socket: Any, code: str) -> None:
    assert (await socket.connect())[0]
    message = await socket.receive_json_from(timeout=20)
    assert (message["type"], message["code"]) == ("error", code)
    assert message["detail"]
    assert (await socket.receive_output(timeout=20)) == {"type": "websocket.close", "code": NOT_FOUND}


async def test_the_words_are_in_the_language_of_the_reader(ada: Any, leased: Run) -> None:
    await sync_to_async(RunEvent.objects.create)(
        run=leased, seq=1, type="diagnosis", step=4, time=leased.started_at,
        payload={"code": "loss_not_finite", "values": {}},
    )  # fmt: skip
    await sync_to_async(Run.objects.filter(pk=leased.pk).update)(last_seq=1)
    socket = socket_of(ada, f"/ws/runs/{leased.pk}/")
    await socket.connect()
    message = await socket.receive_json_from(timeout=20)
    assert "step 4" in message["events"][0]["detail"]
    await socket.disconnect()


async def test_p27_who_may_see_a_run_no_more_is_told_no_more_of_it(
    ben: Any, leased: Run, tell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "RIGHTS_EVERY", 0.0)
    await sync_to_async(Run.objects.filter(pk=leased.pk).update)(visibility="public")
    socket = socket_of(ben, f"/ws/runs/{leased.pk}/")
    await socket.connect()
    assert (await socket.receive_json_from(timeout=20))["run"]["id"] == leased.pk
    await sync_to_async(Run.objects.filter(pk=leased.pk).update)(visibility="private")
    while (output := await socket.receive_output(timeout=20))["type"] != "websocket.close":
        last = output["text"]
    assert output["code"] == NOT_FOUND
    assert "not_found" in last
    await copy(leased, tell, *metrics(1))
    assert await socket.receive_nothing()


async def test_p27_a_person_who_is_gone_sees_nothing(ada: Any, leased: Run) -> None:
    seen = sync_to_async(runs_seen)
    assert await seen({ada.pk: [leased.pk]}) == {ada.pk: {leased.pk}}
    ada.is_active = False
    await sync_to_async(ada.save)()
    assert await seen({ada.pk: [leased.pk]}) == {ada.pk: set()}
