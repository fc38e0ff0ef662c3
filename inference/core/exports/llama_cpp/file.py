"""A published model as one GGUF file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gguf
from torch import Tensor

from inference.core.exports.llama_cpp.families import family_of
from inference.core.exports.llama_cpp.hyper import write_hyper
from inference.core.exports.llama_cpp.tensors import write_tensors
from inference.core.exports.llama_cpp.vocabulary import write_vocabulary
from training.core.tokenizer import Tokenizer


def write_file(
    path: Path, config: Mapping[str, Any], tensors: Mapping[str, Tensor], tokenizer: Tokenizer
) -> None:
    """Write a published configuration and its weights by their published names."""
    family = family_of(config)
    writer = gguf.GGUFWriter(path, family.arch)
    try:
        writer.add_file_type(gguf.LlamaFileType.ALL_F32)
        write_hyper(writer, config, family)
        write_vocabulary(writer, tokenizer, config["vocab_size"])
        write_tensors(writer, tensors, config, family)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    finally:
        writer.close()
