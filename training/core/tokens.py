"""Token files: a corpus cut once by a tokenizer, memory-mapped by every training that needs it."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from training.core.damage import mark
from training.core.documents import read_documents, read_facts
from training.core.errors import CorpusError
from training.core.files import sync_folder, write_json
from training.core.heldout import Ruler
from training.core.split import VAL_FRACTION, held_out
from training.core.tokenizer import Tokenizer

TRAIN, VAL, META = "train.bin", "val.bin", "meta.json"
TOKENS_FORMAT = 2
MIN_VAL_TOKENS = 2  # one to read and one to predict
DOCUMENTS_AT_ONCE = 256
Progress = Callable[[float], None]


@dataclass(frozen=True)
class TokenFacts:
    """A token file on disk, `folder` being `tokens_root / digest`."""

    digest: str
    folder: Path
    n_train_tokens: int
    n_val_tokens: int
    n_bytes: int | None  # of the text that the tokens stand for; not known of files of an earlier release


def prepare_tokens(
    corpus_folder: Path,
    tokenizer: Tokenizer,
    tokens_root: Path,
    val_fraction: float = VAL_FRACTION,
    progress: Progress | None = None,
    *,
    context_length: int | None = None,
) -> TokenFacts:
    """Cut a corpus into `tokens_root/<digest>/`, or find that it was cut before.

    The folder is written aside and renamed. Raises CorpusError("corpus_shorter_than_context") if the
    training part has no `context_length` + 1 tokens.
    """
    facts = read_facts(corpus_folder)
    digest = _digest(facts.digest, tokenizer.digest, val_fraction)
    folder = tokens_root / digest
    if not is_whole(folder):
        shutil.rmtree(folder, ignore_errors=True)  # a part of it would be in the way
        _prepare(corpus_folder, tokenizer, folder, val_fraction, facts.n_documents, progress)
    meta = json.loads((folder / META).read_bytes())
    n_train, n_val = int(meta["n_train_tokens"]), int(meta["n_val_tokens"])
    if n_train <= (context_length or 1):
        raise CorpusError("corpus_shorter_than_context", n_tokens=n_train, context_length=context_length)
    if progress is not None:
        progress(1.0)
    return TokenFacts(digest, folder, n_train, n_val, meta.get("n_bytes"))


def is_whole(folder: Path) -> bool:
    """Whether all files of a cut text are there."""
    return all((folder / name).is_file() for name in (TRAIN, VAL, META))


def id_bytes(vocab_size: int) -> int:
    """Return the bytes that a token takes on the disk."""
    return 2 if vocab_size <= 1 << 16 else 4


def _digest(corpus: str, tokenizer: str, val_fraction: float) -> str:
    name = f"{TOKENS_FORMAT} {corpus} {tokenizer} {val_fraction!r}"
    return hashlib.sha256(name.encode()).hexdigest()


def _prepare(
    corpus: Path,
    tokenizer: Tokenizer,
    folder: Path,
    fraction: float,
    n_documents: int,
    progress: Progress | None,
) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".aside-", dir=folder.parent))
    try:
        meta = _write_tokens(corpus, tokenizer, aside, fraction, n_documents, progress)
        write_json(aside / META, {**meta, "digest": folder.name})
        aside.chmod(0o755)
        _move_into_place(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _move_into_place(aside: Path, folder: Path) -> None:
    try:
        aside.rename(folder)
    except OSError:
        if not is_whole(folder):  # else another process prepared the same in the meantime
            raise
    sync_folder(folder.parent)


def _write_tokens(
    corpus: Path,
    tokenizer: Tokenizer,
    aside: Path,
    fraction: float,
    n_documents: int,
    progress: Progress | None,
) -> dict[str, Any]:
    dtype = np.dtype(f"<u{id_bytes(tokenizer.vocab_size)}")
    chosen = held_out({mark(text) for batch in _batches(corpus) for text in batch}, fraction)
    # The end of one text begins the next, except where a published tokenizer has another beginning.
    beginning = tokenizer.beginning if tokenizer.beginning != [tokenizer.eot_id] else []
    sizes, n_bytes = _sizes(tokenizer), 0
    with (aside / TRAIN).open("wb") as train, (aside / VAL).open("wb") as val:
        for number, batch in enumerate(_batches(corpus), start=1):
            for text, ids in zip(batch, tokenizer.encode_many(batch), strict=True):
                target: BinaryIO = val if mark(text) in chosen else train
                cut = np.array([*beginning, *ids, tokenizer.eot_id], dtype)
                n_bytes += int(sizes[cut].sum())
                cut.tofile(target)
            if progress is not None:
                progress(min(number * DOCUMENTS_AT_ONCE / n_documents, 0.99))
    if not chosen:
        _hold_out_the_end(aside, dtype, fraction, sizes)
    return {**_meta(aside, tokenizer, dtype, sizes), "n_bytes": n_bytes}


def _batches(corpus: Path) -> Iterator[list[str]]:
    documents = read_documents(corpus)
    while batch := list(islice(documents, DOCUMENTS_AT_ONCE)):
        yield batch


def _hold_out_the_end(aside: Path, dtype: np.dtype[Any], fraction: float, sizes: NDArray[Any]) -> None:
    """Cut the last part off the training tokens, the same bytes for every tokenizer; both files are rewritten whole."""
    tokens: NDArray[Any] = np.fromfile(aside / TRAIN, dtype)
    ruler = Ruler(tokens, sizes)
    n_kept = ruler.first_from((1 - fraction) * ruler.n_bytes)
    n_val = min(max(len(tokens) - n_kept, MIN_VAL_TOKENS), len(tokens) // 2)
    tokens[: len(tokens) - n_val].tofile(aside / TRAIN)
    tokens[len(tokens) - n_val :].tofile(aside / VAL)


def _sizes(tokenizer: Tokenizer) -> NDArray[np.int64]:
    """Return the bytes of each id, [V]."""
    return np.array([len(tokenizer.token_bytes(i)) for i in range(tokenizer.vocab_size)], np.int64)


def _meta(aside: Path, tokenizer: Tokenizer, dtype: np.dtype[Any], sizes: NDArray[Any]) -> dict[str, Any]:
    n_train = (aside / TRAIN).stat().st_size // dtype.itemsize
    val: NDArray[Any] = np.fromfile(aside / VAL, dtype)
    counts = np.bincount(val, minlength=tokenizer.vocab_size)
    return {
        "format": TOKENS_FORMAT,
        "dtype": "uint16" if dtype.itemsize == 2 else "uint32",
        "vocab_size": tokenizer.vocab_size,
        "n_train_tokens": n_train,
        "n_val_tokens": len(val),
        "n_val_bytes": int(counts @ sizes),
        "eot_id": tokenizer.eot_id,
    }
