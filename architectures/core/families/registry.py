"""Finds the families: every module of this package that defines FAMILY."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from architectures.core.design import Design, parse_design
from architectures.core.errors import DesignError
from architectures.core.families.base import Document, Family
from architectures.core.families.errors import FamilyError
from architectures.core.families.parts import Parts, taken_apart
from architectures.core.fingerprint import of_plan
from architectures.core.graph import Planner

#: Where several families express a design, the one that most programs know comes first.
BEST_KNOWN = ("llama", "mistral", "qwen3", "qwen2", "olmo2")


class DuplicateFamilyError(Exception):
    """Two files claim one slug or one model type."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} is claimed by two families. Rename one of them.")


@cache
def families() -> Mapping[str, Family]:
    """Return all families by slug. Importing them costs no torch."""
    package = importlib.import_module("architectures.core.families")
    found: dict[str, Family] = {}
    types = set[str]()
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
        family = getattr(importlib.import_module(f"{package.__name__}.{info.name}"), "FAMILY", None)
        if not isinstance(family, Family):
            continue
        clash = {family.slug} & found.keys() | set(family.model_types) & types
        if clash:
            raise DuplicateFamilyError(clash.pop())
        found[family.slug] = family
        types |= set(family.model_types)
    return MappingProxyType(found)


def family_of(config: Mapping[str, Any]) -> Family:
    """Return the family that a config.json names. Raises FamilyError("unknown_family") with those that are known."""
    wanted = config.get("model_type")
    for family in families().values():
        if wanted in family.model_types:
            return family
    known = sorted(name for family in families().values() for name in family.model_types)
    raise FamilyError("unknown_family", model_type=str(wanted)[:80], known=", ".join(known))


def read_config(config: Mapping[str, Any]) -> tuple[Family, Document]:
    """Return the family and the design document of a published config.json. Raises FamilyError."""
    family = family_of(config)
    document = family.read_config(config)
    document.setdefault("meta", {"title": family.title})
    return family, document


def matching(design: Design, vocab_size: int | None = None) -> list[tuple[Family, dict[str, Any]]]:
    """Return the families that express exactly this design, each with its config.json, the best known first.

    A design that leaves its vocabulary to the tokenizer is compared without one; `vocab_size` is what is written.
    The returned families know the design's own node names, for `weights_out`.
    """
    planner = Planner(design, vocab_size)
    plan = planner.plan()
    parts = taken_apart(design, plan, vocab_size) if plan else None
    if plan is None or parts is None:
        return []
    wanted, found = of_plan(design, plan), list[tuple[Family, dict[str, Any]]]()
    for family in families().values():
        config = _written(family, parts)
        if config is not None and _fingerprint(family, config, design) == wanted:
            found.append((replace(family, names=parts.names), config))
    return sorted(found, key=lambda match: _renown(match[0]))


def _renown(family: Family) -> int:
    return BEST_KNOWN.index(family.slug) if family.slug in BEST_KNOWN else len(BEST_KNOWN)


def _written(family: Family, parts: Parts) -> dict[str, Any] | None:
    try:
        config = family.write(parts)
    except (FamilyError, AttributeError, KeyError, IndexError, TypeError):
        return None  # it lacks a block, or an option, that every model of the family has
    return {"architectures": [family.architecture], "model_type": family.model_types[0], **config}


def _fingerprint(family: Family, config: Mapping[str, Any], design: Design) -> str:
    """Return the fingerprint of what a config says, its vocabulary and context told as the design tells them."""
    try:
        document = family.read_config(config)
        if "context_length" not in design.vars:
            del document["vars"]["context_length"]
        else:
            document["vars"]["context_length"] = design.vars["context_length"]
        if not any(node.get("vocab_size") for node in design.nodes.values()):
            document["nodes"]["tok"].pop("vocab_size", None)
        read = parse_design(document)
        return of_plan(read, Planner(read).plan())
    except (FamilyError, DesignError):
        return ""
