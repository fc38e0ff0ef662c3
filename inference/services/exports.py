"""Exports of completed models: asked for once, claimed by a detached job, kept when they are proven."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_q.tasks import async_task

from accounts.models import User
from common.errors import ProductError, QuotaError
from common.silence import Watch
from inference.models import CompletedModel, ExportFormat, ExportState, ModelExport
from inference.services.completed_models import model_folder
from inference.words import sentence
from training.paths import log_folder
from training.processes import launch_detached
from training.services.corpora import check_disk
from training.services.workers import host_closed

S: Final = ExportState
CLAIM_TTL: Final = 45.0  # seconds without a sign of life, as `common.silence` counts them
AT_ONCE: Final = 1  # the heaviest work that the short cluster starts
MOST_ATTEMPTS: Final = 3  # jobs that may die before we no longer believe that the next one lives
ROOT: Final = Path(__file__).resolve().parents[2]
_watch: Final = Watch[str]()
FRESH: Final[dict[str, Any]] = {
    "progress": 0.0,
    "attempt": 0,
    "code": "",
    "values": {},
    "max_difference": None,
    "proven_by": "",
    "proven_at": None,
}


def export_request(*, model: CompletedModel, format: str, user: User) -> ModelExport:
    """Let a model be exported; one export a format, so asking again returns it. What had failed is tried again.

    Raises ProductError("unknown_choice"), QuotaError("disk_quota").
    """
    if format not in ExportFormat.values:
        values = {"value": str(format)[:40], "choices": ", ".join(ExportFormat.values)}
        raise ProductError(sentence("unknown_choice", values), code="unknown_choice", attr="format")
    found = ModelExport.objects.filter(model=model, format=format).first()
    if found and (
        found.state in (S.QUEUED, S.WORKING) or (found.state == S.READY and export_file(found).is_file())
    ):
        return found
    _check_room(model, user)
    with transaction.atomic():
        export, _ = ModelExport.objects.get_or_create(model=model, format=format)
        again = ModelExport.objects.filter(pk=export.pk).exclude(state=S.WORKING)
        again.update(state=S.QUEUED, claimed_by="", updated_at=timezone.now(), **FRESH)
        transaction.on_commit(lambda: async_task("inference.tasks.exports", cluster="short"))
    export.refresh_from_db()
    return export


def _check_room(model: CompletedModel, user: User) -> None:
    """An export is about as large as its model, and lies with what its owner may use."""
    try:
        check_disk(model.owner, model.n_bytes)
    except QuotaError:
        if model.owner_id == user.pk:
            raise
        raise QuotaError(sentence("owner_has_no_room"), code="disk_quota") from None


def export_file(export: ModelExport) -> Path:
    """Where a ready export lies: within its model's folder, so that it goes with the model."""
    return model_folder(export.model) / "exports" / f"{export.format}.zip"


def claim_next() -> tuple[str, str] | None:
    """Claim the export that has waited longest by compare-and-set; return (id, claim), None if there is none."""
    for pk in ModelExport.objects.filter(state=S.QUEUED).order_by("updated_at").values_list("pk", flat=True):
        claim = secrets.token_hex(16)
        rows = ModelExport.objects.filter(pk=pk, state=S.QUEUED)
        now = timezone.now()
        if rows.update(
            state=S.WORKING, claimed_by=claim, heartbeat_at=now, attempt=F("attempt") + 1, progress=0.0
        ):
            return pk, claim
    return None


def export_what_may() -> int:
    """Launch a detached job if something waits and none is at work. Safe to call at any time."""
    release_expired()
    launched = 0
    at_work = ModelExport.objects.filter(state=S.WORKING)
    while not host_closed() and at_work.count() < AT_ONCE and (claimed := claim_next()):
        command = [sys.executable, "-m", "inference.exporting", *claimed]
        launch_detached(command, log_folder() / "exports.log", cwd=ROOT)
        launched += 1
    return launched


def release_expired() -> None:
    """Let what a dead job had claimed be claimed again, unless its jobs die one after the other."""
    working = ModelExport.objects.filter(state=S.WORKING)
    signs = dict(working.values_list("claimed_by", "heartbeat_at"))
    lost = working.filter(claimed_by__in=_watch.silent(signs, CLAIM_TTL))
    lost.filter(attempt__gte=MOST_ATTEMPTS).update(
        state=S.FAILED, claimed_by="", code="export_job_died", values={}
    )
    lost.update(state=S.QUEUED, claimed_by="")


def export_beat(*, pk: str, claim: str, progress: float) -> bool:
    """Keep a claim alive; False says that it is lost, perhaps because the model was deleted."""
    rows = ModelExport.objects.filter(pk=pk, claimed_by=claim)
    return bool(rows.update(heartbeat_at=timezone.now(), progress=progress))


def export_ready(*, pk: str, claim: str, file: Path, proven_by: str, max_difference: float | None) -> bool:
    """Keep a proven export: its file under its name, then its row. False if the claim is lost."""
    with transaction.atomic():
        found = (
            ModelExport.objects.select_related("model")
            .select_for_update()
            .filter(pk=pk, claimed_by=claim)
            .first()
        )
        if found is None:
            return False
        target = export_file(found)
        target.parent.mkdir(exist_ok=True)
        n_bytes = file.stat().st_size
        file.replace(target)
        now = timezone.now()
        _end(
            pk,
            claim,
            state=S.READY,
            n_bytes=n_bytes,
            proven_by=proven_by,
            max_difference=max_difference,
            proven_at=now,
        )
    return True


def export_ended(*, pk: str, claim: str, state: ExportState, code: str, values: dict[str, Any]) -> None:
    """Keep why there is no export: refused for good, or failed this time. An older file is not offered any more."""
    found = ModelExport.objects.select_related("model").filter(pk=pk, claimed_by=claim).first()
    if found is not None:
        export_file(found).unlink(missing_ok=True)
        _end(pk, claim, state=state, code=code, values=values, n_bytes=0)


def _end(pk: str, claim: str, **fields: Any) -> None:
    rows = ModelExport.objects.filter(pk=pk, claimed_by=claim)
    rows.update(claimed_by="", progress=1.0, updated_at=timezone.now(), **fields)
