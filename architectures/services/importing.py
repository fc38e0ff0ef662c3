"""Designs from elsewhere: exported ones, published configs, and models on the hub."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from accounts.models import User
from architectures.core.design import Design
from architectures.core.families import FamilyError, read_config
from architectures.hub import HubError, as_product_error, fetch_file
from architectures.models import Architecture
from architectures.services.making import architecture_create
from architectures.services.reading import Document, design_read, design_size_check, title_of
from architectures.words import sentence
from common.errors import ProductError
from common.parsers import check_storable

CONFIG = "config.json"


def architecture_import(*, user: User, document: Document, title: str = "") -> Architecture:
    """Make an architecture of an exported design, or of the config.json of a published family.

    It is called as it calls itself, if nothing else is said. Raises ProductError.
    """
    read = document_read(document)
    return architecture_create(user=user, title=title or read.title, design=read.design)


class Read(NamedTuple):
    """What a document from elsewhere says."""

    title: str
    design: Design
    family: str | None  # the name of the published family whose config it is


def document_read(document: Document) -> Read:
    """Read an exported design, or the config.json of a published family. Raises ProductError."""
    config = _config(document)
    family = None
    if config is not None:
        family, document = family_and_design(config)
    read = design_read(document)
    return Read(title_of(read), read, family)


def architecture_import_hub(*, user: User, repo: str, title: str = "") -> Architecture:
    """Make an architecture of the config.json of a published model, fetched by its hub id. Raises ProductError."""
    repo = repo.strip()
    try:
        with tempfile.TemporaryDirectory() as folder:
            content = fetch_file(repo, CONFIG, Path(folder)).read_bytes()
    except HubError as error:
        raise as_product_error(error) from error
    return architecture_import(user=user, document=content, title=title or repo.rpartition("/")[2])


def design_of_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the design that a published config describes. Raises ProductError."""
    return family_and_design(config)[1]


def family_and_design(config: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the name of the family and the design that a published config describes. Raises ProductError."""
    check_storable(config)
    try:
        family, document = read_config(config)
    except FamilyError as error:
        words = sentence(error.code, error.values)
        raise ProductError(words, code=error.code, attr="design") from error
    name = config.get("_name_or_path")
    if isinstance(name, str) and name.strip():
        document["meta"] = {**document.get("meta", {}), "title": name.rstrip("/").rpartition("/")[2][:120]}
    return family.title, document


def _config(document: Document) -> Mapping[str, Any] | None:
    """Return the document if it is a published config rather than a design; what is neither is for others."""
    if isinstance(document, bytes | str):
        design_size_check(document)
        try:
            document = json.loads(document)
        except (ValueError, RecursionError):
            return None
    if not isinstance(document, Mapping) or "nodes" in document:
        return None
    return document if "model_type" in document or "architectures" in document else None
