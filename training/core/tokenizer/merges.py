"""How a byte-pair vocabulary grew: its merges in order, and at which of them two bytes of a text come together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex


@dataclass(frozen=True)
class Merge:
    """Two pieces that became one: `id` is the id of the new piece, and its place in the order."""

    id: int
    left: bytes
    right: bytes


@dataclass(frozen=True)
class History:
    """A text's bytes; `base[i]` is the id of byte i; `joined[i]` that of the merge joining it to the next, or None."""

    raw: bytes
    base: list[int]
    joined: list[int | None]

    def cut(self, vocab_size: int) -> list[bytes]:
        """Return the pieces of the text while there are only ids below `vocab_size`."""
        pieces, start = [], 0
        for place, merge in enumerate(self.joined, start=1):
            if merge is None or merge >= vocab_size:
                pieces.append(self.raw[start:place])
                start = place
        return [*pieces, self.raw[start:]] if self.raw else []


def merges_between(tokens: list[bytes], start: int, stop: int) -> list[Merge]:
    """Return the merges that made the tokens with these ids; those that no merge made are left out."""
    ranks = {token: rank for rank, token in enumerate(tokens)}
    found = []
    for token_id in range(max(start, 0), min(stop, len(tokens))):
        parts = _joins(tokens[token_id], ranks, token_id)
        last = [place for place, merge in enumerate(parts) if merge is None]
        if len(tokens[token_id]) > 1 and len(last) == 1:
            left = tokens[token_id][: last[0] + 1]
            found.append(Merge(token_id, left, tokens[token_id][len(left) :]))
    return found


def history(tokens: list[bytes], pattern: str, text: str) -> History:
    """Return how the merges join the bytes of `text`, in time that grows with its length alone."""
    ranks = {token: rank for rank, token in enumerate(tokens)}
    known: dict[bytes, list[int | None]] = {}
    raw, joined = bytearray(), list[int | None]()
    for word in words_of(pattern, text):
        if raw:
            joined.append(None)
        if word not in known:
            known[word] = _joins(word, ranks, len(tokens))
        joined += known[word]
        raw += word
    return History(bytes(raw), [ranks[bytes([byte])] for byte in raw], joined)


def _joins(word: bytes, ranks: dict[bytes, int], below: int) -> list[int | None]:
    """Merge as tiktoken does, the lowest rank first; tell for each place between bytes which merge closed it."""
    joined: list[int | None] = [None] * (len(word) - 1)
    bounds = list(range(len(word) + 1))
    highest = -1
    while len(bounds) > 2:
        best, at = below, -1
        for n in range(len(bounds) - 2):
            rank = ranks.get(word[bounds[n] : bounds[n + 2]], below)
            if rank < best:
                best, at = rank, n + 1
        if at < 0:
            break
        highest = max(highest, best)
        joined[bounds[at] - 1] = highest
        del bounds[at]
    return joined


def words_of(pattern: str, text: str) -> Iterator[bytes]:
    """Yield the words, as UTF-8, inside which merges are made."""
    for found in _compiled(pattern).finditer(text):
        yield found.group().encode("utf-8", "replace")


@lru_cache(maxsize=8)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


def pairs_counted(words: Iterable[tuple[bytes, int]], merges: list[Merge]) -> Iterator[int]:
    """Apply the merges in order to words with their counts; yield how often each one found its pair.

    Only words that hold a pair are touched by its merge, so this takes about as long as learning did.
    """
    counts: list[int] = []
    split: list[list[bytes]] = []
    where: dict[tuple[bytes, bytes], set[int]] = {}
    for number, (word, n) in enumerate(words):
        parts = [word[i : i + 1] for i in range(len(word))]
        split.append(parts)
        counts.append(n)
        for pair in pairwise(parts):
            where.setdefault(pair, set()).add(number)
    for merge in merges:
        total = 0
        for number in where.pop((merge.left, merge.right), set()):
            done = _apply(split[number], merge)
            total += done * counts[number]
            for pair in pairwise(split[number]):
                where.setdefault(pair, set()).add(number)
        yield total


def _apply(parts: list[bytes], merge: Merge) -> int:
    """Join the pair wherever it is in `parts`, from the left; return how often it was there."""
    done, place = 0, 0
    while place < len(parts) - 1:
        if parts[place] == merge.left and parts[place + 1] == merge.right:
            parts[place : place + 2] = [merge.left + merge.right]
            done += 1
        place += 1
    return done
