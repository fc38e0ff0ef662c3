"""`make parity`: every published family against `transformers` at random weights, as a table. Fails on any miss.

Differences of logits are the largest ones, with eps 1e-6 and 1e-2 (where a configuration tells it). "decoding" is how far
token by token is from all at once, divided by the deviation of the logits where that is above 1.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any

import torch
import transformers

from tests.architectures.core.families.cases import CASES, Case
from tests.architectures.core.families.published import SCAN_LIMIT, decoding_difference, limit, pair

HEAD = f"{'family':28}{'eps 1e-6':>10}{'eps 1e-2':>10}{'decoding':>10}{'published':>12}{'ours':>12}"


def row(case: Case) -> tuple[str, bool]:
    """Compare one family; return its line of the table, and whether all of it is as it should be."""
    found = pair(case, eps=1e-6)
    differences = [found.difference(), pair(case, eps=1e-2).difference()]
    decoding = decoding_difference(case, found)
    theirs, ours = (sum(p.numel() for p in m.parameters()) for m in (found.published, found.ours))
    sound = all(value < limit(case) for value in differences) and decoding < SCAN_LIMIT and theirs == ours
    figures = "".join(f"{value:10.1e}" for value in (*differences, decoding))
    return f"{case.name:28}{figures}{theirs:12,}{ours:12,}  {'ok' if sound else 'MISS'}", sound


def main(names: list[str]) -> int:
    """Print the table of these families, or of all. Return 1 if one of them misses."""
    warnings.filterwarnings("ignore")
    said: Any = transformers.utils.logging
    said.disable_progress_bar()
    said.set_verbosity_error()
    torch.set_num_threads(1)
    unknown = set(names) - {case.name for case in CASES}
    if unknown:
        print(f"no such family: {', '.join(sorted(unknown))}")
        return 2
    print(f"{HEAD}\n{'-' * len(HEAD)}")
    missed = 0
    for case in CASES:
        if not names or case.name in names:
            line, sound = row(case)
            missed += not sound
            print(line, flush=True)
    print(f"{missed} missed" if missed else "all as published")
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
