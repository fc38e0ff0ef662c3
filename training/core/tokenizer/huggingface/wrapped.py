"""A published tokenizer as one of ours: `tokenizers` does the cutting, by the file that came with the model."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

from training.core.errors import TokenizerError
from training.core.tokenizer.base import Tokenizer
from training.core.tokenizer.bpe import BYTE_OF_LETTER

if TYPE_CHECKING:
    import tokenizers

MAX_BYTES: Final = 64 * 2**20  # Gemma's, the largest in use, has half of it
MAX_VOCAB: Final = 4_000_000
ANCHOR: Final = "a"


class HuggingFaceTokenizer(Tokenizer):
    """Wraps the text of a `tokenizer.json`.

    `special_tokens` are those of `tokenizer_config.json`: {"eos_token": "</s>", …}. Unlike our own kinds, an
    unknown character becomes the id for unknown where the tokenizer has one, as the model was trained with it.
    """

    kind: ClassVar[str] = "huggingface"

    def __init__(self, text: str, eot_id: int, special_tokens: dict[str, str] | None = None) -> None:
        self.text = text
        self.special_tokens = dict(special_tokens or {})
        self._tokenizer = parse(text)
        self._tokens = {
            id_: token for token, id_ in self._tokenizer.get_vocab(with_added_tokens=True).items()
        }
        self._eot_id = eot_id
        if not 0 < len(self._tokens) <= MAX_VOCAB or max(self._tokens) >= MAX_VOCAB:
            raise TokenizerError("tokenizer_unreadable", reason="vocabulary")
        if eot_id not in self._tokens:
            raise TokenizerError("tokenizer_without_end")

    @property
    def vocab_size(self) -> int:
        return max(self._tokens) + 1

    @property
    def eot_id(self) -> int:
        return self._eot_id

    @cached_property
    def beginning(self) -> list[int]:
        ids: list[int] = self._tokenizer.encode(ANCHOR, add_special_tokens=True).ids
        plain = self._tokenizer.encode(ANCHOR, add_special_tokens=False).ids
        return next((ids[:n] for n in range(len(ids)) if ids[n : n + len(plain)] == plain), [])

    def encode(self, text: str) -> list[int]:
        ids = self._tokenizer.encode(_storable(text), add_special_tokens=False).ids
        return [token_id for token_id in ids if token_id != self._eot_id]

    def encode_many(self, texts: list[str]) -> list[list[int]]:
        cut = self._tokenizer.encode_batch_fast([_storable(text) for text in texts], add_special_tokens=False)
        return [[token_id for token_id in one.ids if token_id != self._eot_id] for one in cut]

    def unknown(self, text: str) -> list[str]:
        normalizer = self._tokenizer.normalizer
        whole = _storable(text)
        seen = dict.fromkeys(normalizer.normalize_str(whole) if normalizer is not None else whole)
        return [character for character in seen if not self._knows(character)]

    def _knows(self, character: str) -> bool:
        ids = self._tokenizer.encode(character, add_special_tokens=False).ids
        return character.isspace() or (bool(ids) and self._unk_id not in ids)

    def decode(self, ids: Iterable[int]) -> str:
        known = [token_id for token_id in ids if token_id in self._tokens and token_id != self._eot_id]
        return self._tokenizer.decode(known, skip_special_tokens=True)

    def token_bytes(self, token_id: int) -> bytes:
        """UTF-8 bytes of one id as it stands within a text; empty for special ids and for holes."""
        self.check_id(token_id)
        return self._bytes.get(token_id, b"")

    def to_json(self) -> dict[str, Any]:
        return {"tokenizer": self.text, "eot_id": self._eot_id, "special_tokens": self.special_tokens}

    @cached_property
    def _unk_id(self) -> int | None:
        unk = self.special_tokens.get("unk_token") or getattr(self._tokenizer.model, "unk_token", None)
        return self._tokenizer.token_to_id(unk) if isinstance(unk, str) else None

    @cached_property
    def _bytes(self) -> dict[int, bytes]:
        added = self._tokenizer.get_added_tokens_decoder()
        special = {token_id for token_id, token in added.items() if token.special}
        spell = _Spelling(self._tokenizer, json.loads(self.text))
        return {
            token_id: token.encode() if token_id in added else spell(token)
            for token_id, token in self._tokens.items()
            if token_id not in special and token_id != self._eot_id
        }


class _Spelling:
    """Turns a token, as the vocabulary writes it, into the bytes it stands for within a text."""

    def __init__(self, tokenizer: tokenizers.Tokenizer, document: dict[str, Any]) -> None:
        kinds = _types(document.get("decoder"))
        self._letters = "ByteLevel" in kinds
        self._fallback = "ByteFallback" in kinds
        self._decode = tokenizer.decoder.decode if tokenizer.decoder is not None else " ".join
        self._before = len(self._decode([ANCHOR]))
        self._after = len(self._decode([ANCHOR, ANCHOR])) - self._before

    def __call__(self, token: str) -> bytes:
        if self._letters and all(letter in BYTE_OF_LETTER for letter in token):
            return bytes(BYTE_OF_LETTER[letter] for letter in token)
        if self._letters:
            return token.encode()
        if self._fallback and len(token) == 6 and token.startswith("<0x") and token.endswith(">"):
            return bytes.fromhex(token[3:5])
        # What decoders do at the ends of a text is not done between two other tokens.
        whole = self._decode([ANCHOR, token, ANCHOR])
        return whole[self._before : len(whole) - self._after].encode()


def parse(text: str) -> tokenizers.Tokenizer:
    """Read the text of a `tokenizer.json`. Raises TokenizerError("tokenizer_unreadable")."""
    import tokenizers

    if len(text) > MAX_BYTES:
        raise TokenizerError("tokenizer_unreadable", reason="size")
    try:
        tokenizer = tokenizers.Tokenizer.from_str(text)
    except Exception as error:  # the library raises plain Exception
        raise TokenizerError("tokenizer_unreadable", reason=str(error)[:200]) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what its Rust code throws; not an Exception
            raise
        raise TokenizerError("tokenizer_unreadable", reason="panic") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True  # a person who types “</s>” means these four characters
    return tokenizer


def _types(decoder: Any) -> set[str]:
    if not isinstance(decoder, dict):
        return set()
    inner = [_types(part) for part in decoder.get("decoders", [])]
    return {str(decoder.get("type"))}.union(*inner)


def _storable(text: str) -> str:
    """Half a surrogate pair is no text that can be encoded."""
    return text.encode("utf-8", "replace").decode()
