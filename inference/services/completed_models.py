"""Completed models come from finished runs, get a better name, and go."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services import thing_share
from common.errors import ProductError
from common.ids import new_id
from inference.models import CompletedModel
from inference.words import sentence
from training.models import Run
from training.services import StartWeights

TITLE_LENGTH = 120
INFINITE_CONTEXT = 0  # in the row of a model whose design sets no limit


def models_root() -> Path:
    return Path(settings.SLAMDUNK_HOME) / "models"


def model_folder(model: CompletedModel) -> Path:
    """Where the files of a model lie."""
    return models_root() / model.pk


def completed_model_create(*, run: Run, folder: Path) -> CompletedModel:
    """Keep what a run left behind: its files under `models/<id>/`, then its row.

    May be called any number of times, also after dying halfway: the model has its run's id, files appear
    under their name only when all of them are there, and the row comes last.
    """
    existing = CompletedModel.objects.filter(run=run).first()
    target = models_root() / (existing.pk if existing else run.pk)
    if not target.is_dir():
        _copy_folder(Path(folder), target)
    if existing:
        return existing
    model, _ = CompletedModel.objects.get_or_create(pk=run.pk, defaults={"run": run, **_facts(run, target)})
    return model


def start_of(model: CompletedModel) -> StartWeights:
    """Return a model as what a training may go on from."""
    return StartWeights(
        model=model.pk,
        title=model.title,
        folder=model_folder(model),
        design=model.design,
        fingerprint=model.fingerprint,
        n_parameters=model.n_parameters,
        vocab_size=model.vocab_size,
        tokenizer_kind=model.tokenizer_kind,
    )


@transaction.atomic
def completed_model_update(
    *,
    user: User,
    model: CompletedModel,
    title: str | None = None,
    visibility: str | None = None,
    courses: Collection[str] | None = None,
) -> CompletedModel:
    """Rename a model, or change who may see it. `user` may change it. Raises ProductError."""
    if title is not None:
        model.title = _checked_title(title)
        model.save(update_fields=["title", "updated_at"])
    if visibility is not None or courses is not None:
        thing_share(user=user, thing=model, visibility=visibility or model.visibility, courses=courses)
    return model


def completed_model_delete(*, model: CompletedModel) -> None:
    """Remove the row, and then the files: a row without files would be worse than files without a row."""
    folder = model_folder(model)
    with transaction.atomic():
        model.delete()
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def _checked_title(title: str) -> str:
    cleaned = " ".join("".join(c for c in title if c.isprintable() or c.isspace()).split())[:TITLE_LENGTH]
    if not cleaned:
        raise ProductError(sentence("title_empty"), code="title_empty", attr="title")
    return cleaned


def _copy_folder(source: Path, target: Path) -> None:
    """Copy by hard link where the file system can, aside first and then by one rename."""
    aside = target.with_name(f".{target.name}-{new_id()}")
    try:
        aside.mkdir(parents=True)
        for file in sorted(path for path in source.iterdir() if path.is_file()):
            _link_or_copy(file, aside / file.name)
        aside.rename(target)
    except OSError:
        if not target.is_dir():  # else another process was faster, with the same files
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target)


def _facts(run: Run, folder: Path) -> dict[str, Any]:
    report = _finite(json.loads((folder / "report.json").read_text(encoding="utf-8")))
    return {
        "owner": run.owner,
        "title": run.title,
        "visibility": run.visibility,
        "design": json.loads((folder / "design.json").read_text(encoding="utf-8")),
        "fingerprint": report["fingerprint"],
        "n_parameters": report["n_parameters"],
        "n_bytes": sum(path.stat().st_size for path in folder.iterdir()),
        "vocab_size": report["vocab_size"],
        "context_length": report.get("context_length") or INFINITE_CONTEXT,
        "tokenizer_kind": report["tokenizer_kind"],
        "train_loss": report.get("train_loss"),
        "val_loss": report.get("val_loss"),
        "report": report,
    }


def _finite(value: Any) -> Any:
    """NaN and Infinity are no JSON, and PostgreSQL refuses them."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list) else value
