"""Keeping designs: what folds, what never changes, what is refused."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from architectures import services
from architectures.core.presets import presets
from architectures.models import Architecture, ArchitectureVersion
from architectures.services.reading import MAX_DESIGN_BYTES
from common.errors import ConflictError, ProductError
from training.models import Run

EMPTY: dict[str, Any] = {"nodes": {}, "edges": []}


def tiny(**sizes: int) -> dict[str, Any]:
    """The tiny GPT with other sizes."""
    design = next(p.design for p in presets() if p.slug == "tiny-gpt").to_json()
    return {**design, "vars": {**design["vars"], **sizes}}


@pytest.fixture
def made(ada: User) -> Architecture:
    return services.architecture_create(user=ada, title="Mine", design=tiny())


def save(user: User, architecture: Architecture, design: Any = None, **more: Any) -> Architecture:
    architecture.refresh_from_db()
    given = {"revision": architecture.revision, **more}
    document = tiny() if design is None else design
    return services.architecture_save(user=user, architecture=architecture, design=document, **given)


def numbers(architecture: Architecture) -> list[int]:
    return list(architecture.versions.order_by("number").values_list("number", flat=True))


def test_a_version_knows_its_fingerprint_and_parameters(made: Architecture) -> None:
    assert made.current is not None
    assert len(made.current.fingerprint) == 64
    assert made.current.n_parameters > 10_000


def test_an_unsound_design_is_kept_without_a_count(ada: User) -> None:
    cut = {**tiny(), "edges": []}
    made = services.architecture_create(user=ada, title="Half done", design=cut)
    assert made.current is not None
    assert made.current.n_parameters is None
    assert made.current.design["edges"] == []


def test_p25_an_autosave_never_touches_a_saved_version(ada: User, made: Architecture) -> None:
    save(ada, made, tiny(context_length=64))
    first = made.versions.get(number=1)
    assert (first.kind, first.design["vars"]) == ("saved", tiny()["vars"])
    assert numbers(made) == [1, 2]


def test_autosaves_of_one_sitting_fold_and_show_the_last_state(ada: User, made: Architecture) -> None:
    for length in (16, 32, 64):
        save(ada, made, tiny(context_length=length))
    made.refresh_from_db()
    assert numbers(made) == [1, 2]
    assert made.current is not None
    assert made.current.design["vars"]["context_length"] == 64
    assert made.revision == 4


def test_a_new_sitting_is_a_new_version(ada: User, made: Architecture) -> None:
    save(ada, made)
    long_ago = timezone.now() - timedelta(minutes=11)
    ArchitectureVersion.objects.filter(number=2).update(created_at=long_ago)
    save(ada, made)
    assert numbers(made) == [1, 2, 3]


def test_somebody_elses_autosave_is_a_version_of_its_own(ada: User, ola: User, made: Architecture) -> None:
    save(ada, made)
    save(ola, made)
    assert [v.author for v in made.versions.order_by("number")] == [ada, ada, ola]


def test_a_version_that_a_run_uses_stays_as_it_is(ada: User, made: Architecture) -> None:
    used = save(ada, made, tiny(context_length=32)).current
    Run.objects.create(owner=ada, title="r", version=used, design=tiny())
    save(ada, made, tiny(context_length=64))
    assert made.versions.get(number=2).design["vars"]["context_length"] == 32
    assert numbers(made) == [1, 2, 3]


def test_a_stale_state_is_refused_and_the_present_revision_named(ada: User, made: Architecture) -> None:
    save(ada, made)
    with pytest.raises(ConflictError, match="revision 2") as refused:
        save(ada, made, revision=1)
    assert (refused.value.code, refused.value.status) == ("conflict", 409)
    assert numbers(made) == [1, 2]


def test_p25_an_empty_canvas_needs_a_word(ada: User, made: Architecture) -> None:
    with pytest.raises(ConflictError) as refused:
        save(ada, made, EMPTY)
    assert refused.value.code == "empty_canvas"
    made.refresh_from_db()
    assert made.revision == 1
    assert save(ada, made, EMPTY, confirm_empty=True).revision == 2
    assert save(ada, made, EMPTY).revision == 3  # empty over empty loses nothing


def test_a_design_deleted_meanwhile_says_so(ada: User, made: Architecture) -> None:
    gone = Architecture(pk=made.pk)
    services.architecture_delete(architecture=made)
    with pytest.raises(ProductError) as refused:
        services.architecture_save(user=ada, architecture=gone, design=tiny(), revision=1)
    assert (refused.value.code, refused.value.status) == ("not_found", 404)


def test_restoring_adds_to_the_history(ada: User, made: Architecture) -> None:
    save(ada, made, EMPTY, confirm_empty=True)
    back = services.version_restore(user=ada, architecture=made, number=1, revision=2)
    assert back.current is not None
    assert (back.current.number, back.current.kind) == (3, "saved")
    assert back.current.design["nodes"] == tiny()["nodes"]


def test_changes_come_together_or_not_at_all(ada: User, made: Architecture) -> None:
    with pytest.raises(ConflictError):
        services.architecture_change(
            user=ada, architecture=made, title="New", visibility="public", design=tiny(), revision=9
        )
    made.refresh_from_db()
    assert (made.title, made.visibility) == ("Mine", "private")


def test_a_design_without_its_revision_is_refused(ada: User, made: Architecture) -> None:
    with pytest.raises(ProductError) as refused:
        services.architecture_change(user=ada, architecture=made, design=tiny())
    assert refused.value.attr == "revision"


def test_a_copy_belongs_to_who_makes_it(ben: User, made: Architecture) -> None:
    copy = services.architecture_duplicate(user=ben, architecture=made)
    assert (copy.owner, copy.title, copy.visibility) == (ben, "Mine (copy)", "private")
    assert copy.current is not None
    assert copy.current.number == 1


def test_a_deleted_design_leaves_its_runs(ada: User, made: Architecture) -> None:
    run = Run.objects.create(owner=ada, title="r", version=made.current, design=tiny())
    services.architecture_delete(architecture=made)
    run.refresh_from_db()
    assert run.version is None
    assert run.design == tiny()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("나의 설계 🧪", "나의 설계 🧪"),
        ("가족 👨\u200d👩\u200d👧", "가족 👨\u200d👩\u200d👧"),
        ("  two\n lines\u3000here ", "two lines here"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
        ("a\u202eb\0c\ud800", "abc"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_titles_keep_what_can_be_seen(ada: User, given: str, kept: str) -> None:
    assert services.architecture_create(user=ada, title=given, design=tiny()).title == kept


@pytest.mark.parametrize("given", ["", " \t", "\0\u200b", "\u200d", "x" * 121])
def test_titles_that_will_not_do_are_refused(ada: User, given: str) -> None:
    with pytest.raises(ProductError) as refused:
        services.architecture_create(user=ada, title=given, design=tiny())
    assert (refused.value.code, refused.value.attr) == ("bad_title", "title")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"\xff\xfe", "not_text"),
        ("{", "not_json"),
        ("[]", "wrong_type"),
        ({**tiny(), "format": 99}, "newer_format"),
        ({**tiny(), "surprise": 1}, "unknown_key"),
        ({**tiny(), "meta": {"notes": "x" * MAX_DESIGN_BYTES}}, "design_too_large"),
        (json.dumps({**tiny(), "meta": {"notes": "x" * 10_000_000}}), "design_too_large"),
    ],
)
def test_documents_that_will_not_do_are_refused_in_words(db: None, document: Any, code: str) -> None:
    with pytest.raises(ProductError) as refused:
        services.design_read(document)
    assert refused.value.code == code
    assert refused.value.status == (413 if code == "design_too_large" else 400)
    assert str(refused.value.detail)
