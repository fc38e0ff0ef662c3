"""From any of our tokenizers to the files that `AutoTokenizer` reads, with equal ids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from training.core.errors import TokenizerError
from training.core.files import write_json, write_whole
from training.core.tokenizer.base import Tokenizer
from training.core.tokenizer.bpe import BYTE_OF_LETTER, BpeTokenizer
from training.core.tokenizer.bytes_ import N_BYTES, ByteTokenizer
from training.core.tokenizer.characters import CharacterTokenizer
from training.core.tokenizer.huggingface.reading import CONFIG, FILE, SPECIAL
from training.core.tokenizer.huggingface.wrapped import HuggingFaceTokenizer

if TYPE_CHECKING:
    import tokenizers

END: Final = "<|endoftext|>"
LETTERS: Final = {byte: letter for letter, byte in BYTE_OF_LETTER.items()}


def to_huggingface(tokenizer: Tokenizer, folder: Path, context_length: int | None = None) -> None:
    """Write `tokenizer.json`, `tokenizer_config.json` and `special_tokens_map.json` into `folder`.

    `AutoTokenizer` then cuts a text into the ids of `tokenizer.encode`, and by default puts in front of them
    what the product puts there when it writes on: the end of the text before. Raises TokenizerError.
    """
    text, special = _form(tokenizer)
    write_whole(folder / FILE, text.encode())
    write_json(folder / CONFIG, _config(special, context_length))
    write_json(folder / SPECIAL, special)


def _form(tokenizer: Tokenizer) -> tuple[str, dict[str, str]]:
    """Return the text of `tokenizer.json` and the names of the special tokens."""
    if isinstance(tokenizer, HuggingFaceTokenizer):
        return tokenizer.text, tokenizer.special_tokens
    made = _made(tokenizer)
    _end_texts(made, tokenizer.eot_id)
    return made.to_str(), {"bos_token": END, "eos_token": END, "pad_token": END}


def _made(tokenizer: Tokenizer) -> tokenizers.Tokenizer:
    if isinstance(tokenizer, CharacterTokenizer):
        return _characters(tokenizer.characters)
    if isinstance(tokenizer, ByteTokenizer):
        return _byte_level({LETTERS[byte]: byte for byte in range(N_BYTES)}, [], None)
    if isinstance(tokenizer, BpeTokenizer):
        vocab = {_letters(token): index for index, token in enumerate(tokenizer.tokens)}
        return _byte_level(vocab, list(merges_of(tokenizer.tokens)), tokenizer.pattern)
    known = ["characters", "bytes", "bpe", "huggingface"]
    raise TokenizerError("unknown_tokenizer_kind", kind=tokenizer.kind, known=known)


def _config(special: dict[str, str], context_length: int | None) -> dict[str, Any]:
    config: dict[str, Any] = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "clean_up_tokenization_spaces": False,
        "split_special_tokens": True,  # as here: a text that spells a special token is just text
        **special,
    }
    return config | ({"model_max_length": context_length} if context_length else {})


def _end_texts(made: tokenizers.Tokenizer, eot_id: int) -> None:
    """Give the end of the text its id, and put it before every text."""
    from tokenizers import AddedToken, processors

    made.add_special_tokens([AddedToken(END, normalized=False, special=True)])
    if made.token_to_id(END) != eot_id:
        raise TokenizerError("tokenizer_unreadable", reason="vocabulary")
    made.post_processor = processors.TemplateProcessing(
        single=f"{END} $A", pair=f"{END} $A {END} $B", special_tokens=[(END, eot_id)]
    )


def _characters(characters: str) -> tokenizers.Tokenizer:
    """Without merges and without a token for unknown ones, BPE takes characters one by one and skips those."""
    import tokenizers
    from tokenizers import decoders, models, normalizers

    vocab = {_writable(c): index for index, c in enumerate(characters)}
    made = tokenizers.Tokenizer(models.BPE(vocab=vocab, merges=[]))
    made.normalizer = normalizers.NFC()
    made.decoder = decoders.Fuse()
    return made


def _writable(character: str) -> str:
    """Half a surrogate pair cannot be written; its id stays, and no text has it."""
    whole = not "\ud800" <= character <= "\udfff"
    return character if whole else f"<|surrogate-{ord(character):x}|>"


def _byte_level(
    vocab: dict[str, int], merges: list[tuple[str, str]], pattern: str | None
) -> tokenizers.Tokenizer:
    import tokenizers
    from tokenizers import decoders, models, pre_tokenizers

    made = tokenizers.Tokenizer(models.BPE(vocab=vocab, merges=merges))
    letters = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    words = [pre_tokenizers.Split(tokenizers.Regex(pattern), behavior="isolated")] if pattern else []
    made.pre_tokenizer = pre_tokenizers.Sequence([*words, letters])
    made.decoder = decoders.ByteLevel()
    return made


def merges_of(tokens: list[bytes]) -> Iterator[tuple[str, str]]:
    """Yield the merges in the order in which tiktoken prefers them: by the id of what they make.

    It merges any two neighbours whose union is a token, so every way to halve a token is a merge.
    """
    known = set(tokens)
    for token in tokens:
        for cut in range(1, len(token)):
            if token[:cut] in known and token[cut:] in known:
                yield _letters(token[:cut]), _letters(token[cut:])


def _letters(token: bytes) -> str:
    return "".join(LETTERS[byte] for byte in token)
