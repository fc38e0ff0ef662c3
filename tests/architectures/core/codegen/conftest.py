"""One process that knows PyTorch alone for all the trials of a module: importing it takes longer than a trial."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from architectures.core.codegen.proof import BYTES, TRIAL, Trial

# A child for each folder. Nothing is computed before a fork: threads of PyTorch do not live on in a child.
PARENT = """
import os, sys, traceback
import torch
trial = compile(sys.argv[2], "trial", "exec")
sys.argv = ["-c", sys.argv[1]]
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.chdir(line.rstrip("\\n"))
        for number, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), number)
        status = 1
        try:
            exec(trial, {"__name__": "__main__"})
            status = 0
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def stranger() -> Iterator[Trial]:
    """A trial for `prove`: in a child of a process that has seen PyTorch and nothing of the product."""
    command = [sys.executable, "-I", "-c", PARENT, str(BYTES), TRIAL]
    environment, pipe = {"OMP_NUM_THREADS": "1"}, subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) as process:
        asked, answers = process.stdin, process.stdout
        assert asked is not None
        assert answers is not None

        def trial(folder: str) -> subprocess.CompletedProcess[str]:
            print(folder, file=asked, flush=True)
            status = int(answers.readline())
            said = [Path(folder, name).read_text(encoding="utf-8") for name in ("stdout", "stderr")]
            return subprocess.CompletedProcess(["trial"], status, *said)

        yield trial
