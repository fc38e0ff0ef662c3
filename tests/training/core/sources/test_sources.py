"""Every source of a corpus: what comes out of it, and what is said where nothing can."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from training.core.errors import CorpusError
from training.core.sources import documents
from training.core.sources.hub import HubSource, check_offline, read_dataset


def texts(source: dict[str, Any]) -> list[str]:
    found = list(documents(source))
    shares = [share for _, share in found]
    assert shares == sorted(shares)
    assert all(0 < share <= 1 for share in shares)
    return [text for text, _ in found]


def files(*paths: Path, column: str | None = None) -> dict[str, Any]:
    return {"files": [str(path) for path in paths], "column": column}


def parquet(path: Path | io.BytesIO, columns: dict[str, list[Any]]) -> None:
    import pyarrow as pa
    from pyarrow import parquet as written

    written.write_table(pa.table(columns), path)


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_column_of_a_table_is_the_text_whatever_the_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("n,글\n1,하나\n2,둘\n")
    (tmp_path / "b.jsonl").write_text(json.dumps({"글": "셋", "text": "three"}))
    parquet(tmp_path / "c.parquet", {"n": [1, 2, 3], "글": ["넷", None, "  "], "text": ["4", "5", "6"]})
    paths = [tmp_path / name for name in ("a.csv", "b.jsonl", "c.parquet")]
    assert texts(files(*paths, column="글")) == ["하나", "둘", "셋", "넷"]
    assert texts(files(*paths[1:])) == ["three", "4", "5", "6"]


def test_a_zip_gives_the_texts_in_it_in_the_order_of_their_names(tmp_path: Path) -> None:
    table = io.BytesIO()
    parquet(table, {"text": ["table"]})
    members = {
        "b/2.md": "나".encode("cp949") * 10,
        "a.txt": b"one<|endoftext|>two",
        "t.parquet": table.getvalue(),
        "empty.txt": b"",
        "__MACOSX/a.txt": b"no",
        ".hidden.txt": b"no",
        "picture.png": b"\x89PNG",
    }
    assert texts(files(zipped(tmp_path / "z.zip", members))) == ["one", "two", "나" * 10, "table"]


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("z.zip", lambda path: path.write_bytes(b"PK no zip"), "corpus_bad_zip"),
        ("z.zip", lambda path: zipped(path, {"a.png": b"x"}), "corpus_zip_without_text"),
        ("z.zip", lambda path: zipped(path, {"a.txt": bytes(range(256)) * 9}), "corpus_not_text"),
        ("t.parquet", lambda path: path.write_bytes(b"PAR1 no table"), "corpus_bad_parquet"),
        ("t.parquet", lambda path: parquet(path, {"a": ["x"], "b": ["y"]}), "corpus_no_text_field"),
        ("t.parquet", lambda path: parquet(path, {"글": ["x"]}), "corpus_no_such_column"),
        ("t.csv", lambda path: path.write_text("a,b\n1,2\n"), "corpus_no_such_column"),
    ],
)
def test_what_cannot_be_read_is_named(
    tmp_path: Path, name: str, make: Callable[[Path], Any], code: str
) -> None:
    make(tmp_path / name)
    with pytest.raises(CorpusError) as caught:
        texts(files(tmp_path / name, column="text" if code == "corpus_no_such_column" else None))
    assert (caught.value.code, caught.value.values["file"]) == (code, "a.txt" if "not_text" in code else name)


def test_a_zip_that_would_unpack_to_too_much_is_refused_before_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.core.sources.archives.MAX_UNPACKED", 10_000)
    path = zipped(tmp_path / "bomb.zip", {f"{n}.txt": b"0" * 6_000 for n in range(2)})
    with pytest.raises(CorpusError, match="corpus_zip_too_large"):
        texts(files(path))


def test_books_come_in_chapters_without_the_line_breaks_of_print() -> None:
    war, holmes = (texts({"book": name}) for name in ("war-and-peace", "sherlock-holmes"))
    assert (len(war), len(holmes)) == (365, 12)
    assert '"Well, Prince, so Genoa and Lucca are now just family estates of the Buonapartes.' in war[0]
    assert "GUTENBERG" not in war[0] + war[-1] + holmes[0] + holmes[-1]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set as the hub has them, in a folder of this disk: the same calls read both."""
    folder = tmp_path_factory.mktemp("dataset")
    rows = [{"질문": f"질문 {n}", "text": f" 문서 {n} ", "n": n} for n in range(40)]
    (folder / "train.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (folder / "test.jsonl").write_text(json.dumps(rows[0]))
    return folder


@pytest.mark.parametrize("streaming", [True, False])
def test_rows_of_a_data_set_are_read_up_to_the_limit(
    dataset: Path, streaming: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", str(tmp_path))
    source = HubSource("a/b", 3, columns=["질문", "text"], streaming=streaming)
    found = list(read_dataset(str(dataset), source))
    assert [text for text, _ in found] == [f"질문 {n}\n\n문서 {n}" for n in range(3)]
    assert found[-1][1] == 1.0


CARD = """---
configs:
- config_name: default
  data_files: [{split: train, path: train.jsonl}]
dataset_info:
- config_name: default
  splits: [{name: train, num_bytes: 1, num_examples: 40}]
---
"""


@pytest.mark.parametrize("streaming", [True, False])
def test_the_bar_is_full_at_the_last_row_where_there_are_fewer_than_were_asked_for(
    dataset: Path, streaming: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", str(tmp_path / "cache"))
    told = tmp_path / "told"
    told.mkdir()
    (told / "train.jsonl").write_text((dataset / "train.jsonl").read_text())
    if streaming:  # a stream is as long as its card tells
        (told / "README.md").write_text(CARD)
    found = list(read_dataset(str(told), HubSource("a/b", 1000, streaming=streaming)))
    assert (len(found), found[19][1], found[-1][1]) == (40, 0.5, 1.0)


@pytest.mark.parametrize(
    ("wish", "code", "named"),
    [
        ({"split": "dev"}, "hub_no_split", "train"),
        ({"config": "ko"}, "hub_no_config", "default"),
        ({"columns": ["본문"]}, "hub_no_column", "질문, text, n"),
    ],
)
def test_a_wish_that_a_data_set_has_not_is_answered_with_what_it_has(
    dataset: Path, wish: dict[str, Any], code: str, named: str
) -> None:
    with pytest.raises(CorpusError) as caught:
        list(read_dataset(str(dataset), HubSource("a/b", 3, **wish)))
    assert caught.value.code == code
    assert named in " ".join(map(str, caught.value.values.values()))


@pytest.mark.parametrize("name", ["training/core", "../etc", "/etc", "a b", "a/b/c", "", "a--b/c"])
def test_no_folder_of_this_disk_is_taken_for_a_data_set(name: str) -> None:
    with pytest.raises(CorpusError, match="hub_bad_dataset"):
        check_offline(name)


def test_a_hub_that_does_not_answer_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: Any, **__: Any) -> None:
        raise ConnectionError("no route")

    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setattr("huggingface_hub.HfApi.dataset_info", silent)
    with pytest.raises(CorpusError, match="hub_unreachable"):
        documents({"hub": {"dataset": "owner/name", "rows": 5}})
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(CorpusError, match="hub_offline"):
        documents({"hub": {"dataset": "owner/name", "rows": 5}})
