"""What operators see of corpora, tokenizers, runs and workers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from common.errors import ProductError
from training import queue_admin  # noqa: F401  (registers the queue)
from training.models import Checkpoint, Corpus, Run, TokenFile, Tokenizer, WorkerHeartbeat
from training.services import run_stop


class WrittenByWorkers(admin.ModelAdmin[Any]):
    """A thing of which people write only some fields: a page that was opened a while ago takes back nothing else."""

    written_by_people: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.model._meta.fields if field.name not in self.written_by_people]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.save(update_fields=[*form.changed_data, "updated_at"])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Run)
class RunAdmin(WrittenByWorkers):
    list_display = (
        "title",
        "owner",
        "state",
        "step",
        "total_steps",
        "train_loss",
        "val_loss",
        "lease_host",
        "created_at",
    )
    list_filter = ("state", "corpus", "lease_host", "created_at")
    search_fields = ("id", "title", "owner__username")
    list_select_related = ("owner",)
    raw_id_fields = ("owner",)
    written_by_people = ("title", "owner", "visibility")
    actions = ("stop", "stop_at_once")

    @admin.action(description=_("Stop with a checkpoint"))
    def stop(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        self._stop(request, queryset, force=False)

    @admin.action(description=_("Stop at once"))
    def stop_at_once(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        self._stop(request, queryset, force=True)

    def _stop(self, request: HttpRequest, queryset: QuerySet[Run], *, force: bool) -> None:
        for run in queryset:
            try:
                run_stop(run=run, force=force)
            except ProductError as error:
                self.message_user(request, f"{run}: {error.detail}", messages.ERROR)
            else:
                self.message_user(request, _g("“%(title)s” was asked to stop.") % {"title": run})


@admin.register(Corpus)
class CorpusAdmin(WrittenByWorkers):
    list_display = ("title", "owner", "kind", "language", "state", "n_bytes", "visibility", "created_at")
    list_filter = ("state", "kind", "language", "visibility")
    search_fields = ("id", "title", "slug", "owner__username")
    list_select_related = ("owner",)
    raw_id_fields = ("owner",)
    written_by_people = ("title", "owner", "language", "visibility")


@admin.register(Tokenizer)
class TokenizerAdmin(WrittenByWorkers):
    list_display = ("title", "owner", "kind", "corpus", "vocab_size", "state", "created_at")
    list_filter = ("state", "kind", "visibility")
    search_fields = ("id", "title", "owner__username")
    list_select_related = ("owner", "corpus")
    raw_id_fields = ("owner",)
    written_by_people = ("title", "owner", "visibility")


@admin.register(TokenFile)
class TokenFileAdmin(WrittenByWorkers):
    list_display = ("corpus", "tokenizer", "val_fraction", "state", "n_train_tokens", "n_val_tokens")
    list_filter = ("state",)
    list_select_related = ("corpus", "tokenizer")


@admin.register(Checkpoint)
class CheckpointAdmin(admin.ModelAdmin[Checkpoint]):
    list_display = ("run", "step", "n_bytes", "val_loss", "is_best", "created_at")
    list_select_related = ("run",)
    raw_id_fields = ("run",)


@admin.register(WorkerHeartbeat)
class WorkerAdmin(admin.ModelAdmin[WorkerHeartbeat]):
    list_display = ("host", "cluster", "pid", "beat_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
