"""One readable file that needs PyTorch alone, with its weights and its tokenizer."""

from __future__ import annotations

from pathlib import Path

from safetensors.torch import save_file

from architectures.core.codegen import model_file
from inference.core.exports.source import Source
from training.core.tokenizer.huggingface import to_huggingface

README = """# {title}

    pip install torch safetensors tokenizers

    import torch
    from tokenizers import Tokenizer
    from model import load

    model, tokenizer = load("model.safetensors"), Tokenizer.from_file("tokenizer.json")
    ids = torch.tensor([tokenizer.encode({prompt!r}).ids])
    print(tokenizer.decode(model.generate(ids, 50, temperature=0)[0].tolist()))
"""


def write(source: Source, folder: Path) -> None:
    """Write `model.py`, `model.safetensors`, `tokenizer.json` and a README. Raises Refused."""
    (folder / "model.py").write_text(model_text(source), encoding="utf-8")
    save_file(source.tensors(), folder / "model.safetensors", metadata={"format": "pt"})
    to_huggingface(source.tokenizer, folder, source.loaded.context_length)
    prompt = next((text for text in ("One day", "어느 날") if not source.tokenizer.unknown(text)), "")
    title = str(source.design.meta.get("title") or "A language model")
    readme = README.format(title=" ".join(title.split()), prompt=prompt)
    (folder / "README.md").write_text(readme, encoding="utf-8")


def model_text(source: Source) -> str:
    """Return the source of `model.py`."""
    return model_file(source.design, vocab_size=source.model.vocab_size)
