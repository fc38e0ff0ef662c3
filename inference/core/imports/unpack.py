"""An uploaded archive becomes a flat folder of the files that are read, within limits known before."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from inference.core.imports.errors import ImportRefused
from inference.core.imports.names import CONFIG, chooser, safe_path

MAX_ENTRIES: Final = 2_000
MAX_RATIO: Final = 100  # weights hardly shrink, JSON to a tenth
HARMLESS_BYTES: Final = 4 * 2**20  # below this, no ratio is a bomb
MAX_LABEL_BYTES: Final = 64 * 1024  # of a tar's long names, which are read into memory
CHUNK: Final = 2**20
BLOCK: Final = 512
LABELS: Final = frozenset(
    {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
)


@dataclass(frozen=True)
class Entry:
    """One file of an archive, and how to open it."""

    path: PurePosixPath
    n_bytes: int
    open: Callable[[], IO[bytes]]


def unpack(archive: Path, folder: Path, max_bytes: int) -> None:
    """Put the files that are read of a zip or tar into `folder`; sizes are checked before and while writing.

    Only files beside `config.json` are taken. Raises ImportRefused.
    """
    try:
        if zipfile.is_zipfile(archive):
            _unpack_zip(archive, folder, max_bytes)
        else:
            _unpack_tar(archive, folder, max_bytes)
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's fault, not the archive's
        raise ImportRefused("archive_unreadable", reason=type(error).__name__) from error


def _unpack_zip(archive: Path, folder: Path, max_bytes: int) -> None:
    with zipfile.ZipFile(archive) as opened:
        infos = opened.infolist()
        _check_totals(len(infos), sum(i.file_size for i in infos), archive.stat().st_size, max_bytes)
        for info in infos:
            _check_zip_entry(info)
        entries = [
            Entry(safe_path(info.filename), info.file_size, lambda info=info: opened.open(info))  # type: ignore[misc]
            for info in infos
            if not info.is_dir()
        ]
        _take(entries, folder)


def _check_zip_entry(info: zipfile.ZipInfo) -> None:
    kind = info.external_attr >> 28  # the kind of file, as Unix writes it: 8 a file, 4 a folder, 10 a link
    if kind not in (0, 4, 8):
        raise ImportRefused("archive_link", path=info.filename[:200])
    if info.flag_bits & 1:
        raise ImportRefused("archive_unreadable", reason="encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ImportRefused("archive_unreadable", reason="compression")


def _unpack_tar(archive: Path, folder: Path, max_bytes: int) -> None:
    with _plain_tar(archive, folder, max_bytes) as plain:
        _check_labels(plain)
        with tarfile.open(plain, "r:") as opened:
            members = opened.getmembers()
            total = sum(member.size for member in members)
            _check_totals(len(members), total, archive.stat().st_size, max_bytes)
            for member in members:
                if not (member.isdir() or member.type in (tarfile.REGTYPE, tarfile.AREGTYPE)):
                    raise ImportRefused("archive_link", path=member.name[:200])
            entries = [
                Entry(safe_path(member.name), member.size, lambda member=member: _opened(opened, member))  # type: ignore[misc]
                for member in members
                if member.isfile()
            ]
            for member in members:
                safe_path(member.name)
            _take(entries, folder)


def _opened(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = archive.extractfile(member)
    if file is None:
        raise ImportRefused("archive_unreadable", reason="member")
    return file


@contextmanager
def _plain_tar(archive: Path, folder: Path, max_bytes: int) -> Iterator[Path]:
    """A gzipped tar says nowhere how large it will be: it is counted while it is unzipped beside the folder."""
    with archive.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            yield archive
            return
    plain = folder.with_name(f"{folder.name}.tar")
    most = max(MAX_RATIO * archive.stat().st_size, HARMLESS_BYTES)
    bomb = ImportRefused("archive_expands", limit=MAX_RATIO)
    try:
        with gzip.open(archive, "rb") as source, plain.open("wb") as target:
            if most < max_bytes:
                _copy(source, target, most, bomb)
            else:
                _copy(source, target, max_bytes, too_large(max_bytes, max_bytes))
        yield plain
    finally:
        plain.unlink(missing_ok=True)


def _check_labels(plain: Path) -> None:
    """tarfile reads long names into memory whole, so they are looked at before it does."""
    with plain.open("rb") as file:
        for _ in range(2 * MAX_ENTRIES + 2):
            block = file.read(BLOCK)
            if len(block) < BLOCK or not block.strip(b"\0"):
                return
            header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
            label = file.read(MAX_LABEL_BYTES) if header.type in LABELS else b""
            if (
                header.size < 0
                or (label and header.size > MAX_LABEL_BYTES)
                or b" size=" in label[: header.size]
            ):
                raise ImportRefused("archive_unreadable", reason="header")
            has_content = header.isreg() or header.type not in tarfile.SUPPORTED_TYPES or bool(label)
            file.seek((-(-header.size // BLOCK) * BLOCK if has_content else 0) - len(label), 1)
    raise ImportRefused("archive_too_many_files", limit=MAX_ENTRIES)


def _check_totals(n_entries: int, n_bytes: int, n_packed: int, max_bytes: int) -> None:
    if n_entries > MAX_ENTRIES:
        raise ImportRefused("archive_too_many_files", limit=MAX_ENTRIES)
    if n_bytes > max(MAX_RATIO * n_packed, HARMLESS_BYTES):
        raise ImportRefused("archive_expands", limit=MAX_RATIO)
    if n_bytes > max_bytes:
        raise too_large(n_bytes, max_bytes)


def too_large(n_bytes: int, max_bytes: int) -> ImportRefused:
    """The refusal of more bytes than there is room for."""
    return ImportRefused("import_too_large", size=f"{n_bytes / 1e9:.1f}", limit=f"{max_bytes / 1e9:.1f}")


def _take(entries: Iterable[Entry], folder: Path) -> None:
    """Write the files that are read and lie beside the shallowest `config.json`."""
    listed = list(entries)
    configs = sorted((len(e.path.parts), e.path.parent) for e in listed if e.path.name == CONFIG)
    if not configs:
        raise ImportRefused("config_missing")
    beside = [entry for entry in listed if entry.path.parent == configs[0][1]]
    wanted = chooser(entry.path.name for entry in beside)
    for entry in beside:
        if not wanted(entry.path.name):
            continue
        target = folder / entry.path.name
        if target.exists():
            raise ImportRefused("import_twice", file=entry.path.name)
        with entry.open() as source, target.open("xb") as output:
            _copy(source, output, entry.n_bytes, ImportRefused("archive_unreadable", reason="size"))


def _copy(source: Any, target: IO[bytes], limit: int, refusal: ImportRefused) -> None:
    """Copy at most `limit` bytes; raise the refusal if there are more."""
    n_bytes = 0
    while chunk := source.read(CHUNK):
        n_bytes += len(chunk)
        if n_bytes > limit:
            raise refusal
        target.write(chunk)
