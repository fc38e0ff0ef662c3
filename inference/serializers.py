"""What both pages and REST tell of this app's things."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inference.models import ModelImport
from inference.words import sentence


class ImportErrorSerializer(serializers.Serializer[Any]):
    """Why an import failed, for programs and for people."""

    code = serializers.CharField()
    values = serializers.DictField()
    detail = serializers.CharField()


class ModelImportSerializer(serializers.ModelSerializer[ModelImport]):
    """An import: how far it is, and what came of it."""

    error = serializers.SerializerMethodField()
    architecture = serializers.CharField(source="architecture_id", allow_null=True, read_only=True)
    model = serializers.CharField(source="model_id", allow_null=True, read_only=True)

    class Meta:
        model = ModelImport
        fields = [
            "id", "title", "source", "state", "progress", "error", "architecture", "model",
            "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(ImportErrorSerializer(allow_null=True))
    def get_error(self, bringing: ModelImport) -> dict[str, Any] | None:
        return told(bringing)


def told(bringing: ModelImport) -> dict[str, Any] | None:
    """Return why an import failed, with its sentence in the reader's language."""
    if not bringing.code:
        return None
    values = bringing.values
    return {"code": bringing.code, "values": values, "detail": sentence(bringing.code, values)}
