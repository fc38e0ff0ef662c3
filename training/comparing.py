"""Several runs beside one another: what they reached, what it took, and what differs between them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext as _

from accounts import rights
from accounts.rights import Viewer
from common.errors import ProductError
from training.core.flops import TRAINING_PASSES
from training.core.series import Piece, columns, level_for, thinned
from training.curves import pieces
from training.models import Run
from training.serializers import RunSerializer

MOST: Final = 16  # runs beside one another
SHOWN: Final = {"metric": ("loss", "tokens", "elapsed_s"), "eval": ("val_loss", "bits_per_byte")}


def compared(user: Viewer, ids: Sequence[str], points: int) -> dict[str, Any]:
    """Return runs that a person may see, in the order named. Raises ProductError, or Http404 if one is not there."""
    if not ids or len(ids) > MOST:
        words = _("Choose from 1 to %(most)s runs to compare.") % {"most": MOST}
        raise ProductError(words, code="too_many", attr="ids")
    related = ("owner", "corpus", "tokenizer__corpus", "version", "token_file")
    seen = rights.visible(Run.objects.select_related(*related), user).in_bulk(list(ids))
    if len(seen) != len(ids):
        missing = next(pk for pk in ids if pk not in seen)
        raise Http404(
            _("There is no run “%(id)s” that you may see. Check the address.") % {"id": missing[:40]}
        )
    runs = [seen[pk] for pk in ids]
    return {
        "runs": [{**RunSerializer(run).data, "flops": flops(run), "design": run.design} for run in runs],
        "curves": curves_of(runs, points),
        "options": differing(runs),
        "same_text": len({judged_on(run) for run in runs}) == 1,
        "same_tokenizer": len({cut_by(run) for run in runs}) == 1,
    }


def judged_on(run: Run) -> tuple[Any, ...]:
    """Return what says which text a run is judged by: two runs with the same are asked about the same text."""
    config, file = run.config, run.token_file
    if "eval_bytes" not in config or file is None or not file.digest:
        return (run.pk,)  # of an earlier release, or its text is gone: nobody can tell
    # Tokenizers that leave nothing out stand for as many bytes, and only then for the same ones.
    n_bytes = file.digest if file.n_bytes is None else file.n_bytes
    return run.corpus_id, config.get("val_fraction"), config["eval_bytes"], n_bytes


def cut_by(run: Run) -> str:
    """Return what is the same of runs whose tokens are the same."""
    return run.tokenizer.digest if run.tokenizer and run.tokenizer.digest else run.pk


def flops(run: Run) -> float | None:
    """Return the floating-point operations that a run's training took, None if its design was not counted."""
    return float(TRAINING_PASSES * run.flops_per_token * run.tokens_seen) if run.flops_per_token else None


def curves_of(runs: Sequence[Run], points: int) -> dict[str, dict[str, Any]]:
    """Return by run the losses and what axes need, in two queries for all."""
    parts = {run.pk: (level_for(run.step + 1, points), 0, run.step + 1, run.rolled) for run in runs}
    found = pieces(parts, list(SHOWN))
    return {
        run.pk: {
            series: columns(only(thinned(found.get((run.pk, series), []), 0, run.step + 1, points), names))
            for series, names in SHOWN.items()
        }
        for run in runs
    }


def only(shown: list[Piece], names: Sequence[str]) -> list[Piece]:
    return [
        Piece(piece.first, piece.last, {name: piece.fields[name] for name in names if name in piece.fields})
        for piece in shown
    ]


def differing(runs: Sequence[Run]) -> list[dict[str, Any]]:
    """Return the options in which runs differ, with the value of each run; None where a run has no such option."""
    names = dict.fromkeys(name for run in runs for name in run.config)
    rows = [{"name": name, "values": [run.config.get(name) for run in runs]} for name in names]
    return [row for row in rows if len({json.dumps(value, sort_keys=True) for value in row["values"]}) > 1]
