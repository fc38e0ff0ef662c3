"""Imports for what a file uses, and its format."""

from __future__ import annotations

import re
import subprocess

from ruff.__main__ import find_ruff_bin  # type: ignore[import-untyped]

LINE_LENGTH = 110
IMPORTS = (  # what is imported where a word occurs, in the order in which ruff wants it
    (r"\bmath\.", "import math"),
    (r"\bCallable\b", "from collections.abc import Callable"),
    (r"@dataclass", "from dataclasses import dataclass"),
    (r"\bAny\b", "from typing import Any"),
    (r"\btorch\.", "import torch"),
    (r"\bTensor\b", "from torch import Tensor, nn"),
    (r"\bF\.", "from torch.nn import functional as F"),
)
STANDARD = ("import math", "from collections", "from dataclasses", "from typing")


def formatted(head: str, constants: str, body: str) -> str:
    """Return the file. Raises OSError if what was written is not Python."""
    code = f"{constants}\n\n{body}"
    wanted = [line for word, line in IMPORTS if re.search(word, code)]
    own = [line for line in wanted if line.startswith(STANDARD)]
    other = [line for line in wanted if line not in own]
    imports = "\n".join(["from __future__ import annotations", "", *own, "", *other])
    return _ruff(_numbers(f"{head}\n\n{imports}\n\n{constants}\n\n\n{body}\n"))


def _numbers(text: str) -> str:
    return re.sub(r"\b(\d+(?:\.\d+)?e)([-+])0(\d)\b", r"\1\2\3", text)


def _ruff(text: str) -> str:
    options = ["--isolated", "--line-length", str(LINE_LENGTH), "--target-version", "py311", "-"]
    done = subprocess.run(
        [find_ruff_bin(), "format", *options],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    if done.returncode:
        raise OSError(f"the code that was written is not Python: {done.stderr[:500]}")
    return done.stdout
