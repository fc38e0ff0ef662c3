"""Instructors show a run to their course: it goes first."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Course, CourseRole
from training.models import Run
from training.services import run_claim

RUNS = "/api/v1/runs/"


@pytest.fixture
def course(ida: Any, ada: Any) -> Course:
    made = Course.objects.create(title="Language models")
    made.memberships.create(user=ida, role=CourseRole.INSTRUCTOR)
    made.memberships.create(user=ada, role=CourseRole.STUDENT)
    return made


def show(api: Any, run: Run, course: Course) -> Any:
    return api.post(f"{RUNS}{run.pk}/demonstration/", {"course": course.pk}, format="json")


def test_a_demonstration_goes_first_until_it_is_one_no_more(
    ida_api: Any, ida: Any, ada: Any, course: Course, run_of: Any
) -> None:
    run_of(ada)  # older, and without a curve
    mine = run_of(ida, step=5)
    told = show(ida_api, mine, course).data
    assert (told["demonstration"], told["position"]) == (course.pk, 1)
    assert ida_api.delete(f"{RUNS}{mine.pk}/demonstration/").data["demonstration"] is None
    assert ida_api.get(f"{RUNS}{mine.pk}/").data["position"] == 2
    show(ida_api, mine, course)
    assert run_claim() == mine


@pytest.mark.usefixtures("sound_design")
def test_a_new_run_is_started_as_a_demonstration(
    ida_api: Any, ada_api: Any, course: Course, corpus: Any
) -> None:
    body = {"design": {"x": 1}, "config": {"max_steps": 5}, "corpus": corpus.pk, "demonstration": course.pk}
    body["tokenizer_options"] = {"kind": "bytes"}
    assert ada_api.post(RUNS, body, format="json").status_code == 403
    assert ida_api.post(RUNS, body, format="json").data["demonstration"] == course.pk
    again = ida_api.post(RUNS, body, format="json")
    assert (again.status_code, again.data["errors"][0]["code"]) == (409, "another_demonstration")
    assert Run.objects.count() == 1


def test_p27_only_instructors_demonstrate_and_only_their_own_runs(
    ida_api: Any, ada_api: Any, ben_api: Any, ida: Any, ada: Any, ben: Any, course: Course, run_of: Any
) -> None:
    assert show(ada_api, run_of(ada), course).status_code == 403  # a student of the course
    assert show(ben_api, run_of(ben), course).status_code == 404  # of no course
    assert show(ida_api, run_of(ada, visibility="public"), course).status_code == 403
    assert not Run.objects.exclude(demonstration=None).exists()


def test_a_course_has_one_demonstration_at_a_time_and_none_of_what_is_over(
    ida_api: Any, ida: Any, course: Course, run_of: Any
) -> None:
    one, other = run_of(ida, title="One"), run_of(ida)
    show(ida_api, one, course)
    refused = show(ida_api, other, course)
    assert (refused.status_code, "“One” is the demonstration" in str(refused.data)) == (409, True)
    Run.objects.filter(pk=one.pk).update(state="completed")
    assert show(ida_api, other, course).status_code == 200
    assert show(ida_api, one, course).status_code == 409
    Run.objects.all().update(state="completed")
    Course.objects.update(archived=True)
    assert show(ida_api, run_of(ida), course).data["errors"][0]["code"] == "course_archived"
