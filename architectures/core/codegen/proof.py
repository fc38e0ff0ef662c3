"""The proof of an exported file: in a process that knows PyTorch alone it computes what the product's model does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import torch

from architectures.core.build import build
from architectures.core.codegen.file import model_file
from architectures.core.codegen.shrink import SMALL, parameters, shrunk
from architectures.core.design import Design

TOLERANCE = (
    1e-4  # of logits; what is written computes the same in the same order, so that most differ by nothing
)
N_TOKENS, N_TEXTS, VOCABULARY = 96, 2, 96  # tokens: more than a chunk of any recurrence
MOST_TOKENS = 1024
SECONDS, BYTES = 120, 6 * 2**30  # what a trial may take
SPREAD = 0.1  # of the weights: large enough that every path shows in the logits
TRIAL = """
import resource, sys
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
import torch
torch.set_num_threads(1)
scope = {"__name__": "model"}
sys.modules["model"] = type(sys)("model")
scope = sys.modules["model"].__dict__
exec(compile(open("model.py", encoding="utf-8").read(), "model.py", "exec"), scope)
given = torch.load("trial.pt", weights_only=True)
model = scope["Model"](scope["Config"]()).eval()
model.load_state_dict(given["weights"])
with torch.no_grad():
    print(float((model(given["ids"]) - given["logits"]).abs().max()))
"""


# Runs what is in a folder with `model.py` and `trial.pt`; prints the largest difference of logits.
Trial = Callable[[str], subprocess.CompletedProcess[str]]


class ProofError(Exception):
    """An exported file did not run, or computes something else. `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def clean_process(folder: str) -> subprocess.CompletedProcess[str]:
    """Run a trial in a process that has seen nothing of the product."""
    return subprocess.run(
        [sys.executable, "-I", "-c", TRIAL, str(BYTES)],
        cwd=folder,
        env={"PATH": os.environ.get("PATH", ""), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def prove(design: Design, trial: Trial = clean_process) -> float:
    """Return the largest difference of logits. Raises ProofError. A large design is tried at reduced sizes."""
    small = design if parameters(design, VOCABULARY) <= SMALL else shrunk(design)
    vocab_size = VOCABULARY if small is not design or not _written_vocabulary(design) else None
    try:
        return _tried(small, vocab_size, trial)
    except subprocess.TimeoutExpired as error:
        raise ProofError(f"took more than {SECONDS} s") from error


def _written_vocabulary(design: Design) -> bool:
    return any("vocab_size" in node for node in design.nodes.values())


def _tried(design: Design, vocab_size: int | None, trial: Trial) -> float:
    if _written_vocabulary(design):
        vocab_size = None
    text = model_file(design, vocab_size=vocab_size)
    model = build(design, vocab_size=vocab_size).eval()
    generator = torch.Generator().manual_seed(0)
    length = _length(design, model.context_length)
    ids = torch.randint(0, model.vocab_size, (N_TEXTS, length), generator=generator)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.empty(parameter.shape).normal_(0.0, SPREAD, generator=generator))
        logits = model(ids)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "model.py").write_text(text, encoding="utf-8")
        torch.save({"weights": model.state_dict(), "ids": ids, "logits": logits}, Path(folder, "trial.pt"))
        return _judged(trial(folder))


def _length(design: Design, context_length: int | None) -> int:
    """How long the texts of a trial are: longer than every window, where the model and the time allow it."""
    windows = [int(n) for n in re.findall(r'"window": (\d+)', json.dumps(design.to_json()))]
    wanted = max([N_TOKENS, *(n + N_TOKENS // 4 for n in windows)])
    return min(wanted, MOST_TOKENS, context_length or MOST_TOKENS)


def _judged(done: subprocess.CompletedProcess[str]) -> float:
    if done.returncode:
        raise ProofError(done.stderr[-2000:])
    difference = float(done.stdout)
    if not difference <= TOLERANCE:
        raise ProofError(f"logits differ by {difference}")
    return difference
