"""A run that its course watches: it goes first, and makes room for none but another demonstration."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Course
from common.errors import ConflictError
from training.models import Run
from training.services.shares import ACTIVE
from training.services.wake import send_ticket, wake


@transaction.atomic
def demonstration_set(*, run: Run, course: Course) -> Run:
    """Let a run go first, for a course. Raises ConflictError for one that is over, or if the course has another."""
    check_demonstration(course, besides=run)
    now = timezone.now()
    if not Run.objects.filter(pk=run.pk, state__in=ACTIVE).update(demonstration=course, updated_at=now):
        words = _("“%(title)s” is over, so it cannot go first. Resume it, or start a new run.")
        raise ConflictError(words % {"title": run.title}, code="run_is_over", attr="run")
    run.refresh_from_db()
    wake(run.pk)
    send_ticket()
    return run


def demonstration_end(*, run: Run) -> Run:
    """Let a run wait its turn like any other."""
    Run.objects.filter(pk=run.pk).update(demonstration=None, updated_at=timezone.now())
    run.refresh_from_db()
    wake(run.pk)
    return run


def check_demonstration(course: Course, besides: Run | None = None) -> None:
    """Raise ConflictError unless the course may have a demonstration now: one at a time. Within a transaction."""
    Course.objects.select_for_update().get(pk=course.pk)
    if course.archived:
        words = _("The course “%(course)s” is archived, so nothing is demonstrated in it.")
        raise ConflictError(words % {"course": course}, code="course_archived", attr="demonstration")
    others = Run.objects.filter(demonstration=course, state__in=ACTIVE)
    other = others.exclude(pk=besides.pk if besides else "").first()
    if other is not None:
        words = _("“%(title)s” is the demonstration of “%(course)s” already. End that one first.")
        values = {"title": other.title, "course": course}
        raise ConflictError(words % values, code="another_demonstration", attr="demonstration")
