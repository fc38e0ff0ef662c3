"""The end of an import: a design, and perhaps a model, appear together or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from architectures.models import Architecture
from architectures.services import architecture_create
from common.models import WorkState
from inference.core.imports import Imported
from inference.models import CompletedModel, ModelImport
from inference.services.completed_models import models_root
from inference.services.imports import MODEL, import_folder
from training.core.files import sync_folder


class ClaimLost(Exception):  # noqa: N818
    """Somebody else works on this import, or it was deleted."""


def import_ready(*, pk: str, claim: str, imported: Imported, title: str) -> ModelImport:
    """Keep what a job has read: files under their name first, then all rows in one transaction.

    A job that dies in between leaves a folder that no row names; the next one replaces it. Raises ClaimLost.
    """
    if not ModelImport.objects.filter(pk=pk, claimed_by=claim).exists():
        raise ClaimLost(pk)
    target = models_root() / pk
    if imported.report is not None:
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        (import_folder(pk) / MODEL).rename(target)
        sync_folder(target.parent)
    try:
        bringing = _rows(pk, claim, imported, title, target)
    except BaseException:
        if not CompletedModel.objects.filter(pk=pk).exists():
            shutil.rmtree(target, ignore_errors=True)
        raise
    shutil.rmtree(import_folder(pk), ignore_errors=True)
    return bringing


@transaction.atomic
def _rows(pk: str, claim: str, imported: Imported, title: str, folder: Path) -> ModelImport:
    held = ModelImport.objects.select_for_update().filter(pk=pk, claimed_by=claim).first()
    if held is None:
        raise ClaimLost(pk)
    owner = User.objects.get(pk=held.owner_id)
    made: Architecture = architecture_create(user=owner, title=title, design=imported.design)
    held.architecture = made
    if imported.report is not None:
        held.model = CompletedModel.objects.create(
            pk=pk, owner=owner, title=title, **_facts(imported.design, imported.report, folder)
        )
    held.title, held.state, held.progress = title, WorkState.READY, 1.0
    held.claimed_by, held.n_bytes, held.updated_at = "", 0, timezone.now()
    held.save()
    return held


def _facts(design: dict[str, Any], report: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    return {
        "design": design,
        "fingerprint": report["fingerprint"],
        "n_parameters": report["n_parameters"],
        "n_bytes": sum(path.stat().st_size for path in folder.iterdir() if path.is_file()),
        "vocab_size": report["vocab_size"],
        "context_length": report["context_length"] or 0,
        "tokenizer_kind": report["tokenizer_kind"],
        "report": dict(report),
    }
