"""What django-q workers do here. A task is a ticket: it claims, launches, and is over in a moment."""

from __future__ import annotations

from inference.services.exports import export_what_may
from inference.services.imports import import_what_may
from inference.services.registrations import register_what_may


def exports() -> int:
    """Start the export that may start on this host, and send MLflow the models that are proven."""
    register_what_may()
    return export_what_may()


def imports() -> int:
    """Start the import that may start on this host."""
    return import_what_may()
