"""RoPE as configurations tell it, in the old spelling (`rope_theta`, `rope_scaling`) and the new (`rope_parameters`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from architectures.core.blocks.rope import Rope
from architectures.core.families.config import Config
from architectures.core.families.errors import FamilyError

#: Published keys of each scaling, with ours.
SCALINGS: dict[str, dict[str, str]] = {
    "linear": {"factor": "factor"},
    "dynamic": {"factor": "factor"},
    "llama3": {
        "factor": "factor",
        "low_freq_factor": "low_freq_factor",
        "high_freq_factor": "high_freq_factor",
        "original_max_position_embeddings": "original_max_positions",
    },
    "yarn": {
        "factor": "factor",
        "original_max_position_embeddings": "original_max_positions",
        "beta_fast": "beta_fast",
        "beta_slow": "beta_slow",
        "attention_factor": "attention_factor",
        "mscale": "mscale",
        "mscale_all_dim": "mscale_all_dim",
    },
    "longrope": {
        "factor": "factor",
        "original_max_position_embeddings": "original_max_positions",
        "attention_factor": "attention_factor",
    },
}
TYPES = {**{name: name for name in SCALINGS}, "default": "default", "su": "longrope"}
DEFAULT_THETA = 10_000.0


def read_rope(
    config: Config,
    layer_type: str | None = None,
    *,
    layout: str = "half",
    theta: float = DEFAULT_THETA,
    partial: float | None = None,
) -> dict[str, Any]:
    """Return the `rope` of an Attention. `layer_type` picks one where layers of several kinds have their own.

    `partial` is the family's default share of a head that is turned; families without one turn all of it.
    """
    given = _parameters(config, layer_type)
    rope: dict[str, Any] = {"theta": given.number("rope_theta", config.number("rope_theta", theta))}
    if layout != "half":
        rope["layout"] = layout
    fraction = given.number("partial_rotary_factor", config.number("partial_rotary_factor", partial or 1.0))
    if fraction != 1.0:
        if partial is None:
            raise FamilyError(
                "config_key_unsupported", key="partial_rotary_factor", value=str(fraction), known="1.0"
            )
        rope["fraction"] = fraction
    key = "rope_type" if "rope_type" in given else "type"
    kind = given.choice(key, TYPES, "default")
    if kind != "default":
        rope["scaling"] = _scaling(given, kind, config)
    if kind == "dynamic" or (kind == "longrope" and "factor" not in rope["scaling"]):
        rope["max_positions"] = config.integer("max_position_embeddings", 2048)
    return rope


def _parameters(config: Config, layer_type: str | None) -> Config:
    for key in ("rope_parameters", "rope_scaling"):
        if key in config:
            found = config.part(key)
            return found.part(layer_type) if layer_type and layer_type in found else found
    return Config({})


def _scaling(given: Config, kind: str, config: Config) -> dict[str, Any]:
    scaling: dict[str, Any] = {"type": kind}
    for published, ours in SCALINGS[kind].items():
        if ours == "original_max_positions":
            fallback = config.integer(published, config.integer("max_position_embeddings", 2048))
            scaling[ours] = given.integer(published, fallback)
        elif published in given:
            scaling[ours] = given.number(published)
    if kind == "longrope":
        scaling |= {name: given.numbers(name) for name in ("short_factor", "long_factor")}
    if kind == "yarn" and not given.flag("truncate", True):
        scaling["truncate"] = False
    return scaling


def write_rope(rope: Rope | None) -> dict[str, Any]:
    """Return `rope_parameters` for a config.json."""
    if rope is None:
        return {"rope_type": "default", "rope_theta": DEFAULT_THETA}
    written: dict[str, Any] = {"rope_type": "default", "rope_theta": rope.theta}
    if rope.fraction != 1.0:
        written["partial_rotary_factor"] = rope.fraction
    if rope.scaling is not None:
        written |= _write_scaling(rope.scaling.model_dump())
    return written


def _write_scaling(scaling: Mapping[str, Any]) -> dict[str, Any]:
    kind = scaling["type"]
    written: dict[str, Any] = {"rope_type": kind}
    for published, ours in SCALINGS[kind].items():
        if scaling.get(ours) is not None:
            written[published] = scaling[ours]
    for name in ("short_factor", "long_factor"):
        if name in scaling:
            written[name] = list(scaling[name])
    if scaling.get("truncate") is False:
        written["truncate"] = False
    return written
