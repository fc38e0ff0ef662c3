"""Text to ids and back: characters, bytes, or byte-pair encoding trained on a corpus. No torch."""

from training.core.tokenizer.base import Tokenizer
from training.core.tokenizer.bpe import BpeTokenizer
from training.core.tokenizer.bytes_ import ByteTokenizer
from training.core.tokenizer.characters import CharacterTokenizer
from training.core.tokenizer.store import (
    ENCODINGS,
    KINDS,
    load_tokenizer,
    published_tokenizer,
    train_tokenizer,
)

__all__ = [
    "ENCODINGS",
    "KINDS",
    "BpeTokenizer",
    "ByteTokenizer",
    "CharacterTokenizer",
    "Tokenizer",
    "load_tokenizer",
    "published_tokenizer",
    "train_tokenizer",
]
