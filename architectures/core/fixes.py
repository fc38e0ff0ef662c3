"""What a person could do about a finding: one change that the editor makes at a click.

A fix is {"action", "path", "attr", "value"}. `path` is a node or, for edges, a scope ("" is the whole design):
    set         give the parameter `attr` of the node the value (of the whole design: a size)
    unset       take the parameter back to its default
    rename      call the parameter `attr` as `value` says
    connect     draw the edge `value`, "a -> b", in the scope; disconnect: take it away; reconnect: keep it once
    remove      take the node away, and its edges
    bypass      take the node away and connect what feeds it to what it feeds
    insert      put the node value["node"] under the name value["name"] onto the edge value["edge"] of the scope
    join        put an Add before the node, which takes all of its inputs
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from architectures.core.errors import Diagnostic

Fix = dict[str, Any]


def _fix(action: str, path: str, attr: str | None = None, value: Any = None) -> Fix:
    return {"action": action, "path": path, "attr": attr, "value": value}


def set_param(path: str, name: str, value: Any) -> Fix:
    return _fix("set", path, name, value)


def unset_param(path: str, name: str) -> Fix:
    return _fix("unset", path, name)


def connect(scope: str, source: str, target: str) -> Fix:
    return _fix("connect", scope, value=f"{source} -> {target}")


def disconnect(scope: str, source: str, target: str) -> Fix:
    return _fix("disconnect", scope, value=f"{source} -> {target}")


def reconnect(scope: str, source: str, target: str) -> Fix:
    return _fix("reconnect", scope, value=f"{source} -> {target}")


def remove(path: str) -> Fix:
    return _fix("remove", path)


def bypass(path: str) -> Fix:
    return _fix("bypass", path)


def insert(scope: str, edge: tuple[str, str], name: str, node: Mapping[str, Any]) -> Fix:
    return _fix("insert", scope, value={"edge": " -> ".join(edge), "name": name, "node": dict(node)})


def join(path: str) -> Fix:
    return _fix("join", path)


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


def _number(values: Values) -> Any:
    """What was written as text or with a fraction, as the number that was meant."""
    if values["expected"] not in ("int", "float"):
        return None
    try:
        number = float(values["value"])
    except ValueError:
        return None
    return number if values["expected"] == "float" else round(number)


def _choice(values: Values) -> Any:
    choices = re.findall(r"'([^']*)'", values["choices"])
    near = get_close_matches(values["value"], choices, 1, cutoff=0.0)
    return near[0] if near else None


#: For each code, the value that would do; None where there is none.
VALUES: dict[str, Callable[[Values], Any]] = {
    "heads_do_not_divide": lambda v: _nearest_divisor(v["d_model"], v["n_heads"]),
    "kv_heads_do_not_divide": lambda v: _nearest_divisor(v["n_heads"], v["n_kv_heads"]),
    "rope_pairs": lambda v: v["head_dim"] + 1 if v["fraction"] == 1 else None,
    "groups_do_not_divide": lambda v: _nearest_divisor(v["n_heads"], v["n_groups"]),
    "key_heads_do_not_divide": lambda v: _nearest_divisor(v["n_v_heads"], v["n_k_heads"]),
    "dt_limit_empty": lambda v: {"min": v["max"], "max": v["min"]},
    "moe_top_k": lambda v: v["n_experts"],
    "moe_groups_do_not_divide": lambda v: _nearest_divisor(v["n_experts"], v["n_groups"]),
    "moe_topk_groups": lambda v: v["n_groups"],
    "moe_groups_too_small": lambda v: v["needed"],
    "moe_group_of_one": lambda _: "max",
    "moe_clamped_ungated": lambda _: True,
    "moe_clamp_missing": lambda _: 7.0,  # of GPT-OSS
    "moe_shared_gate_alone": lambda _: False,
    "width_written": lambda v: v["actual"],
    "unknown_block": lambda v: v["suggestion"],
    "unknown_var": lambda v: f"${v['suggestion']}" if v["suggestion"] else None,
    "param_range": _clamped,
    "param_type": _number,
    "param_choice": _choice,
    "vocab_size_too_small": lambda v: v["needed"],
    "vocab_mismatch": lambda v: v["embedding"],
    "context_exceeds_positions": lambda v: v["context_length"],
}

#: For each code, another change than of a value. Those of wiring are made where the wiring is known.
CHANGES: dict[str, Callable[[Diagnostic], Fix | None]] = {
    "unknown_param": lambda d: (
        _fix("rename", d.path, d.attr, d.values["suggestion"])
        if d.values["suggestion"]
        else unset_param(d.path, d.attr or "")
    ),
    "tie_target_missing": lambda d: unset_param(d.path, "tie_to"),
    "tie_target_type": lambda d: unset_param(d.path, "tie_to"),
    "tie_sizes": lambda d: unset_param(d.path, "tie_to"),
    "window_and_chunk": lambda d: unset_param(d.path, "chunk"),
    "not_causal": lambda d: bypass(d.path),
    "too_many_inputs": lambda d: join(d.path),
    "too_few_inputs": lambda d: bypass(d.path) if d.values["n_inputs"] == 1 else None,
}


def with_fix(found: Diagnostic) -> Diagnostic:
    """Return the finding with a fix, if one is known."""
    if found.fix or "." in str(found.values.get("name")):
        return found  # a parameter inside a parameter is not set by itself
    if found.code in CHANGES:
        return replace(found, fix=CHANGES[found.code](found))
    if found.attr is None or found.code not in VALUES:
        return found
    value = VALUES[found.code](found.values)
    return found if value is None else replace(found, fix=set_param(found.path, found.attr, value))
