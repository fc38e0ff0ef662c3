"""What is shared with a course is seen by its members through every door, and by nobody else through any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator
from django.test import Client
from rest_framework.test import APIClient

from accounts import rights, services
from accounts.models import Course, User
from architectures.models import Architecture, ArchitectureVersion, CompositeBlock
from inference.models import CompletedModel
from training.models import Corpus, Run, Sweep, Tokenizer

DESIGN: dict[str, Any] = {"format": 1, "vars": {}, "nodes": {}, "edges": []}
BLOCK: dict[str, Any] = {
    "type": "Composite",
    "nodes": {"norm": {"type": "Norm"}},
    "edges": ["in -> norm -> out"],
}
MODEL: dict[str, Any] = {"n_parameters": 1, "vocab_size": 64, "context_length": 8, "tokenizer_kind": "bytes"}


def make(owner: User, kind: str) -> Any:
    if kind == "architecture":
        made = Architecture.objects.create(owner=owner, title="Shared design")
        made.current = ArchitectureVersion.objects.create(architecture=made, number=1, design=DESIGN)
        made.save()
        return made
    if kind == "corpus":
        return Corpus.objects.create(owner=owner, title="Shared text", kind="upload", state="ready")
    if kind == "composite":
        return CompositeBlock.objects.create(owner=owner, title="Shared block", node=BLOCK)
    if kind == "tokenizer":
        return Tokenizer.objects.create(owner=owner, title="Shared cuts", kind="bytes", state="ready")
    if kind == "sweep":
        text = make(owner, "corpus")
        return Sweep.objects.create(owner=owner, title="Shared search", corpus=text, method="grid", space=[])
    if kind == "run":
        return Run.objects.create(
            owner=owner, title="Shared run", design=DESIGN, fingerprint="f", state="completed"
        )
    return CompletedModel.objects.create(
        owner=owner, title="Shared model", design=DESIGN, fingerprint="f", **MODEL
    )


REST = "/api/v1"
DOORS = {
    "architecture": [
        REST + "/architectures/{}/",
        REST + "/architectures/{}/export/?format=json",
        REST + "/architectures/{}/versions/",
        REST + "/architectures/{}/versions/1/",
        "/architectures/{}/edit/",
    ],
    "composite": [REST + "/composites/{}/"],
    "corpus": [REST + "/corpora/{}/", "/corpora/{}/"],
    "tokenizer": [REST + "/tokenizers/{}/"],
    "run": [*(REST + "/runs/{}/" + part for part in ("", "events/", "metrics/", "log/")), "/runs/{}/"],
    "model": [REST + "/models/{}/", "/models/{}/"],
}
LISTS = {kind: f"{kind}s" for kind in DOORS} | {"corpus": "corpora"}


@pytest.fixture
def course(ida: User, ada: User, ben: User) -> Course:
    """Ida teaches it; Ada and Ben are in it."""
    course = services.course_create(user=ida, title="Language models")
    for student in (ada, ben):
        services.course_join(user=student, code=course.code)
    return course


@pytest.mark.parametrize("kind", list(DOORS))
def test_p27_members_alone_come_through_every_door(
    kind: str, course: Course, ada: User, ben: User, ida: User, make_user: Callable[..., User],
    page_of: Callable[[User], Client], django_assert_num_queries: Any,
) -> None:  # fmt: skip
    thing, eve = make(ada, kind), make_user("eve")
    other = services.course_create(user=make_user("kim", role="instructor"), title="Another course")
    services.course_join(user=eve, code=other.code)
    doors = [door.format(thing.pk) for door in DOORS[kind]]

    def answers(user: User) -> set[int]:
        page = page_of(user)
        listed = page.get(f"/api/v1/{LISTS[kind]}/?page_size=100").json()["results"]
        seen = {200} if any(row["id"] == thing.pk for row in listed) else {404}
        return seen | {page.get(door).status_code for door in doors}

    assert answers(ben) == answers(ida) == answers(eve) == {404}
    services.thing_share(user=ada, thing=thing, visibility="course", courses=[course.pk])
    assert answers(ben) == answers(ida) == {200}
    assert answers(eve) == {404}
    with django_assert_num_queries(1):
        assert rights.may_view(ben, thing)
    with django_assert_num_queries(1):
        assert [one.pk for one in rights.visible(type(thing).objects.filter(owner=ada), ben)] == [thing.pk]
    assert list(rights.shared_with(type(thing).objects.all(), ada)) == []
    assert not rights.may_edit(ida, thing)
    services.course_leave(user=ben, course=course)
    assert answers(ben) == {404}
    assert answers(ida) == {200}
    services.thing_share(user=ada, thing=thing, visibility="private")
    assert answers(ida) == {404}


@pytest.mark.parametrize("kind", [*LISTS, "sweep"])
def test_the_owner_shares_with_a_course_over_rest(
    kind: str, course: Course, ada: User, ada_api: APIClient, ben_api: APIClient
) -> None:
    thing = make(ada, kind)
    address = f"{REST}/{LISTS.get(kind, 'sweeps')}/{thing.pk}/"
    unnamed = ada_api.patch(address, {"visibility": "course"})
    assert (unnamed.status_code, unnamed.json()["errors"][0]["code"]) == (400, "no_course")
    assert ben_api.get(address).status_code == 404
    shared = ada_api.patch(address, {"visibility": "course", "courses": [course.pk]})
    assert shared.status_code == 200, shared.json()
    assert (shared.json()["visibility"], shared.json()["courses"]) == ("course", [course.pk])
    assert ben_api.get(address).status_code == 200
    assert ben_api.patch(address, {"visibility": "private"}).status_code in (403, 404)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "path"), [("run", "/ws/runs/{}/"), ("model", "/ws/models/{}/generate/")])
def test_p27_sockets_open_for_members_alone(
    kind: str, path: str, course: Course, ada: User, ben: User, page_of: Callable[[User], Client]
) -> None:
    thing, session = make(ada, kind), page_of(ben).cookies["sessionid"].value
    ask = async_to_sync(first_code)
    assert ask(path.format(thing.pk), session) == "not_found"
    services.thing_share(user=ada, thing=thing, visibility="course", courses=[course.pk])
    assert ask(path.format(thing.pk), session) != "not_found"


async def first_code(path: str, session: str) -> str | None:
    """The code of what a socket says first, when it is asked something that it does not understand."""
    from slamdunk_site.asgi import application

    headers = [(b"host", b"localhost"), (b"origin", b"http://localhost")]
    headers.append((b"cookie", f"sessionid={session}".encode()))
    socket: Any = WebsocketCommunicator(application, path, headers=headers)
    assert (await socket.connect(timeout=20))[0]
    await socket.send_json_to({"type": "nonsense"})
    said: dict[str, Any] = await socket.receive_json_from(timeout=20)
    await socket.disconnect()
    return said.get("code")


def test_a_download_is_for_members_alone(
    course: Course, ada: User, ben: User, page_of: Callable[[User], Client]
) -> None:
    model = make(ada, "model")
    address = f"/api/v1/models/{model.pk}/download/"
    said = page_of(ben).get(address).json()["errors"][0]["code"]
    services.thing_share(user=ada, thing=model, visibility="course", courses=[course.pk])
    shared = page_of(ben).get(address).json()["errors"][0]["code"]
    assert said == "not_found"
    assert shared != "not_found"  # the files of this model were never there, and that is said


def test_the_shares_of_a_thing_go_with_it(course: Course, ada: User, ida_api: APIClient) -> None:
    design = make(ada, "architecture")
    services.thing_share(user=ada, thing=design, visibility="course", courses=[course.pk])
    design.delete()
    assert not course.shares.exists()
