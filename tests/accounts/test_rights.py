"""Who sees and changes what: every kind of owner, visibility and viewer."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts import rights
from accounts.models import User
from architectures.models import Architecture
from training.models import Corpus


def design_of(owner: User, visibility: str = "private") -> Architecture:
    return Architecture.objects.create(owner=owner, title=f"{visibility} of {owner}", visibility=visibility)


@pytest.fixture
def shipped(db: None) -> Corpus:
    return Corpus.objects.create(owner=None, title="Generated stories", kind="generated")


@pytest.mark.parametrize(
    ("viewer", "visibility", "sees", "edits"),
    [
        ("ada", "private", True, True),
        ("ada", "public", True, True),
        ("ben", "private", False, False),
        ("ben", "course", False, False),
        ("ben", "public", True, False),
        ("ida", "private", False, False),
        ("ida", "public", True, False),
        ("ola", "private", True, True),
        ("ola", "public", True, True),
    ],
)
def test_p27_only_who_may_sees_and_changes(
    request: pytest.FixtureRequest, ada: User, viewer: str, visibility: str, sees: bool, edits: bool
) -> None:
    user: User = request.getfixturevalue(viewer)
    thing = design_of(ada, visibility)
    everything: Any = Architecture.objects.all()

    assert rights.may_view(user, thing) is sees
    assert rights.may_edit(user, thing) is edits
    assert rights.visible(everything, user).exists() is sees
    assert rights.editable(everything, user).exists() is edits


def test_p27_what_one_may_not_see_is_not_there(ada: User, ben: User) -> None:
    thing = design_of(ada)
    with pytest.raises(Http404):
        rights.get_visible_or_404(Architecture.objects.all(), ben, thing.pk)
    with pytest.raises(Http404):
        rights.get_editable_or_404(Architecture.objects.all(), ben, thing.pk)


def test_p27_what_one_may_only_see_cannot_be_changed(ada: User, ben: User) -> None:
    thing = design_of(ada, "public")
    assert rights.get_visible_or_404(Architecture.objects.all(), ben, thing.pk) == thing
    with pytest.raises(rights.ReadOnlyError, match="public of ada"):
        rights.get_editable_or_404(Architecture.objects.all(), ben, thing.pk)


def test_what_ships_is_seen_by_all_and_changed_by_operators(shipped: Corpus, ada: User, ola: User) -> None:
    assert rights.may_view(ada, shipped)
    assert list(rights.visible(Corpus.objects.filter(pk=shipped.pk), ada)) == [shipped]
    assert not rights.may_edit(ada, shipped)
    assert rights.may_edit(ola, shipped)


def test_nobody_sees_nothing(ada: User, shipped: Corpus) -> None:
    thing, nobody = design_of(ada, "public"), AnonymousUser()
    assert not rights.may_view(nobody, thing)
    assert not rights.may_edit(nobody, shipped)
    assert not rights.visible(Corpus.objects.all(), nobody).exists()


def test_a_closed_account_sees_nothing(ada: User) -> None:
    thing = design_of(ada)
    ada.is_active = False
    assert not rights.may_view(ada, thing)
    assert not rights.visible(Architecture.objects.all(), ada).exists()


def test_the_role_decides_who_is_staff(ola: User, db: None) -> None:
    root = User.objects.create_superuser("root", password="irrelevant-here")
    assert root.role == "operator"
    assert rights.is_operator(root)
    ola.role = "student"
    ola.save()
    ola.refresh_from_db()
    assert (ola.is_staff, ola.is_superuser, rights.is_operator(ola)) == (False, False, False)
