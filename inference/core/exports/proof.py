"""Whether what a clean process found makes an export the same model."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from inference.core.exports import Format
from inference.core.exports.errors import ExportError, Refused
from inference.core.exports.process import Limits, run

PROOFS: Final = Path(__file__).with_name("proofs")
UNPROVEN: Final = "loader_missing"


@dataclass(frozen=True)
class Proof:
    """`max_difference`: of any logit; None, with no loader, where this site cannot prove the format."""

    loader: str = ""
    version: str = ""
    max_difference: float | None = None


def prove(form: Format, folder: Path, reference: Path, *, limits: Limits, log: Path) -> Proof:
    """Read an export back in a clean process. Raises Refused if it is not the same model, ExportError if the process
    did not come to an answer."""
    command = [sys.executable, "-I", str(PROOFS), form.loader, str(folder), str(reference)]
    printed = run(command, step="proof", limits=limits, cwd=reference, log=log).strip().splitlines()
    try:
        answer = json.loads(printed[-1])
    except (IndexError, ValueError) as error:
        raise ExportError("export_broke", step="proof") from error
    return judge(form, answer, json.loads((reference / "reference.json").read_text(encoding="utf-8")))


def judge(form: Format, answer: dict[str, Any], facts: dict[str, Any]) -> Proof:
    """Return the proof, or raise Refused with the first thing that is not as it was."""
    if "fault" in answer:
        if answer["fault"] == UNPROVEN and form.optional:
            return Proof()
        raise ExportError(answer["fault"], **answer["values"])
    for code, values in answer["faults"]:
        raise Refused(code, loader=answer["loader"], **values)
    largest = 0.0
    for shape, difference in answer["differences"].items():
        if difference is None:
            raise Refused("logits_not_alike", shape=shape, loader=answer["loader"])
        largest = max(largest, difference)
    if largest > form.tolerance:
        raise Refused(
            "difference_too_large", difference=largest, tolerance=form.tolerance, loader=answer["loader"]
        )
    _same_text(answer, facts, largest)
    return Proof(answer["loader"], answer["version"], largest)


def _same_text(answer: dict[str, Any], facts: dict[str, Any], difference: float) -> None:
    """Raise Refused unless the same tokens are written. Where two were as good as equally likely, either is right,
    and what follows is another text."""
    for given, expected, margin in zip(answer["written"], facts["written"], facts["margins"], strict=False):
        if given != expected:
            if margin <= 2 * difference:
                return
            raise Refused("text_differs", loader=answer["loader"])
    if len(answer["written"]) < len(facts["written"]):
        raise Refused("text_differs", loader=answer["loader"])
