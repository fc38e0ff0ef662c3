"""A process that knows PyTorch alone and gives birth to one such process for each trial, in no time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from architectures.core.codegen.proof import BYTES, SECONDS, TRIAL

# Nothing is computed before a fork: threads of PyTorch do not live on in a child.
MOTHER = """
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


class Stranger:
    """Trials of exported files one after the other: `proof.prove(design, stranger)`."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-I", "-c", MOTHER, str(BYTES), TRIAL]
        environment = {"OMP_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.communicate(timeout=SECONDS)

    def __call__(self, folder: str) -> subprocess.CompletedProcess[str]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{folder}\n")
        self.process.stdin.flush()
        status = int(self.process.stdout.readline())
        said = [Path(folder, name).read_text(encoding="utf-8") for name in ("stdout", "stderr")]
        return subprocess.CompletedProcess(["trial"], status, *said)
