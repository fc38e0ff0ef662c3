"""Everything that changes something in this app."""

from architectures.services.exporting import design_export
from architectures.services.importing import architecture_import, architecture_import_hub
from architectures.services.making import (
    architecture_change,
    architecture_create,
    architecture_delete,
    architecture_duplicate,
    architecture_share,
)
from architectures.services.reading import design_read, design_size_check
from architectures.services.saving import architecture_save, version_restore

__all__ = [
    "architecture_change",
    "architecture_create",
    "architecture_delete",
    "architecture_duplicate",
    "architecture_import",
    "architecture_import_hub",
    "architecture_save",
    "architecture_share",
    "design_export",
    "design_read",
    "design_size_check",
    "version_restore",
]
