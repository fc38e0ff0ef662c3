from inference.models.completed_model import CompletedModel
from inference.models.generation import Generation
from inference.models.model_export import ExportFormat, ExportState, ModelExport
from inference.models.model_import import ModelImport
from inference.models.registration import Registration

__all__ = [
    "CompletedModel",
    "ExportFormat",
    "ExportState",
    "Generation",
    "ModelExport",
    "ModelImport",
    "Registration",
]
