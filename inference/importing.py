"""`python -m inference.importing ID CLAIM`: an import job; it goes on while imports are waiting."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inference.models import ModelImport

logger = logging.getLogger(__name__)
BEAT_EVERY = 1.0  # seconds
FETCHED = 0.5  # of the progress, where there is something to fetch
N_THREADS = 1  # others train on this machine
MAX_SECONDS = 3600.0  # of one import; a job that hangs would keep all others waiting


class Beat(threading.Thread):
    """Keeps the claim alive and shows the progress. If the claim is lost, so is the work, and the process ends; so it
    does when the work takes too long."""

    def __init__(self, pk: str, claim: str) -> None:
        super().__init__(daemon=True)
        self.pk, self.claim = pk, claim
        self.progress = 0.0
        self.done = threading.Event()

    def run(self) -> None:
        from django.db import DatabaseError, connection

        from inference.services.imports import import_beat, import_failed

        began = time.monotonic()
        while not self.done.wait(BEAT_EVERY):
            if time.monotonic() - began > MAX_SECONDS:
                values = {"minutes": round(MAX_SECONDS / 60)}
                import_failed(pk=self.pk, claim=self.claim, code="import_too_slow", values=values)
                os._exit(1)
            try:
                alive = import_beat(pk=self.pk, claim=self.claim, progress=self.progress)
            except DatabaseError:
                logger.warning("The database does not answer", exc_info=True)
                connection.close()  # the next beat opens another
                continue
            if not alive and not self.done.is_set():
                os._exit(1)
        connection.close()

    def show(self, progress: float) -> None:
        self.progress = progress

    def stop(self) -> None:
        """Look at the claim no more: who lets go of it has not lost it. May be called again."""
        self.done.set()
        self.join()


def work(pk: str, claim: str) -> None:
    """Bring one model in, and write down how it ended."""
    from architectures.hub import HubError
    from inference.models import ModelImport
    from inference.services.importing import ClaimLost
    from inference.services.imports import forget_files, import_failed
    from training.core.errors import CoreError

    beat = Beat(pk, claim)
    beat.start()
    code, values = "", dict[str, Any]()
    try:
        _bring(ModelImport.objects.get(pk=pk), beat)
    except (CoreError, HubError) as error:
        code, values = error.code, error.values
    except MemoryError:
        code = "import_out_of_memory"
    except (ClaimLost, ModelImport.DoesNotExist):
        logger.warning("Import %s is no longer ours", pk)
        forget_files(pk)
    except OSError as error:
        logger.exception("Import %s failed", pk)
        code, values = "import_disk", {"reason": error.strerror or type(error).__name__}
    except Exception:  # whoever waits must be told; the log says why
        logger.exception("Import %s failed", pk)
        code = "import_failed"
    finally:
        beat.stop()
    if code:
        import_failed(pk=pk, claim=claim, code=code, values=values)


def _bring(bringing: ModelImport, beat: Beat) -> None:
    from accounts.models import User
    from accounts.quotas import limits_for
    from inference.core.imports import read_folder
    from inference.services.importing import import_ready
    from inference.services.imports import MODEL, import_folder, room_for

    room = room_for(bringing)
    source = _files(bringing, room, beat)
    target = import_folder(bringing.pk) / MODEL
    shutil.rmtree(target, ignore_errors=True)  # of a job that was killed
    target.mkdir()
    limits = limits_for(User.objects.get(pk=bringing.owner_id))
    before = beat.progress
    imported = read_folder(
        source,
        target,
        max_parameters=limits.max_parameters,
        max_bytes=room,
        origin=bringing.source,
        progress=lambda share: beat.show(before + (1 - before) * share),
    )
    beat.stop()
    import_ready(pk=bringing.pk, claim=beat.claim, imported=imported, title=_title(bringing, imported.design))


def _files(bringing: ModelImport, room: int, beat: Beat) -> Path:
    """Return a folder with the files that are read: uploaded, unpacked, or fetched."""
    from inference.core.imports import unpack
    from inference.services.imports import ARCHIVE, UNPACKED, UPLOAD, import_folder

    folder = import_folder(bringing.pk)
    if "files" in bringing.source and "archive" not in bringing.source:
        return folder / UPLOAD
    unpacked = folder / UNPACKED
    shutil.rmtree(unpacked, ignore_errors=True)
    unpacked.mkdir(parents=True)
    if "archive" in bringing.source:
        unpack(folder / UPLOAD / ARCHIVE, unpacked, room)
    else:
        _fetch(bringing, unpacked, room, beat)
    return unpacked


def _fetch(bringing: ModelImport, folder: Path, room: int, beat: Beat) -> None:
    """Fetch the files that are read, once their sizes are known to fit."""
    from architectures.hub import HubError, fetch_file, list_files
    from inference.core.imports.names import CONFIG, readable
    from inference.core.imports.unpack import too_large
    from inference.models import ModelImport

    repo = bringing.source["hub"]
    files = [file for file in list_files(repo) if readable(file.name)]
    if all(file.name != CONFIG for file in files):
        raise HubError("hub_no_config", id=repo)
    total = sum(file.n_bytes for file in files)
    if total > room:
        raise too_large(total, room)
    ModelImport.objects.filter(pk=bringing.pk, claimed_by=beat.claim).update(n_bytes=total)
    fetched = 0
    for file in files:
        fetch_file(repo, file.name, folder)
        fetched += file.n_bytes
        beat.show(FETCHED * fetched / max(1, total))


def _title(bringing: ModelImport, design: dict[str, Any]) -> str:
    """What the person said, else what the hub calls it, else the archive's name, else the family's."""
    if bringing.title:
        return bringing.title
    if "hub" in bringing.source:
        return str(bringing.source["hub"]).rpartition("/")[2][:120]
    archive = bringing.source["files"][0] if "archive" in bringing.source else ""
    return archive.partition(".")[0].strip()[:120] or str(design["meta"]["title"])


def main(pk: str, claim: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
    os.environ.setdefault("OMP_NUM_THREADS", str(N_THREADS))
    import django

    django.setup()
    from inference.services.imports import claim_next

    claimed: tuple[str, str] | None = (pk, claim)
    while claimed:
        work(*claimed)
        claimed = claim_next()


if __name__ == "__main__":
    main(*sys.argv[1:3])
