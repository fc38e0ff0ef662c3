"""From measured figures to the pace of a training; where nothing was measured, from what is alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from common.errors import ProductError
from training.core.config import TrainConfig
from training.core.flops import TRAINING_PASSES
from training.core.heldout import tokens_read
from training.core.pace import Pace
from training.core.progress import Budget
from training.models import Corpus, Measurement, Run, TokenFile, Tokenizer
from training.services.measuring import Work

DEFAULT_LENGTH: Final = 256  # tokens, of a design without a limit, as training.core.main takes them
BYTES_PER_TOKEN: Final = {"bytes": 1.0, "characters": 1.1}
BYTES_PER_SUBWORD: Final = 3.0
RECENT: Final = 100

# Rules of thumb for two CPU cores, until this site has measured anything
FLOPS_PER_S: Final = 5e10
BYTES_READ_PER_S: Final = 5e9  # of the weights, for every token that is written
BYTES_KEPT_PER_S: Final = 3e8  # of a checkpoint
BYTES_PER_PARAMETER: Final = 12  # weights and two moments in fp32
IMPORT_S: Final = 2.0
START_S: Final = 0.5


@dataclass(frozen=True)
class Text:
    """How many tokens there are to learn from and to judge by; None where that is not known."""

    n_train: int | None = None
    n_val: int | None = None
    bytes_per_token: float = 1.0


def context_length(design: dict[str, Any]) -> int | None:
    """Return the length that a design names in its variables."""
    value = design.get("vars", {}).get("context_length")
    return value if isinstance(value, int) else None


def sequence_length(work: Work) -> int:
    """Return how many tokens a sequence has."""
    return int(work.config.get("context_length") or context_length(work.design) or DEFAULT_LENGTH)


def step_tokens(work: Work) -> int:
    """Return how many tokens a step learns from."""
    config = TrainConfig.model_validate(work.config)
    return config.batch_size * config.grad_accum_steps * sequence_length(work)


def budget_of(work: Work, text: Text) -> Budget:
    """Return when a training is over. Raises ProductError where only epochs end it, of an unknown text."""
    options, length = TrainConfig.model_validate(work.config), sequence_length(work)
    if options.max_epochs and not text.n_train:
        if not (options.max_steps or options.max_tokens or options.max_minutes):
            words = _("Choose a text: how long an epoch is depends on it.")
            raise ProductError(words, code="required", attr="corpus")
        options = options.model_copy(update={"max_epochs": None})
    windows = max(1, (text.n_train or 0) // (options.stride or length))
    return Budget(options, step_tokens(work), windows / (options.batch_size * options.grad_accum_steps))


def pace_of(figures: Mapping[str, float], work: Work, text: Text) -> Pace:
    """Return the seconds of a training's parts under its options."""
    options, length = TrainConfig.model_validate(work.config), sequence_length(work)
    judged = tokens_read(options.eval_bytes, text.n_val, text.bytes_per_token, length)
    written = min(options.sample_tokens, length) * len(options.sample_prompts)
    warm = settings.SLAMDUNK_WARM_START and options.devices == 1
    imports = 0.0 if warm else figures["import_s"]
    return Pace(
        start_s=imports + figures["start_s"],
        step_s=figures["step_s"],
        eval_s=figures["eval_token_s"] * judged,
        sample_s=figures["sample_token_s"] * written,
        checkpoint_s=figures["checkpoint_s"],
        compile_s=figures.get("compile_s", 0.0),
    )


def training_text(corpus: Corpus, tokenizer: Tokenizer | None, kind: str, val_fraction: float) -> Text:
    """Return the tokens of a corpus: as counted, else by a rule of thumb."""
    counted = TokenFile.objects.filter(corpus=corpus, n_train_tokens__gt=0, val_fraction=val_fraction)
    same = counted.filter(tokenizer=tokenizer) if tokenizer else counted.filter(tokenizer__kind=kind)
    if (found := same.order_by("-created_at").first()) is not None:
        return _counted(found, corpus.n_bytes)
    return rough_text(corpus.n_bytes, tokenizer.kind if tokenizer else kind, val_fraction)


def rough_text(n_bytes: int | None, kind: str, val_fraction: float) -> Text:
    """Return about how many tokens of a kind so many bytes of text are."""
    per_token = BYTES_PER_TOKEN.get(kind, BYTES_PER_SUBWORD)
    if not n_bytes:
        return Text(bytes_per_token=per_token)
    n_tokens = n_bytes / per_token
    return Text(int(n_tokens * (1 - val_fraction)), int(n_tokens * val_fraction), per_token)


def text_of(run: Run) -> Text:
    """Return the text of a run, as long as it is known; while it is not, an epoch counts as a step."""
    file, tokenizer = run.token_file, run.tokenizer
    n_bytes = run.corpus.n_bytes if run.corpus else None
    if file is not None and file.n_train_tokens:
        return _counted(file, n_bytes)
    rough = rough_text(n_bytes, tokenizer.kind if tokenizer else "bpe", run.config.get("val_fraction", 0.0))
    return rough if rough.n_train else replace(rough, n_train=1)


def _counted(file: TokenFile, n_bytes: int | None) -> Text:
    n_tokens = (file.n_train_tokens or 0) + (file.n_val_tokens or 0)
    return Text(file.n_train_tokens, file.n_val_tokens, n_bytes / max(1, n_tokens) if n_bytes else 1.0)


def _precision(job: dict[str, Any]) -> str | None:
    found: str | None = job.get("config", {}).get("precision")
    return found


class Alike:
    """Works figures out from the measurement of what is most alike, read once; without any, by rules of thumb."""

    def __init__(self) -> None:
        rows = Measurement.objects.filter(measured_at__isnull=False, flops_per_token__gt=0)
        self.rows = list(rows.order_by("-measured_at")[:RECENT])

    def known(self, row: Measurement | None, work: Work) -> dict[str, float]:
        """Return what was measured; what was not, as of a run that wrote no samples, is worked out."""
        return {**self.figures(work), **(row.figures if row and row.measured_at else {})}

    def figures(self, work: Work) -> dict[str, float]:
        """Return figures as a measurement has them, but for the memory."""
        flops, n_bytes = max(1, work.flops_per_token), 4 * work.n_parameters
        made = {
            "import_s": IMPORT_S,
            "start_s": START_S,
            "step_s": TRAINING_PASSES * flops * step_tokens(work) / FLOPS_PER_S,
            "eval_token_s": flops / FLOPS_PER_S,
            "sample_token_s": n_bytes / BYTES_READ_PER_S,
            "checkpoint_s": BYTES_PER_PARAMETER * work.n_parameters / BYTES_KEPT_PER_S,
            "checkpoint_bytes": float(BYTES_PER_PARAMETER * work.n_parameters),
        }
        same = [row for row in self.rows if _precision(row.job) == work.config.get("precision")]
        nearest = min(same, key=lambda row: abs(row.flops_per_token - flops), default=None)
        if nearest is None:
            return made
        ratio = flops / nearest.flops_per_token
        of_it = Work(nearest.job["design"], "", 0, nearest.job["config"], nearest.n_parameters, 0)
        per_token = nearest.figures["step_s"] / step_tokens(of_it)
        made["step_s"] = per_token * ratio * step_tokens(work)
        for name in ("eval_token_s", "sample_token_s"):
            made[name] = nearest.figures.get(name, made[name] / ratio) * ratio
        return made
