from inference.models.completed_model import CompletedModel
from inference.models.generation import Generation

__all__ = ["CompletedModel", "Generation"]
