"""Data sets of the Hugging Face hub, read with `datasets`. Nothing is sent along: no token, no name of a person."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from training.core.errors import CorpusError

ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(?:/[A-Za-z0-9][\w.-]{0,95})?", re.ASCII)
ANSWER_WITHIN = 10.0  # seconds
OFF = ("1", "ON", "YES", "TRUE")
BETWEEN_COLUMNS = "\n\n"
MOST_NAMED = 20  # columns or splits in a sentence


@dataclass(frozen=True)
class HubSource:
    """What to read of which data set; no more than `rows` rows."""

    dataset: str
    rows: int
    config: str | None = None
    split: str = "train"
    columns: list[str] = field(default_factory=lambda: ["text"])
    streaming: bool = True


def from_hub(source: HubSource) -> Iterator[tuple[str, float]]:
    """Yield the documents of a data set on the hub. Raises CorpusError with a code that begins with hub_."""
    check_offline(source.dataset)
    with _told(source):
        _check_reachable(source)
    return read_dataset(source.dataset, source)


def check_offline(dataset: str) -> None:
    """Raise CorpusError at once where the id is none, or this site is kept off the network."""
    # A folder of that name would be read from this disk instead of the hub.
    if not ID.fullmatch(dataset) or ".." in dataset or "--" in dataset or Path(dataset).exists():
        raise CorpusError("hub_bad_dataset", dataset=dataset[:100])
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in OFF:
        raise CorpusError("hub_offline")


def read_dataset(path: str, source: HubSource) -> Iterator[tuple[str, float]]:
    """Yield documents of the data set at `path`, a hub id or a folder on this disk. Raises CorpusError."""
    import datasets

    datasets.disable_progress_bars()
    with _told(source):
        split = source.split if source.streaming else f"{source.split}[:{source.rows}]"
        options: dict[str, Any] = {"split": split, "streaming": source.streaming, "token": False}
        rows = datasets.load_dataset(path, name=source.config or None, **options)
        _check_columns(source, list(rows.column_names or source.columns))
    return _documents(rows, source)


def _documents(rows: Any, source: HubSource) -> Iterator[tuple[str, float]]:
    expected = _expected(rows, source)
    with _told(source):
        for number, row in enumerate(islice(rows, source.rows), start=1):
            parts = [row.get(column) for column in source.columns]
            text = BETWEEN_COLUMNS.join(
                part.strip() for part in parts if isinstance(part, str) and part.strip()
            )
            if text:
                yield text, min(1.0, number / expected)


def _expected(rows: Any, source: HubSource) -> int:
    """Return how many rows come: as many as were asked for, or fewer where the data set tells that it has fewer."""
    told = getattr(rows, "num_rows", None)
    if told is None:  # a stream counts nothing itself; the card of the data set may
        split = (rows.info.splits or {}).get(source.split)
        told = split.num_examples if split else None
    return max(1, min(source.rows, told or source.rows))


def _check_columns(source: HubSource, known: list[str]) -> None:
    missing = [column for column in source.columns if column not in known]
    if missing:
        columns = ", ".join(known[:MOST_NAMED])
        raise CorpusError("hub_no_column", dataset=source.dataset, column=missing[0], columns=columns)


def _check_reachable(source: HubSource) -> None:
    """Ask for the data set once: `datasets` would try for half a minute where there is no network."""
    from huggingface_hub import HfApi

    HfApi(token=False).dataset_info(source.dataset, timeout=ANSWER_WITHIN)


@contextmanager
def _told(source: HubSource) -> Iterator[None]:
    """Turn what the libraries raise into one of our codes."""
    from huggingface_hub import errors

    name = source.dataset
    try:
        yield
    except CorpusError:
        raise
    except errors.GatedRepoError as error:
        raise CorpusError("hub_gated_dataset", dataset=name) from error
    except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
        raise CorpusError("hub_dataset_not_found", dataset=name) from error
    except errors.OfflineModeIsEnabled as error:
        raise CorpusError("hub_offline") from error
    except ValueError as error:
        raise _choice(source, str(error)) from error
    except RuntimeError as error:  # it is made by a program of its author, which is never run here
        raise CorpusError("hub_unreadable", dataset=name, reason=str(error)[:200]) from error
    except (OSError, errors.HTTPError) as error:  # type: ignore[attr-defined]  # of its HTTP client
        raise CorpusError("hub_unreachable", dataset=name) from error


def _choice(source: HubSource, said: str) -> CorpusError:
    """Name what was asked for and what there is, as the library tells."""
    there = ", ".join(re.findall(r"'([^']+)'", said.partition("vailable")[2])[:MOST_NAMED])
    values = {"dataset": source.dataset, "there": there or "–"}
    if said.startswith(("Bad split", "Unknown split")):
        return CorpusError("hub_no_split", split=source.split, **values)
    if "onfig" in said[:60]:
        return CorpusError("hub_no_config", config=source.config or "–", **values)
    return CorpusError("hub_unreadable", dataset=source.dataset, reason=said[:200])
