"""`python -m inference.exporting ID CLAIM`: an export job; it goes on while exports are waiting. No torch here."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inference.models import ModelExport

logger = logging.getLogger(__name__)
BEAT_EVERY = 1.0  # seconds


class Beat(threading.Thread):
    """Keeps the claim alive and shows the progress; if the claim is lost, so is the work, and the process ends."""

    def __init__(self, pk: str, claim: str, work: Path) -> None:
        super().__init__(daemon=True)
        self.pk, self.claim, self.work = pk, claim, work
        self.progress = 0.0
        self.done = threading.Event()

    def run(self) -> None:
        from django.db import DatabaseError, connection

        from inference.services.exports import export_beat

        while not self.done.wait(BEAT_EVERY):
            try:
                alive = export_beat(pk=self.pk, claim=self.claim, progress=self.progress)
            except DatabaseError:
                logger.warning("The database does not answer", exc_info=True)
                connection.close()  # the next beat opens another
                continue
            if not alive and not self.done.is_set():
                self.give_up()
        connection.close()

    def give_up(self) -> None:
        """End the process, whose children end with it."""
        shutil.rmtree(self.work, ignore_errors=True)
        os._exit(1)

    def show(self, progress: float) -> None:
        self.progress = progress

    def stop(self) -> None:
        """Look at the claim no more: who lets go of it has not lost it. May be called again."""
        self.done.set()
        self.join()


def work(pk: str, claim: str) -> None:
    """Make one export and write down how it ended."""
    from inference.core.exports.errors import ExportError, Refused
    from inference.models import ExportState, ModelExport
    from inference.services.completed_models import model_folder
    from inference.services.exports import export_ended

    export = ModelExport.objects.select_related("model").get(pk=pk)
    folder = model_folder(export.model)
    aside = folder / "exports" / f".{export.format}-{claim}"
    beat = Beat(pk, claim, aside)
    beat.start()
    code, values, state = "", {}, ExportState.FAILED
    try:
        _make(export, folder, aside, beat)
    except Refused as refused:
        code, values, state = refused.code, refused.values, ExportState.REFUSED
    except ExportError as error:
        code, values = error.code, error.values
    except OSError as error:
        logger.exception("Export %s failed", pk)
        code, values = "export_disk", {"reason": error.strerror or type(error).__name__}
    except Exception:  # whoever waits must be told; the log says why
        logger.exception("Export %s failed", pk)
        code = "export_failed"
    finally:
        beat.stop()
        shutil.rmtree(aside, ignore_errors=True)
    if code:
        export_ended(pk=pk, claim=claim, state=state, code=code, values=values)


def _make(export: ModelExport, folder: Path, aside: Path, beat: Beat) -> None:
    from inference.core.exports.making import make
    from inference.services.exports import export_ready

    for left in (folder / "exports").glob(f".{export.format}-*"):  # by jobs that were killed
        shutil.rmtree(left, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        made = make(export.format, folder, aside, beat.show)
    finally:
        log = aside / "log.txt"
        if log.is_file():
            logger.info("Export %s:\n%s", export.pk, log.read_text(errors="replace")[-LOG_CHARACTERS:])
    proven_by = f"{made.proof.loader} {made.proof.version}".strip()
    beat.stop()
    export_ready(
        pk=export.pk,
        claim=beat.claim,
        file=made.file,
        proven_by=proven_by,
        max_difference=made.proof.max_difference,
    )


LOG_CHARACTERS = 20_000


def main(pk: str, claim: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
    import django

    django.setup()
    from inference.services.exports import claim_next
    from inference.services.registrations import register_what_may

    claimed: tuple[str, str] | None = (pk, claim)
    while claimed:
        work(*claimed)
        register_what_may()
        claimed = claim_next()


if __name__ == "__main__":
    main(*sys.argv[1:3])
