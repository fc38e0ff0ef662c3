"""A published design, and its sibling at class size: both from a configuration as its authors write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from architectures.core.presets.parts import layout
from architectures.core.presets.preset import Preset

Config = Mapping[str, Any]
UNTRAINED_VOCABULARY = 1024  # stands in for the tokenizer's, and is taken out again


def published(
    slug: str,
    title: str,
    config: Config,
    *,
    en: str,
    ko: str,
    sources: tuple[str, ...],
    year: int,
    n_parameters: int,
    sibling: str,
) -> Preset:
    """Return a design of the published sizes, with its own vocabulary."""
    return Preset(
        slug=slug,
        title=title,
        summary={"en": en, "ko": ko},
        sources=sources,
        group="published",
        year=year,
        n_parameters=n_parameters,
        make=lambda: document(config),
        family=str(config["model_type"]).removesuffix("_text"),
        sibling=sibling,
    )


def class_size(
    slug: str,
    title: str,
    config: Config,
    *,
    en: str,
    ko: str,
    sources: tuple[str, ...],
    year: int,
    n_parameters: int,
    sibling: str,
) -> Preset:
    """Return the same design at a size that a laptop trains; the tokenizer decides on the vocabulary."""
    return Preset(
        slug=slug,
        title=title,
        summary={"en": en, "ko": ko},
        sources=sources,
        group="class",
        year=year,
        n_parameters=n_parameters,
        make=lambda: without_vocabulary(document({**config, "vocab_size": UNTRAINED_VOCABULARY})),
        family=str(config["model_type"]).removesuffix("_text"),
        sibling=sibling,
    )


def document(config: Config) -> dict[str, Any]:
    """Return the design of a published configuration."""
    from architectures.core.families import read_config

    _, made = read_config(config)
    return {**made, "layout": made.get("layout") or layout(made["nodes"])}


def without_vocabulary(made: dict[str, Any]) -> dict[str, Any]:
    """Leave the number of tokens to the tokenizer."""
    sizes = {name: size for name, size in made["vars"].items() if not name.startswith("vocab")}
    nodes = {
        name: {k: v for k, v in node.items() if k != "vocab_size"} for name, node in made["nodes"].items()
    }
    return {**made, "vars": sizes, "nodes": nodes}
