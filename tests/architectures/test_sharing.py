"""Sharing a design: with courses, with everyone, by a link; and copies that say where they come from."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from accounts import services as people
from accounts.models import Course, User
from architectures import services
from architectures.core.presets import presets
from architectures.models import Architecture
from training.models import Corpus

URL = "/api/v1/architectures/"


@pytest.fixture(autouse=True)
def unthrottled() -> None:
    cache.clear()


@pytest.fixture
def design(ada: User) -> Architecture:
    tiny = next(one for one in presets() if one.slug == "tiny-gpt")
    return services.architecture_create(user=ada, title="My GPT", design=tiny.design)


@pytest.fixture
def course(ida: User, ada: User, ben: User) -> Course:
    course = people.course_create(user=ida, title="Language models")
    for student in (ada, ben):
        people.course_join(user=student, code=course.code)
    return course


def code_of(answer: Any) -> str:
    return str(answer.json()["errors"][0]["code"])


def test_a_design_is_shared_with_courses_of_ones_choice(
    design: Architecture, course: Course, ada_api: APIClient, ben_api: APIClient
) -> None:
    body = {"visibility": "course", "courses": [course.pk]}
    shared = ada_api.patch(f"{URL}{design.pk}/", body, format="json").json()
    assert (shared["visibility"], shared["courses"]) == ("course", [course.pk])
    seen = ben_api.get(f"{URL}{design.pk}/").json()
    assert (seen["title"], seen["courses"], seen["link"]) == ("My GPT", [], None)
    assert (
        code_of(ben_api.patch(f"{URL}{design.pk}/", {"visibility": "public"}, format="json")) == "read_only"
    )
    alone = ada_api.patch(f"{URL}{design.pk}/", {"visibility": "private"}, format="json").json()
    assert (alone["visibility"], alone["courses"]) == ("private", [])
    assert ben_api.get(f"{URL}{design.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"visibility": "course"}, "no_course"),
        ({"visibility": "course", "courses": []}, "no_course"),
        ({"visibility": "course", "courses": ["nothing"]}, "unknown_course"),
        ({"visibility": "course", "courses": "all"}, "not_a_list"),
        ({"visibility": "world"}, "invalid_choice"),
    ],
)
def test_a_wrong_wish_to_share_changes_nothing(
    design: Architecture, course: Course, ada_api: APIClient, body: dict[str, Any], code: str
) -> None:
    refused = ada_api.patch(f"{URL}{design.pk}/", body, format="json")
    assert (refused.status_code, code_of(refused)) == (400, code)
    assert ada_api.get(f"{URL}{design.pk}/").json()["visibility"] == "private"


def test_one_shares_with_ones_own_courses_while_they_last(
    design: Architecture, course: Course, ada: User, ada_api: APIClient, ida: User
) -> None:
    foreign = people.course_create(user=ida, title="Not Ada's")
    body = {"visibility": "course", "courses": [course.pk, foreign.pk]}
    assert code_of(ada_api.patch(f"{URL}{design.pk}/", body, format="json")) == "unknown_course"
    people.course_change(course=course, archived=True)
    body = {"visibility": "course", "courses": [course.pk]}
    assert code_of(ada_api.patch(f"{URL}{design.pk}/", body, format="json")) == "course_archived"


def test_a_corpus_is_shared_in_the_same_way(
    course: Course, ada: User, ada_api: APIClient, ben_api: APIClient
) -> None:
    corpus = Corpus.objects.create(owner=ada, title="Text", kind="upload", state="ready")
    path = f"/api/v1/corpora/{corpus.pk}/"
    shared = ada_api.patch(path, {"visibility": "course", "courses": [course.pk]}, format="json").json()
    assert (shared["visibility"], shared["courses"]) == ("course", [course.pk])
    assert ben_api.get(path).json()["courses"] == []
    refused = ada_api.patch(path, {"title": "New", "visibility": "course", "courses": ["x"]}, format="json")
    assert (code_of(refused), ada_api.get(path).json()["title"]) == ("unknown_course", "Text")


def test_a_link_shows_a_design_to_anybody_and_nothing_else(
    design: Architecture, ada: User, ada_api: APIClient, api: APIClient
) -> None:
    ada.first_name, ada.last_name, ada.email = "Ada", "King", "ada@example.org"
    ada.save()
    link = ada_api.post(f"{URL}{design.pk}/link/").json()["link"]
    assert ada_api.get(f"{URL}{design.pk}/").json()["link"] == link
    path = link.removeprefix("http://testserver")
    told = api.get(f"/api/v1{path}").json()
    assert set(told) == {"title", "owner", "design"}
    assert (told["title"], told["owner"]) == ("My GPT", "Ada King")
    page = Client().get(path)
    text = page.content.decode()
    assert (page.status_code, page["X-Robots-Tag"], page["Cache-Control"]) == (
        200,
        "noindex, nofollow",
        "no-store",
    )
    assert "Ada King" in text
    for secret in (design.pk, design.current.pk if design.current else "", ada.pk, "ada@example.org"):
        assert secret not in text


def test_a_link_is_renewed_and_switched_off(
    design: Architecture, ada_api: APIClient, ben_api: APIClient
) -> None:
    def path() -> str:
        return str(ada_api.post(f"{URL}{design.pk}/link/").json()["link"]).removeprefix("http://testserver")

    old, new = path(), path()
    assert old != new
    assert [Client().get(one).status_code for one in (old, new)] == [404, 200]
    assert ben_api.get(f"{URL}{design.pk}/").status_code == 404  # a link opens the link alone
    assert ada_api.delete(f"{URL}{design.pk}/link/").status_code == 204
    assert Client().get(new).status_code == 404
    assert ben_api.get(f"/api/v1{new}").status_code == 404
    assert ben_api.post(f"/api/v1{new}copy/").status_code == 404
    assert ben_api.post(f"{URL}{design.pk}/link/").status_code == 404


def test_a_link_of_a_closed_account_leads_nowhere(design: Architecture, ada: User) -> None:
    token = services.link_make(architecture=design)
    ada.is_active = False
    ada.save()
    assert Client().get(f"/d/{token}/").status_code == 404


@pytest.mark.parametrize("token", ["None", "0", "..", "%00", "x" * 400])
def test_no_other_token_opens_anything(design: Architecture, token: str) -> None:
    assert Client().get(f"/d/{token}/").status_code == 404


def test_links_are_not_asked_for_without_end(design: Architecture, api: APIClient, monkeypatch: Any) -> None:
    from architectures.api.linked import LinkThrottle

    monkeypatch.setattr(LinkThrottle, "rate", "2/min", raising=False)
    monkeypatch.setattr(LinkThrottle, "scope", design.pk)  # counted apart from what other tests ask
    token = services.link_make(architecture=design)
    assert [api.get(f"/api/v1/d/{token}/").status_code for _ in range(3)] == [200, 200, 429]
    assert Client().get(f"/d/{token}/").status_code == 429


def test_a_stranger_signs_in_and_copies(
    design: Architecture, ben: User, ben_page: Client, ben_api: APIClient
) -> None:
    token = services.link_make(architecture=design)
    asked = Client().get(f"/d/{token}/copy/")
    assert (asked.status_code, asked["Location"]) == (302, f"/sign-in/?next=/d/{token}/copy/")
    assert "My GPT" in ben_page.get(f"/d/{token}/copy/").content.decode()
    assert not ben.architectures.exists()
    made = ben_page.post(f"/d/{token}/copy/")
    copy = ben.architectures.get()
    assert made["Location"] == f"/architectures/{copy.pk}/edit/"
    assert copy.forked_from == design
    assert ben_api.get(f"{URL}{copy.pk}/").json()["forked_from"] is None  # what one may not see has no name
    assert ben_api.post(f"/api/v1/d/{token}/copy/").json()["title"] == "My GPT (copy)"


def test_a_copy_says_what_it_is_a_copy_of(
    design: Architecture, ada_api: APIClient, ben_api: APIClient
) -> None:
    ada_api.patch(f"{URL}{design.pk}/", {"visibility": "public"}, format="json")
    copy = ben_api.post(f"{URL}{design.pk}/duplicate/").json()
    assert copy["forked_from"] == {"id": design.pk, "title": "My GPT", "owner": "ada"}
    assert copy["visibility"] == "private"
    ada_api.patch(f"{URL}{design.pk}/", {"visibility": "private"}, format="json")
    assert ben_api.get(f"{URL}{copy['id']}/").json()["forked_from"] is None
    ada_api.delete(f"{URL}{design.pk}/")
    assert ben_api.get(f"{URL}{copy['id']}/").json()["title"] == "My GPT (copy)"
