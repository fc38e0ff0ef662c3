"""What a corpus is made of: scripts, lengths, frequent characters and words, copies, damage, and the split."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from typing import Any

from training.core.damage import PATTERNS, damages, mark
from training.core.split import VAL_FRACTION, held_out

MOST_FREQUENT = 30
MOST_EXAMPLES = 5
MAX_DIFFERENT_WORDS = 1_000_000  # beyond this, words that occurred once are forgotten: memory is finite
WORDS_OF_CHARACTERS = 50_000_000  # words are counted in so much of the text, as it costs most
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SCRIPTS = {
    "HANGUL": "Hangul", "LATIN": "Latin", "CJK": "Han", "HIRAGANA": "Kana", "KATAKANA": "Kana",
    "CYRILLIC": "Cyrillic", "GREEK": "Greek", "ARABIC": "Arabic", "HEBREW": "Hebrew",
    "DEVANAGARI": "Devanagari", "THAI": "Thai",
}  # fmt: skip
OTHER = "Other"


class Statistics:
    """Told of every document in turn; `to_json` sums up."""

    def __init__(self) -> None:
        self.characters: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.words_seen_in = 0
        self.lengths: list[int] = []
        self.marks: Counter[bytes] = Counter()
        self.copies: list[int] = []  # numbers of documents that were there before
        self.damaged: defaultdict[str, list[int]] = defaultdict(list)  # numbers of documents

    def add(self, text: str) -> None:
        """Take in the next document."""
        number = len(self.lengths) + 1
        self.lengths.append(len(text))
        self.characters.update(text)
        known = mark(text)
        if known in self.marks:
            self.copies.append(number)
        self.marks[known] += 1
        for kind in damages(text):
            self.damaged[kind].append(number)
        if self.words_seen_in < WORDS_OF_CHARACTERS:
            self._count_words(text)

    def _count_words(self, text: str) -> None:
        self.words_seen_in += len(text)
        self.words.update(WORD.findall(text))
        if len(self.words) > MAX_DIFFERENT_WORDS:
            self.words = Counter({word: n for word, n in self.words.items() if n > 1})

    def to_json(self) -> dict[str, Any]:
        """Return everything that was found out, for statistics.json."""
        return {
            "format": 1,
            "scripts": scripts(self.characters),
            "n_different_characters": len(self.characters),
            "characters": [[c, n] for c, n in self.characters.most_common() if not c.isspace()][
                :MOST_FREQUENT
            ],
            "words": [list(pair) for pair in self.words.most_common(MOST_FREQUENT)],
            "words_in_characters": self.words_seen_in,
            "lengths": histogram(self.lengths),
            "duplicates": {"n": len(self.copies), "examples": self.copies[:MOST_EXAMPLES]},
            "damage": {
                kind: {"n": len(self.damaged[kind]), "examples": self.damaged[kind][:MOST_EXAMPLES]}
                for kind in PATTERNS
                if self.damaged[kind]
            },
            "n_damaged": len(set().union(*self.damaged.values())),
            "split": self._split(),
        }

    def _split(self) -> dict[str, Any]:
        val = held_out(self.marks.keys(), VAL_FRACTION)
        n_val = sum(self.marks[one] for one in val)
        by = "documents" if val else "end"
        return {"by": by, "n_train": len(self.lengths) - n_val, "n_val": n_val, "fraction": VAL_FRACTION}


def scripts(characters: Counter[str]) -> list[dict[str, Any]]:
    """Return the share of each script among the letters, the largest first."""
    found: Counter[str] = Counter()
    for character, n in characters.items():
        if character.isalpha():
            found[SCRIPTS.get(unicodedata.name(character, "?").split(" ")[0].split("-")[0], OTHER)] += n
    total = found.total()
    return [{"script": script, "n": n, "share": n / total} for script, n in found.most_common()]


def histogram(lengths: list[int]) -> dict[str, Any]:
    """Count documents by length in characters; each bin is twice as wide as the one before."""
    if not lengths:
        return {"bins": [], "shortest": 0, "median": 0, "longest": 0}
    ordered = sorted(lengths)
    bins = Counter(length.bit_length() for length in ordered)
    first, last = min(bins), max(bins)
    return {
        "bins": [
            {"from": 2 ** (n - 1) if n else 0, "to": 2**n - 1, "n": bins[n]} for n in range(first, last + 1)
        ],
        "shortest": ordered[0],
        "median": ordered[len(ordered) // 2],
        "longest": ordered[-1],
    }
