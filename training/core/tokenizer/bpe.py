"""Byte-pair encoding: trained by `tokenizers`, encoded by `tiktoken` from the same merges.

tiktoken cuts the same text into the same ids several times as fast and in a tenth of the memory.
It ranks a merge by the id of what it makes, so ids must lie in merge order; `verify` holds both to that.
Sources: Sennrich et al. 2016, Neural Machine Translation of Rare Words with Subword Units; Radford et al.
2019 (GPT-2), for the byte alphabet.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from training.core.errors import TokenizerError
from training.core.tokenizer.base import Tokenizer
from training.core.tokenizer.bytes_ import N_BYTES
from training.core.tokenizer.merges import Merge, merges_between, pairs_counted, words_of

if TYPE_CHECKING:
    import tiktoken
    import tokenizers

# Words with the space before them, numbers of at most three digits, runs of signs, white space.
PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?[\p{L}\p{M}]+| ?\p{N}{1,3}| ?[^\s\p{L}\p{M}\p{N}]+|\s+(?!\S)|\s+"
MIN_VOCAB = N_BYTES + 1
MAX_VOCAB = 65_536
TRAIN_CHARACTERS = 20_000_000  # more text changes the merges hardly at all
COUNT_CHARACTERS = 2_000_000  # of the text in which merges are counted
LEARNING = 0.6  # share of the work; the rest is counting
CHECK_DOCUMENTS = 50
LONGEST_PIECE = 20_000  # characters given to the pattern at once
Progress = Callable[[float], None]
Merged = Callable[[Merge, int, int], None]  # a merge, how often it was made, in so many characters


class BpeTokenizer(Tokenizer):
    """Bytes and their merges; every text is known."""

    kind: ClassVar[str] = "bpe"

    def __init__(self, tokens: list[bytes], pattern: str = PATTERN) -> None:
        self.tokens = tokens
        self.pattern = pattern
        if len(set(tokens)) != len(tokens) or not {bytes([b]) for b in range(N_BYTES)} <= set(tokens):
            raise TokenizerError("tokenizer_unreadable", reason="vocabulary")

    @classmethod
    def train(
        cls,
        documents: Iterable[str],
        vocab_size: int = 1024,
        progress: Progress | None = None,
        merged: Merged | None = None,
    ) -> BpeTokenizer:
        """Learn merges until there are `vocab_size` ids, or no pair is left; tell `merged` of each, in order."""
        if not MIN_VOCAB <= vocab_size <= MAX_VOCAB:
            raise TokenizerError("vocab_size_out_of_range", given=vocab_size, low=MIN_VOCAB, high=MAX_VOCAB)
        sample: list[str] = []
        words = _Words()
        texts = words.listen(_measured(documents, progress)) if merged else _measured(documents, progress)
        trained = _train(_remember(texts, sample), vocab_size - 1)
        ids = sorted(trained.get_vocab().items(), key=lambda item: item[1])
        tokenizer = cls([_raw(token) for token, _ in ids])
        tokenizer.verify(trained, sample)
        if merged is not None:
            words.tell(tokenizer.tokens, merged, progress)
        return tokenizer

    def verify(self, trained: tokenizers.Tokenizer, sample: list[str]) -> None:
        """Raise TokenizerError unless both libraries cut the sample alike."""
        for text in sample:
            if self.encode(text) != trained.encode(text, add_special_tokens=False).ids:
                raise TokenizerError("bpe_libraries_disagree", text=text[:80])

    @property
    def vocab_size(self) -> int:
        return len(self.tokens) + 1

    @cached_property
    def _encoding(self) -> tiktoken.Encoding:
        import tiktoken

        ranks = {token: rank for rank, token in enumerate(self.tokens)}
        return tiktoken.Encoding(
            "slamdunk-bpe", pat_str=self.pattern, mergeable_ranks=ranks, special_tokens={}
        )

    def encode(self, text: str) -> list[int]:
        ids: list[int] = []
        for piece in pieces(text):
            ids += self._encoding.encode_ordinary(piece)
        return ids

    def token_bytes(self, token_id: int) -> bytes:
        self.check_id(token_id)
        return b"" if token_id == self.eot_id else self.tokens[token_id]

    def to_json(self) -> dict[str, Any]:
        return {
            "pattern": self.pattern,
            "tokens": [base64.b64encode(token).decode() for token in self.tokens],
        }


def pieces(text: str, longest: int = LONGEST_PIECE) -> Iterator[str]:
    """Cut a long text before a space or line where there is one; the pattern backtracks over long runs."""
    start = 0
    while len(text) - start > longest:
        end = max(text.rfind(mark, start + 1, start + longest) for mark in "\n ")
        end = end if end > start else start + longest
        yield text[start:end]
        start = end
    yield text[start:]


def _train(documents: Iterator[str], size: int) -> tokenizers.Tokenizer:
    import tokenizers
    from tokenizers import decoders, models, pre_tokenizers, trainers

    model = tokenizers.Tokenizer(models.BPE())
    split = pre_tokenizers.Split(tokenizers.Regex(PATTERN), behavior="isolated")
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    model.pre_tokenizer = pre_tokenizers.Sequence([split, byte_level])
    model.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size, show_progress=False, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet())
    )
    model.train_from_iterator(documents, trainer)
    return model


def _measured(documents: Iterable[str], progress: Progress | None) -> Iterator[str]:
    """Yield pieces of the documents up to the limit, telling how far that is."""
    seen = 0
    for text in documents:
        for piece in pieces(text):
            yield piece
            seen += len(piece)
        if progress is not None:
            progress(LEARNING * min(seen / TRAIN_CHARACTERS, 0.99))
        if seen >= TRAIN_CHARACTERS:
            break


class _Words:
    """The words of the first part of the text, counted while it is learned from."""

    def __init__(self) -> None:
        self.n_characters = 0
        self.counts: Counter[bytes] = Counter()

    def listen(self, texts: Iterator[str]) -> Iterator[str]:
        for text in texts:
            if self.n_characters < COUNT_CHARACTERS:
                self.n_characters += len(text)
                self.counts.update(words_of(PATTERN, text))
            yield text

    def tell(self, tokens: list[bytes], merged: Merged, progress: Progress | None) -> None:
        merges = merges_between(tokens, 0, len(tokens))
        counted = pairs_counted(self.counts.items(), merges)
        for number, (merge, count) in enumerate(zip(merges, counted, strict=True), start=1):
            merged(merge, count, self.n_characters)
            if progress is not None:
                progress(LEARNING + (1 - LEARNING) * number / len(merges))


def _remember(texts: Iterator[str], sample: list[str]) -> Iterator[str]:
    for text in islice(texts, CHECK_DOCUMENTS):
        sample.append(text)
        yield text
    yield from texts


def _byte_of_letter() -> dict[str, int]:
    """GPT-2's printable letter for every byte, reversed."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(N_BYTES) if byte not in shown]
    return {chr(byte): byte for byte in shown} | {chr(N_BYTES + n): byte for n, byte in enumerate(hidden)}


BYTE_OF_LETTER = _byte_of_letter()


def _raw(token: str) -> bytes:
    return bytes(BYTE_OF_LETTER[letter] for letter in token)
