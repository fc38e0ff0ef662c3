"""`python -I inference/core/exports/proofs LOADER EXPORT REFERENCE`: reads an export back, and says what it computes.

Isolated Python starts with this folder, the standard library and what is installed: nothing of this product can be
imported, which is checked. The answer is one line of JSON; whether it is good enough is judged by who asked.
"""

import gc
import json
import math
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PRODUCT = ("accounts", "architectures", "common", "inference", "slamdunk_site", "training")


def main(loader: str, folder: Path, reference: Path) -> dict[str, Any]:
    present = [name for name in PRODUCT if find_spec(name) is not None]
    if present:
        return {"fault": "process_not_clean", "values": {"found": ", ".join(present)}}
    try:
        module = import_module(loader)
    except ImportError as error:
        return {"fault": "loader_missing", "values": {"module": error.name or loader}}
    from safetensors.numpy import load_file

    facts = json.loads((reference / "reference.json").read_text(encoding="utf-8"))
    loaded = module.Loaded(folder)
    return {
        "loader": module.NAME,
        "version": module.VERSION,
        "faults": loaded.faults(facts),
        "differences": differences(loaded, load_file(reference / "reference.safetensors")),
        "written": loaded.write(facts["prompt_ids"], len(facts["written"]), facts["n_known"]),
    }


def differences(loaded: Any, tensors: dict[str, Any]) -> dict[str, float | None]:
    """Return the largest difference of a logit for each batch; None where the other side computes no numbers."""
    found: dict[str, float | None] = {}
    for index in range(len(tensors) // 2):
        ids, expected = tensors[f"ids{index}"], tensors[f"logits{index}"]
        given = loaded.logits(ids)
        shape = "x".join(map(str, ids.shape))
        if given.shape != expected.shape:
            found[shape] = None
            continue
        largest = float(abs(given - expected).max())
        found[shape] = largest if math.isfinite(largest) else None
    return found


if __name__ == "__main__":
    gc.set_threshold(100_000, 10, 10)  # the loaders import much, and all of it stays
    answer = main(sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve())
    print("\n" + json.dumps(answer))  # noqa: T201 (libraries print too: the answer is the last line)
