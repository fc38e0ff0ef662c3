"""One id a character, of the characters that the corpus has."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from training.core.tokenizer.base import Tokenizer

MAX_CHARACTERS = 16_384  # beyond this, the rarest are left out


class CharacterTokenizer(Tokenizer):
    """Ids in code point order. Text is composed (NFC) first, so that a Hangul syllable is one id."""

    kind: ClassVar[str] = "characters"

    def __init__(self, characters: str) -> None:
        self.characters = characters
        self._ids = {character: index for index, character in enumerate(characters)}

    @classmethod
    def train(cls, documents: Iterable[str]) -> CharacterTokenizer:
        """Collect the characters of the documents."""
        counts: Counter[str] = Counter()
        for text in documents:
            counts.update(unicodedata.normalize("NFC", text))
        kept = [character for character, _ in counts.most_common(MAX_CHARACTERS)]
        return cls("".join(sorted(kept)))

    @property
    def vocab_size(self) -> int:
        return len(self.characters) + 1

    def encode(self, text: str) -> list[int]:
        known = self._ids
        return [known[character] for character in unicodedata.normalize("NFC", text) if character in known]

    def unknown(self, text: str) -> list[str]:
        composed = dict.fromkeys(unicodedata.normalize("NFC", text))
        return [character for character in composed if character not in self._ids]

    def token_bytes(self, token_id: int) -> bytes:
        self.check_id(token_id)
        return self._bytes[token_id]

    @cached_property
    def _bytes(self) -> list[bytes]:
        return [character.encode("utf-8", "replace") for character in self.characters] + [b""]

    def to_json(self) -> dict[str, Any]:
        return {"characters": self.characters}
