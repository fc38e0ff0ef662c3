"""GGUF files held to the published models themselves: transformers and llama.cpp compute the same weights."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from inference.core.exports.errors import Refused
from inference.core.exports.llama_cpp.families import FAMILIES, family_of
from inference.core.exports.llama_cpp.file import write_file
from training.core.stories import stories
from training.core.tokenizer import Tokenizer, train_tokenizer

VOCABULARY = 384
TOLERANCE = 5e-5
NEAR_A_ROUNDING = 5e-3  # a GELU that is looked up at the next entry
SIZES = {
    "vocab_size": VOCABULARY,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 64,
    "bos_token_id": 0,
    "eos_token_id": 0,
    "pad_token_id": 0,
}
EXPERTS = {"num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 32, "mlp_only_layers": []}
LLAMA3 = {
    "rope_type": "llama3",
    "rope_theta": 500_000.0,
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 16,
}
# Options that a family is published with, where they matter to the layout.
CASES: dict[str, dict[str, Any]] = {
    "llama": {"rope_parameters": LLAMA3, "head_dim": 32, "attention_bias": True, "mlp_bias": True},
    "mistral": {"sliding_window": None, "head_dim": 32},
    "mixtral": {"num_local_experts": 4, "num_experts_per_tok": 2, "sliding_window": None},
    "qwen2": {"tie_word_embeddings": True},
    "qwen2_moe": {**EXPERTS, "shared_expert_intermediate_size": 32, "norm_topk_prob": False},
    "qwen3": {"head_dim": 32},
    "qwen3_moe": {**EXPERTS, "norm_topk_prob": True, "head_dim": 32},
    "gemma": {"head_dim": 32},
    "gemma2": {"head_dim": 32, "query_pre_attn_scalar": 32, "sliding_window": 8},
    "gemma3_text": {"head_dim": 32, "query_pre_attn_scalar": 32, "sliding_window": 8, "num_hidden_layers": 7},
    "gpt2": {
        "n_embd": 64,
        "n_layer": 3,
        "n_head": 4,
        "n_positions": 64,
        "intermediate_size": 256,
        "num_key_value_heads": 4,
    },
    "gpt_neox": {"rotary_pct": 0.25, "hidden_act": "gelu", "num_key_value_heads": 4},
    "phi": {"partial_rotary_factor": 0.5, "num_key_value_heads": 4},
    "phi3": {"sliding_window": None},
    "olmo": {"clip_qkv": 1.0},
    "olmo2": {},
    "starcoder2": {"sliding_window": None},
    "stablelm": {"use_parallel_residual": False, "use_qkv_bias": True},
    "granite": {
        "embedding_multiplier": 3.0,
        "residual_multiplier": 0.5,
        "attention_multiplier": 0.2,
        "logits_scaling": 2.0,
    },
    "smollm3": {},
    "nemotron": {"head_dim": 16, "partial_rotary_factor": 0.5},
    "cohere": {"logit_scale": 0.25},
    "cohere2": {"logit_scale": 0.25, "sliding_window": 8, "head_dim": 16},
}


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer("bpe", islice(stories("en", 0), 200), vocab_size=VOCABULARY - 5)


def published(model_type: str) -> tuple[Any, dict[str, Any], dict[str, torch.Tensor]]:
    """Return a published model at random weights (norms and biases too), its config.json and its tensors."""
    import transformers

    options = {**SIZES, **CASES[model_type]}
    config = transformers.AutoConfig.for_model(model_type, **options)
    model = transformers.AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval()
    draw = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for name, tensor in model.named_parameters():
            gain = tensor.ndim == 1 and "norm" in name and name.endswith("weight")
            tensor.copy_(
                torch.randn(tensor.shape, generator=draw) * (0.12 if tensor.ndim > 1 else 0.3) + gain * 0.8
            )
    return model, config.to_dict(), saved(model)


def saved(model: Any) -> dict[str, torch.Tensor]:
    """Return the tensors as `save_pretrained` names them."""
    from tempfile import TemporaryDirectory

    from safetensors.torch import load_file

    with TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        return load_file(Path(folder) / "model.safetensors")


def look_up_gelu(model: Any) -> bool:
    """llama.cpp looks GELU up in a table of half precision; let the published model do so too. Its GELU is the one
    with tanh: what was trained with the exact one differs by that."""
    found = [module for module in model.modules() if "gelu" in type(module).__name__.lower()]
    for module in found:
        module.forward = lambda x: F.gelu(x.half().float(), approximate="tanh").half().float()
    return bool(found)


@pytest.mark.slow
@pytest.mark.parametrize("model_type", sorted(FAMILIES))
def test_llama_cpp_computes_the_published_model(
    model_type: str, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    llama_cpp = pytest.importorskip("llama_cpp", reason="llama-cpp-python is not installed here")
    model, config, tensors = published(model_type)
    has_gelu = look_up_gelu(model)
    write_file(tmp_path / "model.gguf", config, tensors, tokenizer)
    llama = llama_cpp.Llama(
        str(tmp_path / "model.gguf"),
        n_ctx=64,
        n_threads=1,
        logits_all=True,
        type_k=0,
        type_v=0,
        flash_attn=False,
        verbose=False,
    )
    ids = torch.randint(VOCABULARY, (1, 48), generator=torch.Generator().manual_seed(1))
    llama.eval(ids[0].tolist())
    with torch.no_grad():
        expected = model(ids).logits[0].numpy()
    given = np.array(llama.scores[:48])
    assert np.abs(given - expected).max() < (NEAR_A_ROUNDING if has_gelu else TOLERANCE)
    assert expected.std() > 0.1  # logits that say nothing would be alike too


@pytest.mark.parametrize(
    ("model_type", "options", "option"),
    [
        ("mistral", {"sliding_window": 8}, "sliding_window"),
        ("gpt2", {"activation_function": "relu"}, "activation_function"),
        ("gemma2", {"query_pre_attn_scalar": 100}, "query_pre_attn_scalar"),
        ("cohere", {"use_qk_norm": True}, "use_qk_norm"),
    ],
)
def test_what_llama_cpp_takes_for_granted_is_named(
    model_type: str, options: dict[str, Any], option: str
) -> None:
    config = {"model_type": model_type, **SIZES, **CASES[model_type], **options}
    with pytest.raises(Refused) as refused:
        family_of(config)
    assert (refused.value.code, refused.value.values["option"]) == ("option_unknown_to_llama_cpp", option)


def test_a_family_that_it_does_not_know_is_named() -> None:
    with pytest.raises(Refused) as refused:
        family_of({"model_type": "nanochat"})
    assert (refused.value.code, refused.value.values) == (
        "family_unknown_to_llama_cpp",
        {"nearest": "nanochat"},
    )


def test_other_tokenizers_are_refused_by_name(tmp_path: Path) -> None:
    _, config, tensors = published("qwen2")
    with pytest.raises(Refused, match="tokenizer_not_expressible"):
        write_file(tmp_path / "model.gguf", config, tensors, train_tokenizer("bytes", []))


@pytest.mark.slow
def test_llama_cpp_cuts_text_into_the_same_tokens(tokenizer: Tokenizer, tmp_path: Path) -> None:
    llama_cpp = pytest.importorskip("llama_cpp", reason="llama-cpp-python is not installed here")
    _, config, tensors = published("qwen2")
    write_file(tmp_path / "model.gguf", config, tensors, tokenizer)
    llama = llama_cpp.Llama(str(tmp_path / "model.gguf"), vocab_only=True, verbose=False)
    for text in (
        "One day, a fox ran 12 miles.",
        "어느 날 여우가 말했어요!",
        "  spaces\n\n\tand (signs)?!",
        "it's 345",
    ):
        assert llama.tokenize(text.encode(), add_bos=True) == [tokenizer.eot_id, *tokenizer.encode(text)]
