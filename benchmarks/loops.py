"""One training loop in a process of its own: `python -m benchmarks.loops KIND LAYERS WIDTH CONTEXT BATCH FOLDER`.

Told "run N" it trains N steps and answers with the seconds of each; told "memory" with its peak in bytes.
The environment is left as whoever starts it has set it: threads that wait are woken or spin as theirs do.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEAD_DIM = {128: 32, 384: 64}
LR, WEIGHT_DECAY, CLIP = 1e-3, 0.1, 1.0
Step = Callable[[], Any]


@dataclass(frozen=True)
class Size:
    """Of a GPT-2: its layers and channels, and the batch it is trained on."""

    n_layers: int
    d_model: int
    context_length: int
    batch_size: int

    @classmethod
    def of(cls, words: list[str]) -> Size:
        return cls(*map(int, words))

    def words(self) -> list[str]:
        return [str(n) for n in (self.n_layers, self.d_model, self.context_length, self.batch_size)]

    def config(self, vocab_size: int) -> dict[str, Any]:
        """Return the configuration as GPT-2's authors write it."""
        return {
            "architectures": ["GPT2LMHeadModel"],
            "model_type": "gpt2",
            "vocab_size": vocab_size,
            "n_positions": self.context_length,
            "n_embd": self.d_model,
            "n_layer": self.n_layers,
            "n_head": self.d_model // HEAD_DIM[self.d_model],
            "activation_function": "gelu_new",
            "layer_norm_epsilon": 1e-5,
            "tie_word_embeddings": True,
        }


def plain(size: Size, folder: Path) -> Step:
    """A loop as a tutorial has it: GPT-2 of `transformers`, eager, AdamW of torch, fp32, all with their defaults."""
    return _plain(size, folder, attn_implementation="eager")


def barer(size: Size, folder: Path) -> Step:
    """The same with less to do than its defaults: the fused attention kernel, and no dropout."""
    return _plain(size, folder, attn_pdrop=0.0, embd_pdrop=0.0, resid_pdrop=0.0)


def _plain(size: Size, folder: Path, **options: Any) -> Step:
    import numpy as np
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    facts = json.loads((folder / "job.json").read_bytes())
    tokens = np.memmap(folder / "data/train.bin", "<u2", "r")
    config = size.config(facts["vocab_size"]) | options
    torch.manual_seed(0)
    model = GPT2LMHeadModel(GPT2Config(**config)).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=LR, betas=(0.9, 0.95), weight_decay=WEIGHT_DECAY)
    random = np.random.default_rng(0)

    def step() -> float:
        starts = random.integers(len(tokens) - size.context_length, size=size.batch_size)
        rows = [tokens[s : s + size.context_length].astype(np.int64) for s in starts]
        ids = torch.from_numpy(np.stack(rows))
        loss = model(input_ids=ids, labels=ids).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        return float(loss.item())

    return step


def ours(size: Size, folder: Path) -> Step:
    """The product's trainer itself on a job folder, as its own process sets it up."""
    step: Step = opened(folder).train_step
    return step


def opened(folder: Path) -> Any:
    """Return the trainer of a job folder."""
    from training.core.events import EVENTS, EventLog
    from training.core.main import assemble
    from training.core.trainer import Trainer

    job = json.loads((folder / "job.json").read_bytes())
    parts, _ = assemble(folder, job)
    trainer = Trainer(parts, EventLog(folder / EVENTS, 1))
    trainer.begin()
    return trainer


LOOPS = {"plain": plain, "barer": barer, "ours": ours}


def main() -> None:
    kind, *words, folder = sys.argv[1:]
    step = LOOPS[kind](Size.of(words), Path(folder))
    print("ready", flush=True)
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "memory":
            answer: Any = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        else:
            answer = [timed(step) for _ in range(int(rest[0]))]
        print(json.dumps(answer), flush=True)


def timed(step: Step) -> float:
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
