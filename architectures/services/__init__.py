"""Everything that changes something in this app."""

from architectures.services.composites import composite_change, composite_create, composite_delete
from architectures.services.exporting import design_export
from architectures.services.importing import architecture_import, architecture_import_hub, document_read
from architectures.services.links import link_make, link_off
from architectures.services.making import (
    architecture_change,
    architecture_create,
    architecture_delete,
    architecture_duplicate,
)
from architectures.services.reading import design_read, design_size_check
from architectures.services.saving import architecture_save
from architectures.services.versions import version_describe, version_restore

__all__ = [
    "architecture_change",
    "architecture_create",
    "architecture_delete",
    "architecture_duplicate",
    "architecture_import",
    "architecture_import_hub",
    "architecture_save",
    "composite_change",
    "composite_create",
    "composite_delete",
    "design_export",
    "design_read",
    "design_size_check",
    "document_read",
    "link_make",
    "link_off",
    "version_describe",
    "version_restore",
]
