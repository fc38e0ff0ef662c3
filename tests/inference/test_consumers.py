"""The socket on which a model writes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator

from inference.models import Generation
from inference.routing import websocket_urlpatterns

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 60  # seconds after which a missing message fails a test


async def open_socket(pk: str, user: Any, **scope: Any) -> WebsocketCommunicator:
    socket = WebsocketCommunicator(URLRouter(websocket_urlpatterns), f"/ws/models/{pk}/generate/")
    socket.scope |= {"user": user, **scope}
    connected, _ = await socket.connect(timeout=WAIT)
    assert connected
    return socket


async def read(socket: WebsocketCommunicator) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(await socket.receive_from(timeout=WAIT))
    return message


async def say(socket: WebsocketCommunicator, **message: Any) -> None:
    await socket.send_to(text_data=json.dumps(message))


async def new_model(make_model: Any, owner: Any, **fields: Any) -> Any:
    return await database_sync_to_async(make_model)(owner, **fields)


async def test_a_text_streams_in_and_is_kept(make_model: Any, ada: Any, pool: Any) -> None:
    socket = await open_socket((await new_model(make_model, ada)).pk, ada)
    await say(socket, type="generate", prompt="Once", options={"max_new_tokens": 5})
    messages = [await read(socket) for _ in range(3)]
    assert [message["type"] for message in messages] == ["started", "token", "finished"]
    await say(socket, type="generate", prompt="", options={})
    assert (await read(socket))["type"] == "started"
    assert await Generation.objects.filter(prompt="Once").aexists()
    await socket.disconnect()


async def test_p27_a_model_of_another_is_refused_with_a_word(make_model: Any, ada: Any, ben: Any) -> None:
    for pk in ((await new_model(make_model, ada)).pk, "nosuchmodel2"):
        socket = await open_socket(pk, ben)
        assert (await read(socket))["code"] == "not_found"
        assert (await socket.receive_output(WAIT))["code"] == 4404


async def test_nobody_is_asked_to_sign_in(make_model: Any, ada: Any) -> None:
    from django.contrib.auth.models import AnonymousUser

    socket = await open_socket((await new_model(make_model, ada)).pk, AnonymousUser())
    assert (await read(socket))["code"] == "not_signed_in"
    assert (await socket.receive_output(WAIT))["code"] == 4404


async def test_p24_cancel_ends_the_text_with_what_there_is(make_model: Any, ada: Any, pool: Any) -> None:
    socket = await open_socket((await new_model(make_model, ada)).pk, ada)
    await say(socket, type="generate", prompt="until cancelled")
    assert (await read(socket))["type"] == "started"
    assert (await read(socket))["type"] == "token"
    await say(socket, type="cancel")
    finished = await read(socket)
    assert (finished["reason"], finished["text"]) == ("cancelled", "so far")
    await socket.disconnect()


async def test_p24_closing_the_page_ends_the_writing(make_model: Any, ada: Any, pool: Any) -> None:
    model = await new_model(make_model, ada)
    socket = await open_socket(model.pk, ada)
    await say(socket, type="generate", prompt="until cancelled")
    assert (await read(socket))["type"] == "started"
    await socket.disconnect()
    after = await open_socket(model.pk, ada)  # there is one process: it must be free again
    await say(after, type="generate", prompt="next")
    assert [(await read(after))["type"] for _ in range(3)] == ["started", "token", "finished"]
    await after.disconnect()


async def test_one_text_at_a_time(make_model: Any, ada: Any, pool: Any) -> None:
    socket = await open_socket((await new_model(make_model, ada)).pk, ada)
    await say(socket, type="generate", prompt="until cancelled")
    assert [(await read(socket))["type"] for _ in range(2)] == ["started", "token"]
    await say(socket, type="generate", prompt="another")
    assert (await read(socket))["code"] == "already_generating"
    await socket.disconnect()


@pytest.mark.parametrize("text", [" ", "nonsense", "[]", "{}", '{"type": 5}', '{"type": ["cancel"]}'])
async def test_a_message_that_is_none_gets_an_answer(make_model: Any, ada: Any, text: str) -> None:
    socket = await open_socket((await new_model(make_model, ada)).pk, ada)
    await socket.send_to(text_data=text)
    assert (await read(socket))["code"] == "invalid_message"
    await socket.disconnect()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"prompt": "x" * 100_001}, "prompt_too_long"),
        ({"options": {"top_k": -1}}, "bad_option"),
        ({"prompt": "die"}, "worker_died"),
    ],
)
async def test_a_refusal_leaves_the_socket_usable(
    make_model: Any, ada: Any, pool: Any, fields: Any, code: str
) -> None:
    socket = await open_socket((await new_model(make_model, ada)).pk, ada)
    await say(socket, type="generate", **fields)
    assert (await read(socket))["code"] == code
    await say(socket, type="cancel")
    await say(socket, type="generate", prompt="hello")
    assert (await read(socket))["type"] == "started"
    await socket.disconnect()


async def test_a_model_made_private_meanwhile_is_gone(make_model: Any, ada: Any, ben: Any) -> None:
    model = await new_model(make_model, ada, visibility="public")
    socket = await open_socket(model.pk, ben)
    model.visibility = "private"
    await model.asave()
    await say(socket, type="generate", prompt="hello")
    assert (await read(socket))["code"] == "not_found"
