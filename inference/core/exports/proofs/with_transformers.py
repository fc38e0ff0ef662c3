"""A Hugging Face folder, loaded as anybody would load it."""

import os
from pathlib import Path
from typing import Any

os.environ |= {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TQDM_DISABLE": "1"}

import numpy as np
import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME, VERSION = "transformers", transformers.__version__
transformers.logging.set_verbosity_error()


class Loaded:
    """What was read back."""

    def __init__(self, folder: Path) -> None:
        # A folder without a family of its own brings its module; it was written by the code being proven.
        own = (folder / "modeling_slm.py").exists()
        loaded: Any = AutoModelForCausalLM.from_pretrained(
            folder, trust_remote_code=own, output_loading_info=True
        )
        self.report: dict[str, Any] = loaded[1]
        self.model = loaded[0].float().eval().requires_grad_(False)
        self.tokenizer = AutoTokenizer.from_pretrained(folder, trust_remote_code=own)

    def faults(self, facts: dict[str, Any]) -> list[Any]:
        """Loading fails silently: a tensor that is missing is drawn at random."""
        found = []
        for key in ("missing_keys", "unexpected_keys", "mismatched_keys", "error_msgs"):
            names = sorted(map(str, self.report.get(key) or ()))
            if names:
                found.append([key, {"n": len(names), "first": ", ".join(names[:3])[:200]}])
        if facts["prompt"] and self.tokenizer(facts["prompt"])["input_ids"] != facts["prompt_ids"]:
            found.append(["tokens_differ", {"text": facts["prompt"]}])
        return found

    def logits(self, ids: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            logits: np.ndarray = self.model(torch.from_numpy(ids)).logits.float().numpy()
        return logits

    def write(self, prompt_ids: list[int], n: int, n_known: int) -> list[int]:
        if n == 0:
            return []
        ids = torch.tensor([prompt_ids])
        with torch.inference_mode():
            out = self.model.generate(
                ids, attention_mask=torch.ones_like(ids), max_new_tokens=n, do_sample=False
            )
        written: list[int] = out[0, len(prompt_ids) :].tolist()
        return written
