"""Read a person's text file, whatever its encoding, or say why it cannot be read."""

from __future__ import annotations

import codecs
import csv
import io
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.core.errors import CorpusError

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATOR = "<|endoftext|>"  # between the documents of a plain file, as published story sets have it
SUFFIXES = (".txt", ".md", ".jsonl", ".csv", ".parquet", ".zip")  # what an upload may be
TEXT_FIELDS = ("text", "content", "story", "document", "본문")
MOST_NAMED = 20  # columns in a sentence
MAX_CONTROL_SHARE = 0.01
UTF16_NUL_SHARE = 0.2


def read_texts(path: Path, column: str | None = None) -> Iterator[str]:
    """Yield the documents of a .txt, .md, .jsonl or .csv file; `column` names the field of a table's text."""
    yield from texts_of(path.read_bytes(), path.name, column)


def texts_of(raw: bytes, name: str, column: str | None = None) -> Iterator[str]:
    """Yield the documents of a file's content, composed (NFC) and without outer blanks.

    Raises CorpusError: corpus_empty, corpus_not_text, corpus_no_text_field, corpus_no_such_column.
    """
    if not raw.strip():
        raise CorpusError("corpus_empty", file=name)
    text = unicodedata.normalize("NFC", decode(raw, name)).replace("\r\n", "\n")
    suffix = Path(name).suffix.lower()
    if suffix == ".jsonl":
        documents = _json_lines(text, name, column)
    elif suffix == ".csv":
        documents = _csv_rows(text, name, column)
    else:
        documents = iter(text.split(SEPARATOR))
    for document in documents:
        if stripped := document.strip():
            yield stripped


def decode(raw: bytes, name: str) -> str:
    """Turn bytes into text: UTF-8, UTF-16 or UTF-32 by their mark, UTF-16 without one, CP949 (EUC-KR)."""
    for encoding in _candidates(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text, encoding):
            return text
    raise CorpusError("corpus_not_text", file=name)


def _candidates(raw: bytes) -> list[str]:
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return [encoding]
    nul_share = raw[:10_000].count(0) / min(len(raw), 10_000)
    if nul_share > UTF16_NUL_SHARE and len(raw) % 2 == 0:
        even, odd = raw[:10_000:2].count(0), raw[1:10_000:2].count(0)
        return ["utf-16-le" if odd > even else "utf-16-be"]
    return ["utf-8", "cp949"]


def _plausible(text: str, encoding: str) -> bool:
    """Text has almost no control characters; CP949, which fits much by chance, has Hangul in it."""
    head = text[:100_000]
    controls = sum(1 for c in head if (c < " " and c not in "\t\n\r\f") or c == "\x7f")
    if controls > MAX_CONTROL_SHARE * len(head):
        return False
    if encoding != "cp949":
        return True
    foreign = [c for c in head if c > "\x7f"]
    hangul = sum(1 for c in foreign if "가" <= c <= "힣")
    return hangul * 2 >= len(foreign)


def _json_lines(text: str, name: str, column: str | None) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value: Any = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise CorpusError("corpus_bad_json_line", file=name, line=number) from error
        yield value if isinstance(value, str) else _field(value, name, column)


def _csv_rows(text: str, name: str, column: str | None) -> Iterator[str]:
    csv.field_size_limit(sys.maxsize)
    try:
        for row in csv.DictReader(io.StringIO(text)):
            yield _field(row, name, column)
    except csv.Error as error:
        raise CorpusError("corpus_bad_csv", file=name, reason=str(error)) from error


def _field(row: Any, name: str, column: str | None) -> str:
    held = row if isinstance(row, dict) else {}
    for field in (column,) if column else TEXT_FIELDS:
        if isinstance(held.get(field), str):
            return str(held[field])
    if column:
        columns = ", ".join(str(key) for key in list(held)[:MOST_NAMED] if key)
        raise CorpusError("corpus_no_such_column", file=name, column=column, columns=columns or "–")
    raise CorpusError("corpus_no_text_field", file=name, fields=list(TEXT_FIELDS))
