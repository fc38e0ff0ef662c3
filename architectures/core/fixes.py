"""What a person could do about a finding, where one change of one parameter would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from architectures.core.errors import Diagnostic, set_param

Values = Mapping[str, Any]


def _nearest_divisor(number: int, wanted: int) -> int:
    divisors = (d for d in range(1, number + 1) if number % d == 0)
    return min(divisors, key=lambda d: (abs(d - wanted), d))


def _clamped(values: Values) -> Any:
    low, high = values["min"], values["max"]
    try:
        number = float(values["value"])
    except ValueError:
        return low
    bound = low if low is not None and number <= low else high
    return bound


#: For each code, the value that would do; None where there is none.
VALUES: dict[str, Callable[[Values], Any]] = {
    "heads_do_not_divide": lambda v: _nearest_divisor(v["d_model"], v["n_heads"]),
    "kv_heads_do_not_divide": lambda v: _nearest_divisor(v["n_heads"], v["n_kv_heads"]),
    "width_written": lambda v: v["actual"],
    "unknown_block": lambda v: v["suggestion"],
    "unknown_var": lambda v: f"${v['suggestion']}" if v["suggestion"] else None,
    "param_range": _clamped,
    "vocab_size_too_small": lambda v: v["needed"],
    "vocab_mismatch": lambda v: v["embedding"],
    "context_exceeds_positions": lambda v: v["context_length"],
}


def with_fix(found: Diagnostic) -> Diagnostic:
    """Return the finding with a fix, if one is known: {"action", "path", "attr", "value"}."""
    if found.fix or found.attr is None or found.code not in VALUES or "." in str(found.values.get("name")):
        return found  # a parameter inside a parameter is not set by itself
    value = VALUES[found.code](found.values)
    return found if value is None else replace(found, fix=set_param(found.path, found.attr, value))
