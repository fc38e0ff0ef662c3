"""A library of composites: kept, renamed, shared, replaced, deleted. Designs hold copies, so none is changed by it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import thing_share
from architectures.core.blocks.composite import COMPOSITE
from architectures.core.composites import ports_of
from architectures.models import CompositeBlock
from architectures.services.reading import design_read, title_clean
from common.errors import ConflictError, ProductError, QuotaError

MAX_BYTES: Final = 128 * 2**10  # of one block as JSON
MAX_KEPT: Final = 200  # of one person
MAX_SUMMARY: Final = 300


@transaction.atomic
def composite_create(
    *,
    user: User,
    node: Mapping[str, Any],
    title: str = "",
    visibility: str | None = None,
    courses: Collection[str] | None = None,
    **looks: str,
) -> CompositeBlock:
    """Keep a block under a title: its own name, if none is given. Raises ConflictError if the title is taken."""
    if CompositeBlock.objects.filter(owner=user).count() >= MAX_KEPT:
        words = _("You keep %(most)s blocks already. Delete some that you no longer need.")
        raise QuotaError(words % {"most": MAX_KEPT}, code="too_many_composites")
    kept = node_read(node)
    shown = title_clean(title or str(kept.get("name", "")))
    _check_free(user, shown)
    block = CompositeBlock.objects.create(owner=user, **_state(kept, shown), **_looks(looks))
    _share(user, block, visibility, courses)
    return block


@transaction.atomic
def composite_change(
    *,
    user: User,
    block: CompositeBlock,
    node: Mapping[str, Any] | None = None,
    title: str | None = None,
    visibility: str | None = None,
    courses: Collection[str] | None = None,
    **looks: str,
) -> CompositeBlock:
    """Give a block another title, look, inside or audience: all of what is given, or nothing of it."""
    shown = block.title if title is None else title_clean(title)
    if shown != block.title:
        _check_free(block.owner, shown)
    for name, value in {
        **_state(node_read(block.node if node is None else node), shown),
        **_looks(looks),
    }.items():
        setattr(block, name, value)
    block.save()
    _share(user, block, visibility, courses)
    return block


def composite_delete(*, block: CompositeBlock) -> None:
    """Delete a block from the library. Designs that use it keep their copies."""
    block.delete()


def node_read(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a composite without the arguments of the place where it stood. Raises ProductError with a sentence."""
    if node.get("type") != COMPOSITE:
        words = _("Only a block that is made of others can be kept here. Select some blocks and save those.")
        raise ProductError(words, code="not_a_composite", attr="node")
    if len(json.dumps(node, ensure_ascii=False).encode(errors="replace")) > MAX_BYTES:
        words = _("This block is larger than the %(most)s kB that one may have. Keep a part of it.")
        raise ProductError(
            words % {"most": MAX_BYTES // 2**10}, code="composite_too_large", attr="node", status=413
        )
    around = {"nodes": {"block": dict(node)}, "edges": ["in -> block -> out"]}
    read = dict(design_read(around).nodes["block"])
    if not read["nodes"]:
        words = _("This block is empty. Put something into it first.")
        raise ProductError(words, code="composite_empty", attr="node")
    return {key: value for key, value in read.items() if key != "args"}


def digest_of(node: Mapping[str, Any]) -> str:
    """A hash of what a block is, whatever it is called."""
    said = {key: value for key, value in node.items() if key not in ("name", "args")}
    said["inputs"] = list(ports_of(node))
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _state(node: Mapping[str, Any], title: str) -> dict[str, Any]:
    named = {**node, "name": title}
    return {"title": title, "node": named, "digest": digest_of(named)}


def _looks(looks: Mapping[str, str]) -> dict[str, str]:
    if "summary" in looks:
        return {**looks, "summary": " ".join(looks["summary"].split())[:MAX_SUMMARY]}
    return dict(looks)


def _share(
    user: User, block: CompositeBlock, visibility: str | None, courses: Collection[str] | None
) -> None:
    if visibility is not None or courses is not None:
        thing_share(user=user, thing=block, visibility=visibility or block.visibility, courses=courses)


def _check_free(user: User, title: str) -> None:
    if CompositeBlock.objects.filter(owner=user, title=title).exists():
        words = _("You keep a block “%(title)s” already. Choose another name, or update that one.")
        raise ConflictError(words % {"title": title}, code="title_taken", attr="title")
