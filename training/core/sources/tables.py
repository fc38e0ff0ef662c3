"""Parquet: a table whose one column is the text. Read in batches, so that a large one fits."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from training.core.errors import CorpusError
from training.core.textfile import TEXT_FIELDS

ROWS_AT_ONCE = 1_000


def read_table(source: Path | IO[bytes], name: str, column: str | None = None) -> Iterator[tuple[str, float]]:
    """Yield the texts of a column with the share that is read.

    Raises CorpusError: corpus_bad_parquet, corpus_no_text_field, corpus_no_such_column.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(source)
        chosen = _column(table.schema_arrow, name, column)
        done = 0
        for batch in table.iter_batches(ROWS_AT_ONCE, columns=[chosen]):
            for text in batch.column(0).to_pylist():
                done += 1
                if isinstance(text, str) and text.strip():
                    yield _clean(text), done / table.metadata.num_rows
    except (pa.ArrowException, OSError) as error:
        raise CorpusError("corpus_bad_parquet", file=name) from error


def _column(schema: Any, name: str, wanted: str | None) -> str:
    """Choose the named column, else one with a usual name, else the only one that holds text."""
    texts = [field.name for field in schema if str(field.type) in ("string", "large_string", "string_view")]
    if wanted is not None:
        if wanted not in texts:
            raise CorpusError("corpus_no_such_column", file=name, column=wanted, columns=", ".join(texts))
        return wanted
    chosen = next((field for field in TEXT_FIELDS if field in texts), texts[0] if len(texts) == 1 else None)
    if chosen is None:
        raise CorpusError("corpus_no_text_field", file=name, fields=list(TEXT_FIELDS))
    return chosen


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
