"""Tokenizers in the form of the Hugging Face library, both ways: read, wrapped, written."""

from training.core.tokenizer.huggingface.reading import read_huggingface
from training.core.tokenizer.huggingface.wrapped import HuggingFaceTokenizer
from training.core.tokenizer.huggingface.writing import to_huggingface

__all__ = ["HuggingFaceTokenizer", "read_huggingface", "to_huggingface"]
