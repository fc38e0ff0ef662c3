"""Archives: only plain files beside config.json come out, and never more than there is room for."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inference.core.imports import ImportRefused, unpack
from inference.core.imports.names import is_read

ROOM = 10 * 2**20
FILES = {"config.json": b"{}", "model.safetensors": b"weights" * 100, "README.md": b"# hello"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def zipped(path: Path, files: dict[str, bytes], **options: Any) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, files: dict[str, bytes], mode: Any = "w") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def gzipped(path: Path, files: dict[str, bytes]) -> Path:
    return tarred(path, files, "w:gz")


MAKERS = {"zip": zipped, "tar": tarred, "tar.gz": gzipped}


@pytest.fixture(params=list(MAKERS))
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[dict[str, bytes]], Path]:
    return lambda files: MAKERS[request.param](tmp_path / f"model.{request.param}", files)


def refusal(archive: Path, folder: Path, room: int = ROOM) -> str:
    with pytest.raises(ImportRefused) as refused:
        unpack(archive, folder, room)
    return refused.value.code


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("top", ["", "my-model/", "a/b/"])
def test_what_is_read_comes_out_and_the_rest_does_not(make: Any, folder: Path, top: str) -> None:
    files = {f"{top}{name}": content for name, content in FILES.items()}
    unpack(make(files | {f"{top}onnx/config.json": b"[]", f"{top}onnx/model.onnx": b"x"}), folder, ROOM)
    assert names(folder) == {"config.json", "model.safetensors"}
    assert (folder / "config.json").read_bytes() == b"{}"
    assert (folder / "model.safetensors").read_bytes() == FILES["model.safetensors"]


@pytest.mark.parametrize(
    "path",
    ["../config.json", "a/../../config.json", "/etc/config.json", "..\\config.json", "C:\\config.json"],
)
def test_paths_that_lead_out_are_refused(make: Any, folder: Path, tmp_path: Path, path: str) -> None:
    assert refusal(make({**FILES, path: b"{}"}), folder) == "archive_bad_path"
    assert names(folder) == set()


PICKLES = ["pytorch_model.bin", "model.pt", "consolidated.00.pth", "x.ckpt", "x.PKL"]


@pytest.mark.parametrize("name", PICKLES)
def test_a_pickle_for_weights_is_refused(make: Any, folder: Path, name: str) -> None:
    files = {"config.json": b"{}", name: b"\x80\x04."}
    assert refusal(make(files), folder) == "pickle_refused"


@pytest.mark.parametrize("name", PICKLES)
def test_a_pickle_beside_safetensors_stays_where_it_is(make: Any, folder: Path, name: str) -> None:
    unpack(make({**FILES, name: b"\x80\x04."}), folder, ROOM)
    assert names(folder) == {"config.json", "model.safetensors"}


def test_a_thousandfold_expansion_is_refused_before_anything_is_written(make: Any, folder: Path) -> None:
    bomb = make({"config.json": b"{}", "model.safetensors": b"\0" * 9 * 2**20})
    if bomb.suffix != ".tar":  # one that is not packed does not expand
        assert refusal(bomb, folder) == "archive_expands"
        assert names(folder) == set()


def test_more_than_there_is_room_for_is_refused(make: Any, folder: Path) -> None:
    assert refusal(make(FILES), folder, room=100) == "import_too_large"
    assert names(folder) == set()


def test_an_archive_without_a_config_is_refused(make: Any, folder: Path) -> None:
    assert refusal(make({"model.safetensors": b"x"}), folder) == "config_missing"


def test_too_many_files_are_refused(make: Any, folder: Path) -> None:
    many = {f"{number}.json": b"" for number in range(2_001)}
    assert refusal(make(many), folder) == "archive_too_many_files"


def test_a_damaged_archive_is_refused(make: Any, folder: Path) -> None:
    archive = make(FILES)
    archive.write_bytes(
        archive.read_bytes()[:-20] if archive.suffix == ".zip" else b"\x1f\x8b" + b"damaged" * 99
    )
    assert refusal(archive, folder) == "archive_unreadable"


def test_a_zip_that_lies_about_sizes_is_refused(tmp_path: Path, folder: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"config.json": b"{}" * 1000})
    content = archive.read_bytes().replace((2000).to_bytes(4, "little"), (2).to_bytes(4, "little"))
    archive.write_bytes(content)
    assert refusal(archive, folder) == "archive_unreadable"
    assert all(path.stat().st_size <= 2000 for path in folder.iterdir())


def test_a_link_in_a_zip_is_refused(tmp_path: Path, folder: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        info = zipfile.ZipInfo("config.json")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert refusal(tmp_path / "a.zip", folder) == "archive_link"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_a_link_or_device_in_a_tar_is_refused(tmp_path: Path, folder: Path, kind: bytes) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        info = tarfile.TarInfo("config.json")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    assert refusal(tmp_path / "a.tar", folder) == "archive_link"


def label(size: int) -> bytes:
    info = tarfile.TarInfo("long")
    info.type, info.size = tarfile.XHDTYPE, size
    return info.tobuf()


def test_a_tar_with_a_vast_long_name_is_refused_before_it_is_read(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "a.tar").write_bytes(label(5 * 2**20) + b"\0" * 5 * 2**20)
    assert refusal(tmp_path / "a.tar", folder) == "archive_unreadable"


def test_a_gzip_that_never_ends_is_cut_off(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "a.tar.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(9):
            file.write(b"\0" * 2**20)
    assert refusal(path, folder) == "archive_expands"
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".tar"] == []


def test_a_name_is_only_a_name() -> None:
    assert is_read("config.json")
    assert is_read("model-00001-of-00002.safetensors")
    assert not is_read("-rf.safetensors")
    assert not is_read("a b.safetensors")
    assert not is_read("README.md")
    assert not is_read("modeling_evil.py")
