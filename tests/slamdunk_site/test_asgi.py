"""Who gets through to a socket, and what a wrong address hears."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from accounts import services
from accounts.models import User
from training.models import Run

pytestmark = pytest.mark.django_db(transaction=True)
OURS = (b"origin", b"http://localhost")


def socket(path: str, *headers: tuple[bytes, bytes]) -> Any:
    from slamdunk_site.asgi import application

    return WebsocketCommunicator(application, path, headers=[(b"host", b"localhost"), *headers])


def bearer(key: str) -> tuple[bytes, bytes]:
    return b"authorization", f"Bearer {key}".encode()


@sync_to_async
def run_and_key(owner: User, reader: User) -> tuple[Run, str]:
    return Run.objects.create(owner=owner, title="r", design={}), services.token_create(
        user=reader, name="t"
    ).key


async def first_words(communicator: Any) -> dict[str, Any]:
    accepted, _ = await communicator.connect(timeout=20)
    assert accepted
    message: dict[str, Any] = await communicator.receive_json_from(timeout=20)
    await communicator.disconnect()
    return message


async def test_a_token_opens_ones_own_run_without_an_origin(ada: User) -> None:
    run, key = await run_and_key(ada, ada)
    said = await first_words(socket(f"/ws/runs/{run.pk}/", bearer(key)))
    assert said["type"] != "error"


async def test_p27_a_token_of_another_finds_nothing(ada: User, ben: User) -> None:
    run, key = await run_and_key(ada, ben)
    assert (await first_words(socket(f"/ws/runs/{run.pk}/", bearer(key))))["code"] == "not_found"


async def test_a_forged_token_is_nobody(ada: User) -> None:
    run, _ = await run_and_key(ada, ada)
    said = await first_words(socket(f"/ws/runs/{run.pk}/", bearer("sd_forged")))
    assert said["code"] == "not_signed_in"


async def test_a_browser_of_another_site_is_turned_away(ada: User) -> None:
    run, _ = await run_and_key(ada, ada)
    accepted, _ = await socket(f"/ws/runs/{run.pk}/", (b"origin", b"https://evil.example")).connect()
    assert not accepted


async def test_a_session_opens_ones_own_run(ada_page: Any, ada: User) -> None:
    run, _ = await run_and_key(ada, ada)
    cookie = (b"cookie", f"sessionid={ada_page.cookies['sessionid'].value}".encode())
    said = await first_words(socket(f"/ws/runs/{run.pk}/", OURS, cookie))
    assert said["type"] != "error"


@pytest.mark.parametrize("path", ["/ws/nothing/", "/", "/ws/runs/"])
async def test_a_wrong_address_hears_so_and_is_closed(path: str) -> None:
    communicator = socket(path, OURS)
    assert (await communicator.connect(timeout=20))[0]
    assert (await communicator.receive_json_from(timeout=20))["code"] == "not_found"
    assert (await communicator.receive_output(timeout=20))["code"] == 4404


async def test_a_run_that_does_not_exist_hears_so(ada: User) -> None:
    _, key = await run_and_key(ada, ada)
    assert (await first_words(socket("/ws/runs/nothing/", bearer(key))))["code"] == "not_found"
