"""A byte-pair tokenizer, as llama.cpp reads one."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import gguf

from inference.core.exports.errors import Refused
from training.core.tokenizer import Tokenizer
from training.core.tokenizer.bpe import PATTERN
from training.core.tokenizer.huggingface import to_huggingface

# llama.cpp knows pre-tokenizers by name. Ours cuts as GPT-2's does, except within numbers of more than three digits.
GPT2: Final = "gpt-2"
KNOWN: Final = {
    PATTERN: GPT2,
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+": GPT2,
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+": "llama-bpe",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+": "qwen2",
}


def write_vocabulary(writer: gguf.GGUFWriter, tokenizer: Tokenizer, vocab_size: int) -> None:
    """Write tokens, merges and the end of the text. Raises Refused("tokenizer_not_expressible")."""
    document = published(tokenizer)
    model = document["model"]
    if model.get("type") != "BPE" or not model.get("merges") or model.get("byte_fallback"):
        raise Refused("tokenizer_not_expressible", kind=tokenizer.kind)
    pre = pre_tokenizer(document, tokenizer.kind)
    words = {index: token for token, index in model["vocab"].items()}
    added = {token["id"]: token for token in document.get("added_tokens", [])}
    tokens, types = [], []
    for index in range(vocab_size):
        word = added[index]["content"] if index in added else words.get(index)
        tokens.append(f"[PAD{index}]" if word is None else word)
        types.append(type_of(word, added.get(index)))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in model["merges"]])
    writer.add_eos_token_id(tokenizer.eot_id)
    before = tokenizer.beginning
    writer.add_bos_token_id(before[0] if before else tokenizer.eot_id)
    writer.add_add_bos_token(bool(before))


def published(tokenizer: Tokenizer) -> dict[str, Any]:
    """Return the content of `tokenizer.json`."""
    with TemporaryDirectory() as folder:
        to_huggingface(tokenizer, Path(folder))
        found: dict[str, Any] = json.loads((Path(folder) / "tokenizer.json").read_text(encoding="utf-8"))
        return found


def type_of(word: str | None, added: dict[str, Any] | None) -> gguf.TokenType:
    if word is None:
        return gguf.TokenType.UNUSED
    if added is None:
        return gguf.TokenType.NORMAL
    return gguf.TokenType.CONTROL if added.get("special") else gguf.TokenType.USER_DEFINED


def pre_tokenizer(document: dict[str, Any], kind: str) -> str:
    """Return llama.cpp's name for how text is cut before merging."""
    pre = document.get("pre_tokenizer") or {}
    steps = pre.get("pretokenizers", [pre])
    patterns = [step["pattern"].get("Regex") for step in steps if step.get("type") == "Split"]
    whole = [step for step in steps if step.get("type") == "ByteLevel" and step.get("use_regex", True)]
    if not patterns and whole:
        return GPT2
    name = KNOWN.get(patterns[0]) if len(patterns) == 1 else None
    if name is None or not any(step.get("type") == "ByteLevel" for step in steps):
        raise Refused("tokenizer_not_expressible", kind=kind)
    return name
