"""What a run will cost, before it starts."""

from __future__ import annotations

from typing import Any, Final

from training.models import Run
from training.services.designs import DesignFacts

TRAINING_TO_FORWARD: Final = 3  # a backward pass costs about two forward passes
FLOPS_PER_S: Final = 5e10  # of two CPU cores, until this site has seen a run
BYTES_PER_PARAMETER: Final = 12  # weights and two moments in fp32
RECENT: Final = 20


def estimate(*, facts: DesignFacts, config: dict[str, Any]) -> dict[str, Any]:
    """Return sizes, steps and seconds. Speed is judged by this site's recent runs."""
    length = config["context_length"] or context_length(facts.design) or 1
    per_step = config["batch_size"] * config["grad_accum_steps"] * length
    speed = tokens_per_s(facts)
    limits = [config["max_steps"]]
    limits += [config["max_tokens"] // per_step + 1 if config["max_tokens"] else None]
    limits += [int(config["max_minutes"] * 60 * speed / per_step) if config["max_minutes"] else None]
    steps = max(1, min(limit for limit in limits if limit is not None))
    return {
        "n_parameters": facts.n_parameters or 0,
        "tokens_per_step": per_step,
        "total_steps": steps,
        "flops_per_token": facts.flops_per_token,
        "memory_bytes": facts.training_bytes,
        "checkpoint_bytes": (facts.n_parameters or 0) * BYTES_PER_PARAMETER,
        "seconds": round(steps * per_step / speed, 3),
    }


def context_length(design: dict[str, Any]) -> int | None:
    """Return the length that a design names in its variables."""
    value = design.get("vars", {}).get("context_length")
    return value if isinstance(value, int) else None


def tokens_per_s(facts: DesignFacts) -> float:
    """Return the expected speed: that of the most similar recent run, scaled, else a rule of thumb."""
    seen = Run.objects.filter(tokens_per_s__gt=0, n_parameters__gt=0).order_by("-created_at")
    rows = list(seen.values_list("n_parameters", "tokens_per_s")[:RECENT])
    pairs = [(n, speed) for n, speed in rows if n and speed]
    mine = facts.n_parameters or 1
    if pairs:
        n_parameters, speed = min(pairs, key=lambda row: abs(row[0] - mine))
        return float(max(1.0, speed * n_parameters / mine))
    return max(1.0, FLOPS_PER_S / (TRAINING_TO_FORWARD * max(1, facts.flops_per_token)))
