"""Published weights in the names and the layouts of llama.cpp."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import gguf
import numpy as np
import torch
from torch import Tensor

from inference.core.exports.errors import Refused
from inference.core.exports.llama_cpp.families import Config, LlamaFamily
from inference.core.exports.llama_cpp.hyper import first, head_dim, llama3_factors

EXPERT = re.compile(r"(?P<before>.*\.experts)\.(?P<index>\d+)\.(?P<name>\w+)\.weight$")
QUERY_OR_KEY = re.compile(r"\.(q_proj|k_proj)\.(weight|bias)$")
CONV1D = re.compile(r"\.(c_attn|c_proj|c_fc)\.weight$")  # GPT-2 stores its projections transposed
SUFFIXES = (".weight", ".bias")


def write_tensors(
    writer: gguf.GGUFWriter, tensors: Mapping[str, Tensor], config: Config, family: LlamaFamily
) -> None:
    """Add every tensor. Raises Refused("tensor_unknown_to_llama_cpp")."""
    arch = next(key for key, name in gguf.MODEL_ARCH_NAMES.items() if name == family.arch)
    names = gguf.get_tensor_name_map(arch, first(config, "num_hidden_layers", "n_layer"))
    for name, tensor in stacked(tensors):
        target = names.get_name(name, try_suffixes=SUFFIXES)
        if target is None:
            raise Refused("tensor_unknown_to_llama_cpp", tensor=name, family=family.arch)
        writer.add_tensor(target, laid_out(name, tensor, config, family))
    factors = llama3_factors(config)
    if factors is not None:
        writer.add_tensor("rope_freqs.weight", factors)


def stacked(tensors: Mapping[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    """Yield the tensors, those of all experts of a layer as one, [E, ...]."""
    experts: dict[str, dict[int, Tensor]] = {}
    for name, tensor in tensors.items():
        found = EXPERT.match(name)
        if found is None:
            yield name, tensor
        else:
            experts.setdefault(f"{found['before']}.{found['name']}.weight", {})[int(found["index"])] = tensor
    for name, parts in experts.items():
        yield name, torch.stack([parts[index] for index in sorted(parts)])


def laid_out(name: str, tensor: Tensor, config: Config, family: LlamaFamily) -> np.ndarray:
    """Return a tensor as llama.cpp computes with it."""
    if config["model_type"] == "gpt2" and CONV1D.search(name):
        tensor = tensor.T
    if config["model_type"] == "gpt_neox" and ".query_key_value." in name:
        tensor = by_kind(tensor, config["num_attention_heads"])
    if family.interleaved and (found := QUERY_OR_KEY.search(name)):
        key = "num_attention_heads" if found[1] == "q_proj" else "num_key_value_heads"
        tensor = interleaved(tensor, first(config, key, "num_attention_heads"), head_dim(config))
    if family.norm_offset and "norm" in name and name.endswith(".weight"):
        tensor = tensor + 1
    return np.ascontiguousarray(tensor.detach().float().numpy())


def interleaved(tensor: Tensor, n_heads: int, dim: int) -> Tensor:
    """Reorder the rows of each head, so that what half-split RoPE pairs stands side by side."""
    return tensor.view(n_heads, 2, dim // 2, *tensor.shape[1:]).transpose(1, 2).reshape(tensor.shape)


def by_kind(tensor: Tensor, n_heads: int) -> Tensor:
    """[H (q k v), ...] -> [(all q, all k, all v), ...]"""
    return tensor.view(n_heads, 3, -1, *tensor.shape[1:]).transpose(0, 1).reshape(tensor.shape)
