"""How many ids a run's tokenizer has: counted, or foreseen while it is still to be made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from common.errors import ProductError
from common.models import WorkState
from training.core.config import TrainConfig
from training.core.documents import read_statistics
from training.core.tokenizer.characters import MAX_CHARACTERS
from training.core.vocabulary import DEFAULT_VOCAB, PUBLISHED
from training.models import Corpus, Run, RunState, Tokenizer
from training.paths import corpus_folder
from training.services.designs import checked_design
from training.services.starts import StartWeights

CUT_BY_DEFAULT: Final = {"kind": "bpe"}  # by a tokenizer that is made of the text
BYTES_VOCAB: Final = 257  # and the end of the text
SIZES: Final = ["vocab_size", "n_parameters", "flops_per_token"]


def vocab_size_of_run(
    tokenizer: Tokenizer | None,
    options: Mapping[str, Any],
    corpus: Corpus | None,
    start: StartWeights | None = None,
) -> int:
    """Return the vocabulary of a run: of the model that it starts from, of its tokenizer, or of one still to be made.

    `options` name the `kind` of one that is to be made. Exact for bytes, for what is published and for what was made of
    this corpus before.
    """
    if start is not None:
        return start.vocab_size
    if tokenizer is None:
        return _foreseen(options["kind"], options, corpus)
    return tokenizer.vocab_size or _foreseen(tokenizer.kind, tokenizer.options, tokenizer.corpus)


def _foreseen(kind: str, options: Mapping[str, Any], corpus: Corpus | None) -> int:
    if kind == Tokenizer.Kind.BYTES:
        return BYTES_VOCAB
    if kind == Tokenizer.Kind.TIKTOKEN:
        return PUBLISHED[options["encoding"]].vocab_size
    asked: int = options.get("vocab_size") or DEFAULT_VOCAB
    if corpus is None:
        return asked
    made = Tokenizer.objects.filter(corpus=corpus, kind=kind, vocab_size__isnull=False)
    if kind == Tokenizer.Kind.BPE:
        made = made.filter(options={"vocab_size": asked})
    counted = made.values_list("vocab_size", flat=True).first()
    return counted or (_n_characters(corpus) if kind == Tokenizer.Kind.CHARACTERS else asked)


def _n_characters(corpus: Corpus) -> int:
    """Count as the statistics do, which do not compose characters."""
    if corpus.state != WorkState.READY:
        return DEFAULT_VOCAB
    try:
        found: int = read_statistics(corpus_folder(corpus))["n_different_characters"]
    except OSError:  # whoever trains on it is told that it is gone
        return DEFAULT_VOCAB
    return min(found, MAX_CHARACTERS) + 1


def size_by_tokenizer(*, run: Run, tokenizer: Tokenizer) -> bool:
    """Set what depends on the vocabulary, and do not save it; return whether it was foreseen wrongly.

    A design that such a tokenizer does not fit stays as it was: its trainer says why.
    """
    n = tokenizer.vocab_size
    if run.start or n is None or run.vocab_size == n:
        return False
    try:
        options = TrainConfig.model_validate(run.config).model_dump(mode="json")
        facts = checked_design(run.design, options, n)
    except ProductError:
        return False
    run.vocab_size, run.n_parameters, run.flops_per_token = n, facts.n_parameters, facts.flops_per_token
    return True


def runs_learn_vocabulary(*, tokenizer: Tokenizer) -> None:
    """Correct the sizes of the runs that wait for a tokenizer which has just been made."""
    for run in Run.objects.filter(tokenizer=tokenizer, state=RunState.QUEUED).exclude(
        vocab_size=tokenizer.vocab_size
    ):
        if size_by_tokenizer(run=run, tokenizer=tokenizer):
            run.save(update_fields=SIZES)
