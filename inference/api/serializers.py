"""How completed models and their texts look in JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.sharing import CoursesField
from accounts.rights import may_edit
from common.models import Visibility
from inference.core.options import GenerateRequest
from inference.models import CompletedModel, ExportFormat, ModelExport, Registration
from inference.selectors import structure, why_not
from inference.words import sentence
from training.experiments import version_page

__all__ = [
    "CompletedModelChangeSerializer",
    "CompletedModelDetailSerializer",
    "CompletedModelSerializer",
    "GenerateRequest",
    "GenerationAnswerSerializer",
    "ModelExportRequestSerializer",
    "ModelExportSerializer",
    "RegisterSerializer",
    "RegistrationSerializer",
]


class StructureSerializer(serializers.Serializer[Any]):
    """Sizes that the design names, and the number of blocks of each type."""

    sizes = serializers.DictField(child=serializers.JSONField())
    blocks = serializers.DictField(child=serializers.IntegerField())


class CompletedModelSerializer(serializers.ModelSerializer[CompletedModel]):
    """A model in a list."""

    owner = serializers.CharField(source="owner.username", read_only=True)
    run = serializers.CharField(source="run_id", read_only=True, allow_null=True)
    may_edit = serializers.SerializerMethodField()
    structure = serializers.SerializerMethodField()

    class Meta:
        model = CompletedModel
        fields = [
            "id",
            "title",
            "owner",
            "may_edit",
            "visibility",
            "run",
            "structure",
            "fingerprint",
            "n_parameters",
            "n_bytes",
            "vocab_size",
            "context_length",
            "tokenizer_kind",
            "train_loss",
            "val_loss",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields

    def get_may_edit(self, model: CompletedModel) -> bool:
        request = self.context.get("request")
        return request is not None and may_edit(request.user, model)

    @extend_schema_field(StructureSerializer)
    def get_structure(self, model: CompletedModel) -> dict[str, Any]:
        return structure(model.design)


class RegistrationSerializer(serializers.ModelSerializer[Registration]):
    """A model in MLflow's registry. `version` is null until it is there; `detail` says why it will not be.

    `mlflow_url` is its page in MLflow, for those who may see it.
    """

    version = serializers.SerializerMethodField()
    detail = serializers.SerializerMethodField()
    mlflow_url = serializers.SerializerMethodField()

    class Meta:
        model = Registration
        fields = ["name", "version", "detail", "mlflow_url"]
        read_only_fields = fields

    def get_version(self, registration: Registration) -> str | None:
        return registration.version or None

    def get_detail(self, registration: Registration) -> str:
        return why_not(registration)

    def get_mlflow_url(self, registration: Registration) -> str | None:
        request = self.context.get("request")
        return version_page(registration.name, registration.version, request.user) if request else None


class RegisterSerializer(serializers.Serializer[Any]):
    """Under which name a model is to be registered: letters, digits and dashes; made from its title if empty."""

    name = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)


class CompletedModelDetailSerializer(CompletedModelSerializer):
    """One model, with its design and the report of its training. `courses` is told to who may change it alone."""

    courses = CoursesField(read_only=True)
    registration = RegistrationSerializer(read_only=True, allow_null=True, default=None)

    class Meta(CompletedModelSerializer.Meta):
        fields = [*CompletedModelSerializer.Meta.fields, "courses", "design", "report", "registration"]
        read_only_fields = fields


class CompletedModelChangeSerializer(serializers.Serializer[Any]):
    """What may be changed about a model."""

    title = serializers.CharField(required=False, max_length=120)
    visibility = serializers.ChoiceField(choices=Visibility.choices, required=False)
    courses = CoursesField(help_text="With the visibility “course”: the courses to share it with.")


class ModelExportRequestSerializer(serializers.Serializer[Any]):
    """Which form of the model is wanted."""

    format = serializers.ChoiceField(choices=ExportFormat.choices)


class ModelExportSerializer(serializers.ModelSerializer[ModelExport]):
    """One format of a model. `state` is empty where nobody has asked for it; `detail` says why there is none."""

    state = serializers.CharField(read_only=True)
    detail = serializers.SerializerMethodField()

    class Meta:
        model = ModelExport
        fields = [
            "format",
            "state",
            "progress",
            "n_bytes",
            "max_difference",
            "proven_by",
            "proven_at",
            "code",
            "values",
            "detail",
        ]
        read_only_fields = fields

    def get_detail(self, export: ModelExport) -> str:
        return sentence(export.code, export.values) if export.code else ""


class ModelTrainSerializer(serializers.Serializer[Any]):
    """On what a model is to be trained further, and how; its design and tokenizer stay."""

    corpus = serializers.CharField(max_length=60, help_text="The id, or the short name of a shipped corpus.")
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    config = serializers.DictField(required=False, default=dict)


class GenerationAnswerSerializer(serializers.Serializer[Any]):
    """A whole text, how it was begun, and how it ended."""

    text = serializers.CharField()
    reason = serializers.ChoiceField(choices=["length", "stop", "cancelled"])
    tokens = serializers.IntegerField()
    tokens_per_s = serializers.FloatField()
    seconds = serializers.FloatField()
    seed = serializers.IntegerField()
    prompt_tokens = serializers.IntegerField()
    trimmed_tokens = serializers.IntegerField()
    unknown = serializers.ListField(child=serializers.CharField())
