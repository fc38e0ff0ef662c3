"""Courses: made, joined, left, led. Who may lead one is asked of `rights` at the edge."""

from __future__ import annotations

import unicodedata
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Course, CourseRole, Membership, Share, User
from accounts.models.courses import new_code
from common.errors import ConflictError, ProductError

MAX_TITLE: Final = 120
MAX_DESCRIPTION: Final = 2000


@transaction.atomic
def course_create(*, user: User, title: str, description: str = "") -> Course:
    """Make a course and its first instructor. Raises ProductError (403) for who may not teach."""
    if not rights.may_create_course(user):
        words = _("Only instructors make courses. Ask whoever runs this site to make you one.")
        raise ProductError(words, code="not_an_instructor", status=403)
    course = Course.objects.create(title=_title(title), description=_description(description))
    Membership.objects.create(course=course, user=user, role=CourseRole.INSTRUCTOR)
    return course


def course_change(
    *,
    course: Course,
    title: str | None = None,
    description: str | None = None,
    archived: bool | None = None,
) -> Course:
    """Change what is given. Nobody joins an archived course, and nothing new is shared with it."""
    if title is not None:
        course.title = _title(title)
    if description is not None:
        course.description = _description(description)
    if archived is not None:
        course.archived = archived
    course.save(update_fields=["title", "description", "archived", "updated_at"])
    return course


def course_join(*, user: User, code: str) -> Course:
    """Become a student of the course with this code; who is in it already stays what they are.

    Raises ProductError ("unknown_code", "course_archived").
    """
    written = unicodedata.normalize("NFKC", code)  # a Korean keyboard may type letters of full width
    bare = "".join(c for c in written.upper() if c.isalnum())
    course = Course.objects.filter(join_code=bare).first() if bare else None
    if course is None:
        words = _(
            "No course has the code “%(code)s”. Check it letter by letter, or ask for the code of today."
        )
        raise ProductError(words % {"code": code.strip()[:20]}, code="unknown_code", attr="code")
    if course.archived:
        words = _("“%(title)s” is over and takes nobody in. Ask its instructor.")
        raise ProductError(words % {"title": course.title}, code="course_archived", attr="code")
    Membership.objects.get_or_create(course=course, user=user)
    return course


@transaction.atomic
def course_leave(*, user: User, course: Course) -> None:
    """Leave a course; what the person shared with it is no longer shared. Raises ConflictError."""
    member_remove(course=course, user_id=user.pk)


@transaction.atomic
def member_remove(*, course: Course, user_id: str) -> None:
    """Take somebody out of a course, with what they shared there. Raises ProductError (404), ConflictError."""
    member = _member(course, user_id)
    _keep_an_instructor(course, member)
    Share.objects.filter(course=course, by=member.user_id).delete()
    member.delete()


@transaction.atomic
def member_role_set(*, course: Course, user_id: str, role: str) -> Membership:
    """Make a member an instructor of this course, or a student. Raises ProductError (404), ConflictError."""
    member = _member(course, user_id)
    if role != CourseRole.INSTRUCTOR:
        _keep_an_instructor(course, member)
    member.role = CourseRole(role)
    member.save(update_fields=["role", "updated_at"])
    return member


def code_renew(*, course: Course) -> str:
    """Give the course another code (the old one opens nothing any more), or one again; return it."""
    for _attempt in range(5):
        course.join_code = new_code()
        try:
            with transaction.atomic():
                course.save(update_fields=["join_code", "updated_at"])
        except IntegrityError:  # another course has just that code
            continue
        return course.code
    raise ConflictError(_("No free code was found. Try again."))


def code_off(*, course: Course) -> None:
    """Let nobody join by themselves any more."""
    course.join_code = None
    course.save(update_fields=["join_code", "updated_at"])


def _member(course: Course, user_id: str) -> Membership:
    # The rows of a course are held in one order, so that two instructors cannot both be the one who stays.
    held = {row.user_id: row for row in course.memberships.select_for_update().order_by("pk")}
    if user_id not in held:
        words = _("That person is not in “%(title)s”.")
        raise ProductError(words % {"title": course.title}, code="not_found", status=404)
    return held[user_id]


def _keep_an_instructor(course: Course, member: Membership) -> None:
    others = course.memberships.filter(role=CourseRole.INSTRUCTOR).exclude(pk=member.pk)
    if member.role == CourseRole.INSTRUCTOR and not others.exists():
        words = _("A course needs an instructor. Make another member one first, or archive the course.")
        raise ConflictError(words, code="last_instructor")


def _title(title: str) -> str:
    shown = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    if not shown or len(shown) > MAX_TITLE:
        words = _("Give the course a title of 1 to %(most)d characters.")
        raise ProductError(words % {"most": MAX_TITLE}, code="bad_title", attr="title")
    return shown


def _description(text: str) -> str:
    if len(text) > MAX_DESCRIPTION or "\0" in text:
        words = _("A description has at most %(most)d characters.")
        raise ProductError(words % {"most": MAX_DESCRIPTION}, code="bad_description", attr="description")
    return text.strip()
