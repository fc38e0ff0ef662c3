"""What every tokenizer can do."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from training.core.files import write_whole

FORMAT = 1


class Tokenizer(ABC):
    """Text to ids and back. `eot_id` ends a document and begins the next: the last id, unless a kind says."""

    kind: ClassVar[str]

    @property
    @abstractmethod
    def vocab_size(self) -> int:
        """Number of ids, the end-of-text id included."""

    @abstractmethod
    def encode(self, text: str) -> list[int]:
        """Cut text into ids. Never yields `eot_id`; a character it does not know is left out."""

    @abstractmethod
    def token_bytes(self, token_id: int) -> bytes:
        """UTF-8 bytes of one id, perhaps a part of a character; empty for `eot_id`. Raises IndexError."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """What the file holds beside format and kind."""

    @property
    def eot_id(self) -> int:
        return self.vocab_size - 1

    @property
    def beginning(self) -> list[int]:
        """Ids that stand before a text when a model reads it by itself; empty where it begins with itself."""
        return [self.eot_id]

    def encode_many(self, texts: list[str]) -> list[list[int]]:
        """Cut several texts; kinds with a faster way override this."""
        return [self.encode(text) for text in texts]

    def unknown(self, text: str) -> list[str]:
        """Characters of `text` that `encode` leaves out, each once, in order of appearance."""
        return []

    def decode(self, ids: Iterable[int]) -> str:
        """Join ids to text; bytes that are no character become U+FFFD."""
        return b"".join(self.token_bytes(token_id) for token_id in ids).decode("utf-8", "replace")

    def check_id(self, token_id: int) -> None:
        if not 0 <= token_id < self.vocab_size:
            raise IndexError(token_id)

    @cached_property
    def content(self) -> bytes:
        """The file's content, the same for the same tokenizer."""
        document = {"format": FORMAT, "kind": self.kind, "vocab_size": self.vocab_size, **self.to_json()}
        return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=0).encode()

    @cached_property
    def digest(self) -> str:
        """64 hex digits that name this tokenizer by its content."""
        return hashlib.sha256(self.content).hexdigest()

    def save(self, path: Path | str) -> None:
        """Write the tokenizer file, whole or not at all."""
        write_whole(Path(path), self.content)
