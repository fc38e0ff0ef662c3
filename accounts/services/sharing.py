"""Saying who sees a thing besides its owner: any model with an owner and a visibility."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Course, Share, User
from common.errors import ProductError
from common.models import Visibility

MAX_COURSES: Final = 50


@transaction.atomic
def thing_share(*, user: User, thing: Any, visibility: str, courses: Collection[str] | None = None) -> None:
    """Set who sees `thing`; with “course”, the courses by id (None leaves them as they are).

    Raises ProductError ("no_course", "unknown_course", "course_archived"). The caller has checked that `user`
    may change the thing.
    """
    if visibility not in Visibility.values:
        words = _("“%(value)s” is none of: %(known)s.")
        values = {"value": visibility[:20], "known": ", ".join(Visibility.values)}
        raise ProductError(words % values, code="unknown_choice", attr="visibility")
    kept = Share.objects.filter(content_type=kind_of(thing), object_id=thing.pk)
    if visibility != Visibility.COURSE:
        kept.delete()
    elif courses is not None:
        _share_with(user, thing, set(courses))
    if visibility == Visibility.COURSE and not kept.exists():
        words = _("Choose at least one course to share “%(title)s” with.")
        raise ProductError(words % {"title": thing}, code="no_course", attr="courses")
    thing.visibility = visibility
    thing.save(update_fields=["visibility", "updated_at"])


@transaction.atomic
def things_share_alike(*, thing: Any, others: QuerySet[Any]) -> None:
    """Let `others` be seen by those, and by no one else, who see `thing`."""
    kind, keys = ContentType.objects.get_for_model(others.model), list(others.values_list("pk", flat=True))
    Share.objects.filter(content_type=kind, object_id__in=keys).delete()
    seen_by = Share.objects.filter(content_type=kind_of(thing), object_id=thing.pk)
    Share.objects.bulk_create(
        Share(course_id=share.course_id, by_id=share.by_id, content_type=kind, object_id=key)
        for share in seen_by
        for key in keys
    )
    others.model._default_manager.filter(pk__in=keys).update(
        visibility=thing.visibility, updated_at=timezone.now()
    )


def kind_of(thing: Any) -> ContentType:
    return ContentType.objects.get_for_model(type(thing), for_concrete_model=True)


def _share_with(user: User, thing: Any, wanted: set[str]) -> None:
    if len(wanted) > MAX_COURSES:
        words = _("A thing is shared with at most %(most)d courses.")
        raise ProductError(words % {"most": MAX_COURSES}, code="too_many_courses", attr="courses")
    shared = Share.objects.filter(content_type=kind_of(thing), object_id=thing.pk)
    had = set(shared.values_list("course_id", flat=True))
    added = list(rights.courses(user).filter(pk__in=wanted - had))
    if missing := wanted - had - {course.pk for course in added}:
        words = _("You are in no course “%(course)s”. Look at the list of your courses.")
        raise ProductError(words % {"course": min(missing)[:20]}, code="unknown_course", attr="courses")
    if over := [course.title for course in added if course.archived]:
        words = _("“%(title)s” is over; nothing new is shared with it.")
        raise ProductError(words % {"title": over[0]}, code="course_archived", attr="courses")
    shared.exclude(course__in=wanted).delete()
    Share.objects.bulk_create([_share(user, thing, course) for course in added], ignore_conflicts=True)


def _share(user: User, thing: Any, course: Course) -> Share:
    # It ends when its owner leaves the course, even where an operator shared it for them.
    by = thing.owner_id or user.pk
    return Share(course=course, by_id=by, content_type=kind_of(thing), object_id=thing.pk)
