"""Published models are brought in: their files kept, read by a detached job, and kept whole or not at all."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_q.tasks import async_task

from accounts.models import User
from accounts.quotas import limits_for
from architectures.hub import HubError, check_reachable
from architectures.hub import as_product_error as hub_refusal
from common.errors import ConflictError, ProductError
from common.models import WorkState
from common.silence import Watch
from inference.core.imports.errors import ImportRefused
from inference.core.imports.names import CONFIG, chooser, is_archive
from inference.models import ModelImport
from inference.words import sentence
from training.paths import log_folder
from training.processes import launch_detached
from training.services.corpora import check_disk, clean_title, disk_used
from training.services.workers import host_closed

S: Final = WorkState
CLAIM_TTL: Final = 45.0  # seconds without a sign of life, as `common.silence` counts them
AT_ONCE: Final = 1  # a whole model is in memory while it is read
AT_WORK_EACH: Final = 3  # imports of one person that wait or are at work
MOST_ATTEMPTS: Final = 3  # jobs that may die before we no longer believe that the next one lives
LEFT_AFTER: Final = timedelta(hours=6)  # nobody uploads for longer
MAX_FILES: Final = 300
ARCHIVE: Final = "archive"
UPLOAD, UNPACKED, MODEL = "upload", "folder", "model"  # within an import's folder
ROOT: Final = Path(__file__).resolve().parents[2]
_watch: Final = Watch[str]()


def import_folder(pk: str) -> Path:
    """Where the files of an import lie while it is at work."""
    return Path(settings.SLAMDUNK_HOME) / "imports" / pk


def import_create_upload(*, user: User, files: Sequence[UploadedFile[Any]], title: str = "") -> ModelImport:
    """Keep uploaded files, one archive or the files of a folder, to be read by a job. Raises ProductError."""
    n_bytes = sum(file.size or 0 for file in files)
    check_disk(user, n_bytes)
    kept = _chosen(files)
    names = [name for name, _ in kept]
    source: dict[str, Any] = {"files": names}
    if is_archive(names[0]):
        source["archive"] = True
    made = ModelImport(owner=user, title=clean_title(title), source=source, n_bytes=n_bytes)
    folder = import_folder(made.pk) / UPLOAD
    folder.mkdir(parents=True)
    try:
        for name, file in kept:
            _keep(file, folder / (ARCHIVE if "archive" in source else name))
        return _queue(made, user)
    except BaseException:
        shutil.rmtree(import_folder(made.pk), ignore_errors=True)
        raise


def import_create_hub(*, user: User, repo: str, title: str = "") -> ModelImport:
    """Let a job fetch a published model by its hub id. Raises ProductError at once where there is no network."""
    repo = repo.strip()
    try:
        check_reachable(repo)
    except HubError as error:
        raise hub_refusal(error) from error
    return _queue(ModelImport(owner=user, title=clean_title(title), source={"hub": repo}), user)


def import_delete(*, bringing: ModelImport) -> None:
    """Forget an import and its files; a job that works on it ends. What it has made stays."""
    with transaction.atomic():
        pk = bringing.pk
        bringing.delete()
        transaction.on_commit(lambda: shutil.rmtree(import_folder(pk), ignore_errors=True))


def _chosen(files: Sequence[UploadedFile[Any]]) -> list[tuple[str, UploadedFile[Any]]]:
    """Return the files that are read, by name: all plain, or one archive alone."""
    named = [(PurePosixPath(str(file.name)).name, file) for file in files]
    if len(named) == 1 and is_archive(named[0][0]):
        return named
    wanted = chooser(name for name, _ in named)
    try:
        kept = [(name, file) for name, file in named if wanted(name)]
    except ImportRefused as error:
        raise _refusal(error.code, error.values) from error
    names = [name for name, _ in kept]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise _refusal("import_twice", {"file": twice[0]})
    if CONFIG not in names:
        raise _refusal("config_missing")
    if len(kept) > MAX_FILES:
        raise _refusal("archive_too_many_files", {"limit": MAX_FILES})
    return kept


def _refusal(code: str, values: dict[str, Any] | None = None) -> ProductError:
    return ProductError(sentence(code, values), code=code, attr="files")


def _keep(file: UploadedFile[Any], path: Path) -> None:
    with path.open("wb") as output:
        for chunk in file.chunks():
            output.write(chunk)


def _queue(made: ModelImport, user: User) -> ModelImport:
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # so that the limit holds for a burst of requests
        live = ModelImport.objects.filter(owner=user, state__in=(S.WAITING, S.WORKING)).count()
        if live >= AT_WORK_EACH:
            raise ConflictError(sentence("imports_at_work", {"n": live}), code="imports_at_work")
        check_disk(user, made.n_bytes)  # again: others may have been uploading meanwhile
        made.save()
        transaction.on_commit(lambda: async_task("inference.tasks.imports", cluster="short"))
    return made


def room_for(bringing: ModelImport) -> int:
    """Return the bytes that the owner may still fill, not counting what the import holds for now."""
    owner = User.objects.get(pk=bringing.owner_id)
    return max(0, limits_for(owner).max_disk_bytes - disk_used(owner) + bringing.n_bytes)


def claim_next() -> tuple[str, str] | None:
    """Claim the import that has waited longest by compare-and-set; return (id, claim), None if there is none."""
    waiting = ModelImport.objects.filter(state=S.WAITING).order_by("created_at")
    for pk in waiting.values_list("pk", flat=True):
        claim, now = secrets.token_hex(16), timezone.now()
        rows = ModelImport.objects.filter(pk=pk, state=S.WAITING)
        if rows.update(
            state=S.WORKING, claimed_by=claim, heartbeat_at=now, attempt=F("attempt") + 1, progress=0.0
        ):
            return pk, claim
    return None


def import_what_may() -> int:
    """Launch a detached job if something waits and none is at work. Safe to call at any time."""
    release_expired()
    sweep()
    launched = 0
    at_work = ModelImport.objects.filter(state=S.WORKING)
    while not host_closed() and at_work.count() < AT_ONCE and (claimed := claim_next()):
        command = [sys.executable, "-m", "inference.importing", *claimed]
        launch_detached(command, log_folder() / "imports.log", cwd=ROOT)
        launched += 1
    return launched


def release_expired() -> None:
    """Let what a dead job had claimed be claimed again, unless its jobs die one after the other."""
    working = ModelImport.objects.filter(state=S.WORKING)
    signs = dict(working.values_list("claimed_by", "heartbeat_at"))
    lost = working.filter(claimed_by__in=_watch.silent(signs, CLAIM_TTL))
    for hopeless in lost.filter(attempt__gte=MOST_ATTEMPTS):
        import_failed(pk=hopeless.pk, claim=hopeless.claimed_by, code="import_job_died", values={})
    lost.update(state=S.WAITING, claimed_by="")


def forget_files(pk: str) -> None:
    """Remove the files of an import that is no more; those of one that waits or is at work stay."""
    if not ModelImport.objects.filter(pk=pk, state__in=(S.WAITING, S.WORKING)).exists():
        shutil.rmtree(import_folder(pk), ignore_errors=True)


def sweep() -> None:
    """Remove what killed processes left behind. A folder without a row may be an upload that goes on."""
    limit = timezone.now().timestamp() - LEFT_AFTER.total_seconds()
    for folder in import_folder("x").parent.glob("*"):
        if folder.stat().st_mtime < limit:
            forget_files(folder.name)


def import_beat(*, pk: str, claim: str, progress: float) -> bool:
    """Keep a claim alive; False says that it is lost, perhaps because the import was deleted."""
    rows = ModelImport.objects.filter(pk=pk, claimed_by=claim)
    return bool(rows.update(heartbeat_at=timezone.now(), progress=progress))


def import_failed(*, pk: str, claim: str, code: str, values: dict[str, Any]) -> None:
    """Keep why nothing came of it. Nothing of its files stays."""
    rows = ModelImport.objects.filter(pk=pk, claimed_by=claim)
    ended = {"claimed_by": "", "n_bytes": 0, "updated_at": timezone.now()}
    if rows.update(state=S.FAILED, code=code, values=values, **ended):
        shutil.rmtree(import_folder(pk), ignore_errors=True)
