"""What may be done with completed models."""

from inference.services.completed_models import (
    completed_model_create,
    completed_model_delete,
    completed_model_update,
    model_folder,
    start_of,
)
from inference.services.exports import export_file, export_request
from inference.services.generation import generate, generate_stream
from inference.services.imports import import_create_hub, import_create_upload, import_delete
from inference.services.registrations import register_request
from inference.services.requests import parse_request

__all__ = [
    "completed_model_create",
    "completed_model_delete",
    "completed_model_update",
    "export_file",
    "export_request",
    "generate",
    "generate_stream",
    "import_create_hub",
    "import_create_upload",
    "import_delete",
    "model_folder",
    "parse_request",
    "register_request",
    "start_of",
]
