"""Completed models and what they wrote, for operators."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from inference import services
from inference.models import CompletedModel, Generation, ModelExport, ModelImport

FIELDS = (
    "id",
    "title",
    "visibility",
    "owner",
    "run",
    "n_parameters",
    "n_bytes",
    "vocab_size",
    "context_length",
    "tokenizer_kind",
    "train_loss",
    "val_loss",
    "fingerprint",
    "design",
    "report",
)


@admin.register(CompletedModel)
class CompletedModelAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Deleting here removes the files too. Models come from runs alone."""

    list_display = [
        "title",
        "owner",
        "n_parameters",
        "val_loss",
        "tokenizer_kind",
        "visibility",
        "created_at",
    ]
    list_filter = ["visibility", "tokenizer_kind", "created_at"]
    search_fields = ["id", "title", "owner__username", "fingerprint"]
    list_select_related = ["owner"]
    date_hierarchy = "created_at"
    fields = FIELDS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for name in FIELDS if name not in ("title", "visibility")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: CompletedModel) -> None:
        services.completed_model_delete(model=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[CompletedModel]) -> None:
        for model in queryset:
            services.completed_model_delete(model=model)


@admin.register(Generation)
class GenerationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Texts are read here, never written or changed."""

    list_display = ["__str__", "model", "user", "n_tokens", "finish_reason", "seconds", "created_at"]
    list_filter = ["finish_reason", "created_at"]
    search_fields = ["id", "prompt", "text", "user__username", "model__title"]
    list_select_related = ["model", "user"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ModelExport)
class ModelExportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Why an export is refused or failed. They are made by asking for them, and go with their model."""

    list_display = [
        "__str__",
        "model",
        "format",
        "state",
        "max_difference",
        "proven_by",
        "code",
        "created_at",
    ]
    list_filter = ["format", "state", "created_at"]
    search_fields = ["id", "model__title", "model__owner__username", "code"]
    list_select_related = ["model"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ModelImport)
class ModelImportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who brought what in, and why something was refused. Whoever brought it cancels it."""

    list_display = ["__str__", "owner", "state", "progress", "code", "n_bytes", "attempt", "created_at"]
    list_filter = ["state", "created_at"]
    search_fields = ["id", "title", "owner__username", "code"]
    list_select_related = ["owner"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
