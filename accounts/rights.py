"""The one place that says who may see and change what. REST, pages and sockets all ask here.

A thing has an `owner` (none for what ships with the product) and a `visibility`: its owner alone, the members
of the courses that the owner chose (`Share`), or everyone here. What one may not see does not exist for one: it
answers 404. Operators see and change everything. Instructors lead the courses in which they are instructors, and
see of their members' things what is shared, as every member does.
"""

from typing import Any, Protocol, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Course, CourseRole, Membership, Role, Share, User
from common.errors import ProductError
from common.models import Visibility

M = TypeVar("M", bound=Model)
Viewer = User | AnonymousUser


class Owned(Protocol):
    """What rights are asked about."""

    pk: str
    owner_id: str | None
    visibility: str


class ReadOnlyError(ProductError, PermissionDenied):
    """One may see the thing but not change it."""

    status = 403
    code = "read_only"


def is_operator(user: Viewer) -> bool:
    return user.is_active and isinstance(user, User) and (user.role == Role.OPERATOR or user.is_superuser)


def check_operator(user: Viewer) -> None:
    """Raise ReadOnlyError unless `user` runs this site."""
    if not is_operator(user):
        raise ReadOnlyError(_("Only those who run this site may do this."))


def visible(queryset: QuerySet[M], user: Viewer) -> QuerySet[M]:
    """Return the part of `queryset` (of owned things) that `user` may see."""
    if not user.is_active:
        return queryset.none()
    if is_operator(user):
        return queryset
    in_course = Q(visibility=Visibility.COURSE) & Q(_shared(queryset.model, user, OuterRef("pk")))
    return queryset.filter(Q(owner=user.pk) | Q(owner=None) | Q(visibility=Visibility.PUBLIC) | in_course)


def shared_with(queryset: QuerySet[M], user: Viewer) -> QuerySet[M]:
    """Return the part of `queryset` that others share with `user` through courses."""
    if not user.is_active:
        return queryset.none()
    in_course = Q(_shared(queryset.model, user, OuterRef("pk")))
    return queryset.filter(in_course, visibility=Visibility.COURSE).exclude(owner=user.pk)


def _shared(model: type[Model], user: Viewer, pk: Any) -> Exists:
    """Whether a course in which `user` is has a share of the thing with this key."""
    kind = ContentType.objects.get_for_model(model)
    return Exists(Share.objects.filter(content_type=kind, object_id=pk, course__memberships__user=user.pk))


def editable(queryset: QuerySet[M], user: Viewer) -> QuerySet[M]:
    """Return the part of `queryset` that `user` may change."""
    if not user.is_active:
        return queryset.none()
    return queryset if is_operator(user) else queryset.filter(owner=user.pk)


def may_view(user: Viewer, obj: Any) -> bool:
    """Say whether `user` may see this owned thing."""
    if not user.is_active:
        return False
    thing = cast(Owned, obj)
    shared = thing.owner_id is None or thing.visibility == Visibility.PUBLIC
    if shared or thing.owner_id == user.pk or is_operator(user):
        return True
    if thing.visibility != Visibility.COURSE:
        return False
    kind = ContentType.objects.get_for_model(type(obj))
    shares = Share.objects.filter(content_type=kind, object_id=thing.pk, course__memberships__user=user.pk)
    return shares.exists()


def may_edit(user: Viewer, obj: Any) -> bool:
    """Say whether `user` may change or delete this owned thing."""
    if not user.is_active:
        return False
    owner_id = cast(Owned, obj).owner_id
    return is_operator(user) or (owner_id is not None and owner_id == user.pk)


def may_see_experiments(user: Viewer) -> bool:
    """Say whether `user` may look into MLflow, which shows every run of everybody: operators."""
    return is_operator(user)


def may_create_course(user: Viewer) -> bool:
    """Say whether `user` may make courses: instructors and operators."""
    return is_operator(user) or (isinstance(user, User) and user.is_active and user.role == Role.INSTRUCTOR)


def courses(user: Viewer) -> QuerySet[Course]:
    """Return the courses that `user` sees: those in which they are; operators all."""
    if not user.is_active:
        return Course.objects.none()
    mine = Membership.objects.filter(course=OuterRef("pk"), user=user.pk)
    return Course.objects.all() if is_operator(user) else Course.objects.filter(Exists(mine))


def may_lead(user: Viewer, course: Course) -> bool:
    """Say whether `user` may change a course: its instructors, and operators."""
    if not user.is_active:
        return False
    leading = course.memberships.filter(user=user.pk, role=CourseRole.INSTRUCTOR)
    return is_operator(user) or leading.exists()


def led_courses(user: Viewer) -> QuerySet[Course]:
    """Return the courses that go on and that `user` may change."""
    open_ones = courses(user).filter(archived=False)
    leading = Membership.objects.filter(course=OuterRef("pk"), user=user.pk, role=CourseRole.INSTRUCTOR)
    return open_ones if is_operator(user) else open_ones.filter(Exists(leading))


def get_led_course_or_404(user: Viewer, pk: str) -> Course:
    """Return a course for changing it. Raises Http404, or ReadOnlyError for a member who does not teach it."""
    course = get_course_or_404(user, pk)
    if not may_lead(user, course):
        raise ReadOnlyError(_("Only the instructors of “%(title)s” may do this.") % {"title": course})
    return course


def get_course_or_404(user: Viewer, pk: str) -> Course:
    """Return a course in which `user` is. Raises Http404."""
    found = courses(user).filter(pk=pk).first() if sound(pk) else None
    if found is None:
        raise _missing(Course, pk)
    return found


def get_visible_or_404(queryset: QuerySet[M], user: Viewer, pk: str) -> M:
    """Return the thing named `pk`. Raises Http404 alike for what is not there and what one may not see."""
    found = visible(queryset, user).filter(pk=pk).first() if sound(pk) else None
    if found is None:
        raise _missing(queryset.model, pk)
    return found


def sound(key: str) -> bool:
    """Say whether a key from an address may be looked up: PostgreSQL takes no NUL, and no key has one."""
    return "\0" not in str(key)


def _missing(model: type[Model], pk: str) -> Http404:
    words = _("There is no %(kind)s “%(id)s” that you may see. Check the address.")
    return Http404(words % {"kind": model._meta.verbose_name, "id": str(pk)[:40]})


def get_editable_or_404(queryset: QuerySet[M], user: Viewer, pk: str) -> M:
    """Return the thing named `pk` for changing it. Raises Http404, or ReadOnlyError if only seen."""
    found = get_visible_or_404(queryset, user, pk)
    check_editable(user, found)
    return found


def check_editable(user: Viewer, obj: Model) -> None:
    """Raise ReadOnlyError unless `user` may change this thing that they see."""
    if not may_edit(user, obj):
        raise ReadOnlyError(
            _("“%(title)s” is not yours, so you cannot change it. Make a copy and change that.")
            % {"title": obj}
        )
