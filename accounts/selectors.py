"""Reads of this app."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery

from accounts import rights
from accounts.models import Course, Membership, Share, Shareable, User
from accounts.rights import Viewer
from common.models import Visibility

PERSON = ("username", "first_name", "last_name")
LISTED = ("title", "updated_at", "owner", *(f"owner__{name}" for name in PERSON))


class Shared(NamedTuple):
    """What is shared with a course, of one kind."""

    kind: str  # the model's name, such as "architecture"
    title: str  # its name for people, in plural
    things: list[Any]


def courses(user: Viewer) -> QuerySet[Course]:
    """The courses of a person with the person's part in each (`role`, None for an operator's) and the numbers."""
    mine = Membership.objects.filter(course=OuterRef("pk"), user=user.pk)
    return (
        rights.courses(user)
        .annotate(
            role=Subquery(mine.values("role")[:1]),
            n_members=Count("memberships", distinct=True),
            n_shares=Count("shares", distinct=True),
        )
        .order_by("archived", "title", "pk")
    )


def open_courses(user: User) -> QuerySet[Course]:
    """The courses with which a person may share something new."""
    return Course.objects.filter(members=user, archived=False)


def members(course: Course) -> QuerySet[Membership]:
    """Who is in a course: instructors first, then by name."""
    return course.memberships.select_related("user").order_by("role", "user__username")  # i before s


def shareable_models() -> list[type[Model]]:
    """Every model whose things can be shared, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Shareable)]


def shared_things(course: Course) -> list[Shared]:
    """What is shared with a course, by kind, the latest first; one query a kind."""
    return [shared for model in shareable_models() if (shared := _shared(course, model)).things]


def _shared(course: Course, model: type[Model]) -> Shared:
    kind = ContentType.objects.get_for_model(model)
    ids = Share.objects.filter(course=course, content_type=kind).values("object_id")
    found = model._default_manager.filter(pk__in=ids, visibility=Visibility.COURSE).select_related("owner")
    things = list(found.only(*LISTED).order_by("-updated_at"))
    name = model._meta.model_name or ""
    return Shared(name, str(model._meta.verbose_name_plural), things)
