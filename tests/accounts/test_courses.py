"""Courses: who makes, joins, leads and leaves them, over REST and on pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from accounts import services
from accounts.models import Course, Share, User
from architectures.models import Architecture
from common.errors import ProductError

URL = "/api/v1/courses/"


@pytest.fixture(autouse=True)
def unthrottled() -> None:
    cache.clear()


@pytest.fixture
def course(ida: User) -> Course:
    return services.course_create(user=ida, title="Language models")


def code_of(answer: Any) -> str:
    return str(answer.json()["errors"][0]["code"])


def test_an_instructor_makes_a_course_and_a_class_joins_it_by_its_code(
    ida_api: APIClient, ada_api: APIClient, ada: User
) -> None:
    made = ida_api.post(URL, {"title": "  Language\nmodels ", "description": "Week by week"}).json()
    assert (made["title"], made["role"], made["n_members"]) == ("Language models", "instructor", 1)
    shown: str = made["join_code"]
    assert len(shown) == 9
    assert not set(shown) & set("01OIL")

    joined = ada_api.post(f"{URL}join/", {"code": f" {shown.lower()} "})
    assert joined.status_code == 200
    assert (joined.json()["role"], joined.json()["join_code"]) == ("student", None)
    assert ada_api.post(f"{URL}join/", {"code": shown}).json()["n_members"] == 2
    names = [row["username"] for row in ada_api.get(f"{URL}{made['id']}/members/").json()["results"]]
    assert names == ["ida", "ada"]
    assert [one["id"] for one in ada_api.get(URL).json()["results"]] == [made["id"]]


def test_students_make_no_courses(ada_api: APIClient) -> None:
    answer = ada_api.post(URL, {"title": "Mine"})
    assert (answer.status_code, code_of(answer)) == (403, "not_an_instructor")


def test_a_course_is_not_there_for_who_is_not_in_it(
    course: Course, ben_api: APIClient, ben_page: Client, api: APIClient
) -> None:
    for path in ("", "members/", "shared/"):
        assert ben_api.get(f"{URL}{course.pk}/{path}").status_code == 404
        assert api.get(f"{URL}{course.pk}/{path}").status_code == 401
    assert ben_api.delete(f"{URL}{course.pk}/members/me/").status_code == 404
    assert ben_api.patch(f"{URL}{course.pk}/", {"title": "Taken"}).status_code == 404
    assert ben_api.post(f"{URL}{course.pk}/code/").status_code == 404
    assert ben_api.get(URL).json()["results"] == []
    assert ben_page.get(f"/courses/{course.pk}/").status_code == 404


def test_a_member_who_does_not_teach_changes_nothing(
    course: Course, ada: User, ada_api: APIClient, ida: User
) -> None:
    services.course_join(user=ada, code=course.code)
    for method, path in (
        ("patch", ""),
        ("post", "code/"),
        ("delete", "code/"),
        ("delete", f"members/{ida.pk}/"),
        ("patch", f"members/{ada.pk}/"),
    ):
        answer = getattr(ada_api, method)(f"{URL}{course.pk}/{path}", {"role": "instructor"})
        assert (answer.status_code, code_of(answer)) == (403, "read_only"), path


def test_an_operator_sees_and_leads_every_course(course: Course, ola_api: APIClient) -> None:
    assert ola_api.get(f"{URL}{course.pk}/").json()["join_code"] == course.code
    assert ola_api.patch(f"{URL}{course.pk}/", {"title": "Renamed"}).json()["title"] == "Renamed"


def test_a_code_is_renewed_and_switched_off(course: Course, ida_api: APIClient, ben_api: APIClient) -> None:
    old = course.code
    new = ida_api.post(f"{URL}{course.pk}/code/").json()["join_code"]
    refused = ben_api.post(f"{URL}join/", {"code": old})
    assert (refused.status_code, code_of(refused)) == (400, "unknown_code")
    assert old in refused.json()["errors"][0]["detail"]
    assert ida_api.delete(f"{URL}{course.pk}/code/").status_code == 204
    assert code_of(ben_api.post(f"{URL}join/", {"code": new})) == "unknown_code"
    assert ida_api.get(f"{URL}{course.pk}/").json()["join_code"] is None


@pytest.mark.parametrize("code", ["-", "０", "'; --", "x" * 99, "🙂"])
def test_no_other_code_opens_a_course(course: Course, ada: User, code: str) -> None:
    services.code_off(course=course)
    with pytest.raises(ProductError, match="No course has the code"):
        services.course_join(user=ada, code=code)


def test_codes_are_not_found_by_trying(course: Course, ada_api: APIClient) -> None:
    answers = [ada_api.post(f"{URL}join/", {"code": f"WRONG{n}"}).status_code for n in range(12)]
    assert (answers[0], answers[-1]) == (400, 429)


def test_an_archived_course_takes_nobody_in(course: Course, ida_api: APIClient, ben_api: APIClient) -> None:
    ida_api.patch(f"{URL}{course.pk}/", {"archived": True})
    assert code_of(ben_api.post(f"{URL}join/", {"code": course.code})) == "course_archived"


def test_a_course_keeps_an_instructor(course: Course, ida_api: APIClient, ada: User, ida: User) -> None:
    assert code_of(ida_api.delete(f"{URL}{course.pk}/members/me/")) == "last_instructor"
    assert (
        code_of(ida_api.patch(f"{URL}{course.pk}/members/{ida.pk}/", {"role": "student"}))
        == "last_instructor"
    )
    services.course_join(user=ada, code=course.code)
    assert ida_api.patch(f"{URL}{course.pk}/members/{ada.pk}/", {"role": "instructor"}).status_code == 200
    assert ida_api.delete(f"{URL}{course.pk}/members/me/").status_code == 204
    assert ida_api.get(f"{URL}{course.pk}/").status_code == 404


def test_who_is_taken_out_takes_what_they_shared_along(
    course: Course, ida_api: APIClient, ada: User, ida: User
) -> None:
    services.course_join(user=ada, code=course.code)
    design = Architecture.objects.create(owner=ada, title="Ada's")
    services.thing_share(user=ada, thing=design, visibility="course", courses=[course.pk])
    assert [one["title"] for one in ida_api.get(f"{URL}{course.pk}/shared/").json()] == ["Ada's"]
    assert ida_api.delete(f"{URL}{course.pk}/members/{ada.pk}/").status_code == 204
    assert ida_api.get(f"{URL}{course.pk}/shared/").json() == []
    assert not Share.objects.exists()
    gone = ida_api.delete(f"{URL}{course.pk}/members/{ada.pk}/")
    assert (gone.status_code, code_of(gone)) == (404, "not_found")


def test_the_pages_show_each_what_is_theirs(
    course: Course, ada: User, ida: User, page_of: Callable[[User], Client]
) -> None:
    services.course_join(user=ada, code=course.code)
    design = Architecture.objects.create(owner=ada, title="<b>Ada's</b>")
    services.thing_share(user=ada, thing=design, visibility="course", courses=[course.pk])
    teaching = page_of(ida).get(f"/courses/{course.pk}/").content.decode()
    learning = page_of(ada).get(f"/courses/{course.pk}/").content.decode()
    assert course.code in teaching
    assert course.code not in learning
    assert "&lt;b&gt;Ada&#x27;s&lt;/b&gt;" in learning
    assert "you teach it" in page_of(ida).get("/courses/").content.decode()
    assert "Make the course" not in page_of(ada).get("/courses/").content.decode()
    assert Client().get("/courses/").status_code == 302


def test_lists_cost_the_same_for_one_and_for_many(
    ida: User, ida_api: APIClient, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        services.course_create(user=ida, title=f"Course {number}")
    with django_assert_max_num_queries(4):
        assert ida_api.get(URL).json()["count"] == 6
