"""One id a byte: 256 ids and the end of text. Knows every text, at three ids a Korean syllable."""

from __future__ import annotations

from typing import Any, ClassVar

from training.core.tokenizer.base import Tokenizer

N_BYTES = 256


class ByteTokenizer(Tokenizer):
    """Ids 0 to 255 are UTF-8 bytes."""

    kind: ClassVar[str] = "bytes"

    @property
    def vocab_size(self) -> int:
        return N_BYTES + 1

    def encode(self, text: str) -> list[int]:
        return list(text.encode("utf-8", "replace"))

    def token_bytes(self, token_id: int) -> bytes:
        self.check_id(token_id)
        return b"" if token_id == self.eot_id else bytes([token_id])

    def to_json(self) -> dict[str, Any]:
        return {}
