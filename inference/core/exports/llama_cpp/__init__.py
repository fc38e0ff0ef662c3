"""GGUF for llama.cpp: what it needs to know of a family, beyond the names of its tensors.

`families.py` has a line a family, `hyper.py` the numbers of a configuration, `tensors.py` the weights in the layout
that llama.cpp computes with, `vocabulary.py` the tokenizer. Layouts were checked against llama.cpp at random weights.
"""
