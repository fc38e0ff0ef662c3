"""The one place that says who may see and change what. REST, pages and sockets all ask here.

A thing has an `owner` (none for what ships with the product) and a `visibility`. What one may not see does
not exist for one: it answers 404. Operators see and change everything; instructors are as students until
there are courses.
"""

from typing import Any, Protocol, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Role, User
from common.errors import ProductError
from common.models import Visibility

M = TypeVar("M", bound=Model)
Viewer = User | AnonymousUser


class Owned(Protocol):
    """What rights are asked about."""

    owner_id: str | None
    visibility: str


class ReadOnlyError(ProductError, PermissionDenied):
    """One may see the thing but not change it."""

    status = 403
    code = "read_only"


def is_operator(user: Viewer) -> bool:
    return user.is_active and isinstance(user, User) and (user.role == Role.OPERATOR or user.is_superuser)


def visible(queryset: QuerySet[M], user: Viewer) -> QuerySet[M]:
    """Return the part of `queryset` (of owned things) that `user` may see."""
    if not user.is_active:
        return queryset.none()
    if is_operator(user):
        return queryset
    return queryset.filter(Q(owner=user.pk) | Q(owner=None) | Q(visibility=Visibility.PUBLIC))


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
    return shared or thing.owner_id == user.pk or is_operator(user)


def may_edit(user: Viewer, obj: Any) -> bool:
    """Say whether `user` may change or delete this owned thing."""
    if not user.is_active:
        return False
    owner_id = cast(Owned, obj).owner_id
    return is_operator(user) or (owner_id is not None and owner_id == user.pk)


def get_visible_or_404(queryset: QuerySet[M], user: Viewer, pk: str) -> M:
    """Return the thing named `pk`. Raises Http404 alike for what is not there and what one may not see."""
    found = visible(queryset, user).filter(pk=pk).first()
    if found is None:
        name = queryset.model._meta.verbose_name
        raise Http404(
            _("There is no %(kind)s “%(id)s” that you may see. Check the address.")
            % {"kind": name, "id": str(pk)[:40]}
        )
    return found


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
