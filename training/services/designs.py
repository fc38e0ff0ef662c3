"""Check what a run is to be made of. torch comes in with the first validation, not with this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from accounts.quotas import DEFAULT_LIMITS, Limits
from architectures.words import sentence
from common.errors import ProductError, QuotaError
from common.faults import first_fault
from training.core.config import LIMITS, RETIRED, TrainConfig
from training.core.vocabulary import padded
from training.services.spreading import check_devices


@dataclass(frozen=True)
class DesignFacts:
    """A design that can be trained. FLOPs are those of one token forward; memory is that of each device, in bytes."""

    design: dict[str, Any]
    fingerprint: str
    title: str
    n_parameters: int | None
    flops_per_token: int
    training_bytes: int

    @property
    def of_run(self) -> dict[str, Any]:
        """What a run keeps of it."""
        names = ("design", "fingerprint", "n_parameters", "flops_per_token")
        return {name: getattr(self, name) for name in names}


def checked_config(config: dict[str, Any], limits: Limits = DEFAULT_LIMITS) -> dict[str, Any]:
    """Return the options with every default filled in. Raises ProductError or QuotaError."""
    if not isinstance(config, dict):
        raise ProductError(_("The options must be an object."), code="invalid", attr="config")
    for name in RETIRED & config.keys():
        words = _("There is no option %(name)s any more. Leave it out.") % {"name": name}
        raise ProductError(words, code="bad_option", attr=f"config.{name}")
    limited = dict(config)
    if all(limited.get(name) is None for name in LIMITS):
        limited["max_minutes"] = min(limits.max_minutes, 5.0)
    try:
        options = TrainConfig.model_validate(limited)
    except ValidationError as error:
        where, reason = first_fault(error)
        name = where or "config"
        words = _("The option %(name)s is not right: %(reason)s.") % {"name": name, "reason": reason}
        raise ProductError(words, code="bad_option", attr=f"config.{name}") from error
    if options.max_minutes is not None and options.max_minutes > limits.max_minutes:
        words = _("A run of yours may take %(limit)s minutes. Ask for less.") % {"limit": limits.max_minutes}
        raise QuotaError(words, code="too_many_minutes", attr="config.max_minutes")
    checked = options.model_dump(mode="json")
    check_devices(checked, limits)
    return checked


def checked_design(
    design: dict[str, Any] | None,
    config: dict[str, Any],
    vocab_size: int | None = None,
    *,
    begun: bool = False,
) -> DesignFacts:
    """Return what is to be known of a design that is trained with a tokenizer of `vocab_size` ids.

    A model that has `begun` keeps its vocabulary, which another may have padded. Raises ProductError with the first
    thing that is wrong.
    """
    if not design:
        raise ProductError(_("Choose an architecture to train."), code="required", attr="version")
    from architectures.core.design import parse_design
    from architectures.core.errors import DesignError
    from architectures.core.validate import validate

    try:
        parsed = parse_design(design)
    except DesignError as error:
        raise _design_error(error.code, error.path, error.values) from error
    report = validate(
        parsed,
        batch_size=max(1, config["batch_size"] // config["devices"]),
        context_length=config["context_length"],
        vocab_size=vocab_size if begun or not vocab_size else padded(vocab_size, config["pad_vocab"]),
        precision=config["precision"],
    ).to_json()
    if not report["valid"]:
        worst = next(d for d in report["diagnostics"] if d["severity"] == "error")
        raise _design_error(worst["code"], worst["path"], worst["values"])
    document = parsed.to_json()
    totals = report["totals"]
    return DesignFacts(
        document,
        report["fingerprint"],
        str(document.get("meta", {}).get("title", ""))[:120],
        totals["parameters"],
        int(totals["flops_per_token"]),
        int(totals["training_bytes"]),
    )


def _design_error(code: str, path: str, values: Mapping[str, Any]) -> ProductError:
    where = path or _("the design as a whole")
    words = _("This design cannot be trained yet. At %(path)s: %(reason)s")
    told = words % {"path": where, "reason": sentence(code, values)}
    return ProductError(told, code="design_invalid", attr="design")
