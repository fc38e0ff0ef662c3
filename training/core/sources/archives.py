"""A zip of text files. What it unpacks to is bounded, whatever it says of itself; nothing is written to the disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from training.core.errors import CorpusError
from training.core.sources.tables import read_table
from training.core.textfile import SUFFIXES, texts_of

MAX_UNPACKED = 1_000_000_000  # bytes of all members together
MAX_MEMBER = 256 * 2**20
MAX_MEMBERS = 20_000
IN_ARCHIVES = tuple(suffix for suffix in SUFFIXES if suffix != ".zip")


def read_archive(path: Path, column: str | None = None) -> Iterator[tuple[str, float]]:
    """Yield the documents of every text file in a zip.

    Raises CorpusError: corpus_bad_zip, corpus_zip_too_large, corpus_zip_without_text, and what a member raises.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _texts(archive, path.name)
            for number, member in enumerate(members):
                for text, share in _member(archive, member, column):
                    yield text, (number + share) / len(members)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise CorpusError("corpus_bad_zip", file=path.name) from error


def _texts(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """Return the members that are read here, by name; hidden ones and those of macOS are passed over."""
    members = [one for one in archive.infolist() if not one.is_dir() and _read_here(one.filename)]
    if not members:
        raise CorpusError("corpus_zip_without_text", file=name, kinds=", ".join(IN_ARCHIVES))
    size = sum(one.file_size for one in members)
    if len(members) > MAX_MEMBERS or size > MAX_UNPACKED or max(m.file_size for m in members) > MAX_MEMBER:
        values = {"n_members": len(members), "megabytes": size // 2**20, "limit": MAX_UNPACKED // 10**6}
        raise CorpusError("corpus_zip_too_large", file=name, **values)
    return sorted(members, key=lambda one: one.filename)


def _read_here(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not hidden and path.suffix.lower() in IN_ARCHIVES


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, column: str | None
) -> Iterator[tuple[str, float]]:
    with archive.open(member) as file:
        raw = file.read(member.file_size + 1)
    if not raw.strip():
        return  # an empty file among others is no mistake
    if member.filename.lower().endswith(".parquet"):
        yield from read_table(io.BytesIO(raw), member.filename, column)
        return
    for text in texts_of(raw, member.filename, column):
        yield text, 1.0
