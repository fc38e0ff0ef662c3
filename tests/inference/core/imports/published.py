"""Models as `save_pretrained` leaves them: tiny, at random weights, with a byte-level BPE tokenizer."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import torch

from training.core.stories import stories

VOCAB = 400
END = "<|endoftext|>"


def tokenizer() -> Any:
    import tokenizers
    from transformers import PreTrainedTokenizerFast

    made = tokenizers.ByteLevelBPETokenizer()
    texts = [*islice(stories("en", 1), 100), *islice(stories("ko", 1), 100)]
    made.train_from_iterator(texts, vocab_size=VOCAB, special_tokens=[END], show_progress=False)
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=made._tokenizer, eos_token=END, bos_token=END, clean_up_tokenization_spaces=False
    )


def llama(**options: Any) -> Any:
    from transformers import LlamaConfig, LlamaForCausalLM

    sizes: dict[str, Any] = {
        "hidden_size": 48,
        "intermediate_size": 96,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
    }
    config = LlamaConfig(
        vocab_size=VOCAB,
        num_key_value_heads=2,
        max_position_embeddings=64,
        eos_token_id=0,
        **sizes,
        **options,
    )
    return randomised(LlamaForCausalLM(config))


def gpt2() -> Any:
    from transformers import GPT2Config, GPT2LMHeadModel

    config = GPT2Config(
        vocab_size=VOCAB, n_embd=48, n_layer=2, n_head=4, n_positions=64, eos_token_id=0, bos_token_id=0
    )
    return randomised(GPT2LMHeadModel(config))


def randomised(model: Any) -> Any:
    """Larger weights than those drawn, so that the likeliest token is likeliest by far."""
    drawn = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(0.15 * torch.randn(parameter.shape, generator=drawn) + (parameter.dim() == 1))
    return model.eval()


def save(folder: Path, model: Any, **options: Any) -> Path:
    """Write a folder as it would be published, with what else lies in such folders."""
    model.save_pretrained(folder, **options)
    tokenizer().save_pretrained(folder)
    (folder / "README.md").write_text("# A model")
    return folder


def change_config(folder: Path, **changes: Any) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def greedy(model: Any, prompt: str, n_tokens: int) -> str:
    """What transformers writes after a beginning."""
    cut = tokenizer()
    ids = cut(prompt, return_tensors="pt")
    with torch.inference_mode():
        made = model.generate(**ids, max_new_tokens=n_tokens, do_sample=False, pad_token_id=0)
    text: str = cut.decode(made[0, ids["input_ids"].shape[1] :], skip_special_tokens=True)
    return text
