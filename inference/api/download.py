"""Sending a large file in small pieces, so that neither memory nor the event loop is held."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from common.errors import ProductError
from inference.core.files import WEIGHTS
from inference.models import CompletedModel, ModelExport
from inference.services import export_file, model_folder
from inference.words import sentence

CHUNK_BYTES = 256 * 1024
FORBIDDEN = '/\\:*?"<>|'  # in file names, on one system or another


async def chunks_of(path: Path) -> AsyncIterator[bytes]:
    """Yield a file's bytes, CHUNK_BYTES at a time; the next piece is read when the last one was taken."""
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield chunk
    finally:
        file.close()


def file_name(title: str, ending: str = ".safetensors") -> str:
    """Return the title as a file name that every system takes."""
    cleaned = "".join("-" if c in FORBIDDEN or not c.isprintable() else c for c in title)
    return f"{cleaned.strip(' .-') or 'model'}{ending}"


def weights_response(model: CompletedModel) -> StreamingHttpResponse:
    """The weights as an attachment named after the model. Raises ProductError if they are gone."""
    path = model_folder(model) / WEIGHTS
    if not path.is_file():
        detail = sentence("model_files_missing", {"file": WEIGHTS})
        raise ProductError(detail, code="model_files_missing", status=410)
    return file_response(path, file_name(model.title), "application/octet-stream")


def export_response(export: ModelExport | None) -> StreamingHttpResponse:
    """A proven export as an attachment. Raises ProductError where there is none."""
    if export is None or not export_file(export).is_file():
        raise ProductError(sentence("export_not_ready"), code="export_not_ready", status=404)
    name = file_name(export.model.title, f"-{export.format}.zip")
    return file_response(export_file(export), name, "application/zip")


def file_response(path: Path, name: str, content_type: str) -> StreamingHttpResponse:
    """A file as an attachment, a piece at a time."""
    response = StreamingHttpResponse(chunks_of(path), content_type=content_type)
    response["Content-Length"] = str(path.stat().st_size)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Accel-Buffering"] = "no"
    return response
