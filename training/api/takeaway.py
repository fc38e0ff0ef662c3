"""Sending the job folder of a run as a zip, made while it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import ProductError
from training.core.takeaway import archive, files
from training.models import Run
from training.paths import job_folder
from training.selectors import may_take_away


def job_response(run: Run, user: User) -> StreamingHttpResponse:
    """The job as an attachment. Raises ProductError where there is none, or its text is not for this person."""
    if not may_take_away(user, run):
        words = _("The job folder holds the text that the run learned from, which is not shared with you.")
        raise ProductError(words, code="corpus_not_shared", status=403)
    folder = job_folder(run)
    if not _is_whole(folder):
        words = _("The job folder of this run is not on the server. It is made when the run starts.")
        raise ProductError(words, code="job_not_ready", status=404)
    response = StreamingHttpResponse(_pieces(folder), content_type="application/zip")
    name = f"{slugify(run.title, allow_unicode=True)[:60] or 'run'}-{run.pk}.zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Accel-Buffering"] = "no"
    return response


def _is_whole(folder: Path) -> bool:
    try:
        return all(path.is_file() for path in files(folder).values())
    except (OSError, ValueError, KeyError):
        return False


async def _pieces(folder: Path) -> AsyncIterator[bytes]:
    """Read in a thread, so that the event loop is never held; the next piece once the last was taken."""
    pieces = archive(folder)
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        if piece:
            yield piece
