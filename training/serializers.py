"""What REST, sockets and pages tell of this app's things."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from training.models import Checkpoint, Corpus, Run, RunEvent, Tokenizer
from training.selectors import queue_position
from training.words import corpus_title, described, sentence


class ErrorField(serializers.Serializer[Any]):
    """Why something failed, for programs and for people."""

    code = serializers.CharField()
    values = serializers.DictField()
    detail = serializers.CharField()


class PreparedSerializer(serializers.ModelSerializer[Any]):
    """What every prepared thing tells."""

    error = serializers.SerializerMethodField()
    is_mine = serializers.SerializerMethodField()

    @extend_schema_field(ErrorField(allow_null=True))
    def get_error(self, thing: Any) -> dict[str, Any] | None:
        return described(thing.error)

    def get_is_mine(self, thing: Any) -> bool:
        request = self.context.get("request")
        return bool(request and thing.owner_id == request.user.pk)


FACTS = [
    "id",
    "title",
    "kind",
    "visibility",
    "state",
    "progress",
    "error",
    "is_mine",
    "created_at",
    "updated_at",
]


class CorpusSerializer(PreparedSerializer):
    title = serializers.CharField(max_length=120)

    class Meta:
        model = Corpus
        fields = [*FACTS, "slug", "language", "n_bytes", "n_characters", "n_documents", "preview"]
        read_only_fields = [name for name in fields if name not in ("title", "visibility", "language")]

    def to_representation(self, instance: Corpus) -> dict[str, Any]:
        shown = super().to_representation(instance)
        return {**shown, "title": corpus_title(instance.slug, instance.title)}


class TokenizerSerializer(PreparedSerializer):
    class Meta:
        model = Tokenizer
        fields = [*FACTS, "corpus", "options", "vocab_size"]
        read_only_fields = [name for name in fields if name not in ("title", "visibility")]


class StartField(serializers.Serializer[Any]):
    """The completed model that a run went on from; it may be gone by now."""

    model = serializers.CharField()
    title = serializers.CharField()


class RunSerializer(serializers.ModelSerializer[Run]):
    """The summary of a run: what lists, the run page and sockets show."""

    owner = serializers.CharField(source="owner.username", read_only=True)
    error = serializers.SerializerMethodField()
    corpus_title = serializers.SerializerMethodField()
    tokenizer_title = serializers.SerializerMethodField()
    architecture = serializers.SerializerMethodField()
    start = StartField(allow_null=True, read_only=True)
    preparation = serializers.SerializerMethodField()
    queue_position = serializers.SerializerMethodField()

    class Meta:
        model = Run
        fields = [
            "id", "title", "owner", "visibility", "state", "error", "architecture", "version",
            "fingerprint", "n_parameters", "corpus", "corpus_title", "tokenizer", "tokenizer_title",
            "config", "parent", "start", "attempt", "preparation", "queue_position", "created_at",
            "updated_at", "queued_at", "started_at", "finished_at", "stop_requested_at",
            "lease_host", "lease_device", "last_seq", "step", "total_steps", "tokens_seen",
            "train_loss", "val_loss", "best_val_loss", "tokens_per_s", "eta_s", "trained_s",
            "peak_memory_bytes",
        ]  # fmt: skip
        read_only_fields = [name for name in fields if name not in ("title", "visibility")]

    @extend_schema_field(ErrorField(allow_null=True))
    def get_error(self, run: Run) -> dict[str, Any] | None:
        return described(run.error)

    def get_corpus_title(self, run: Run) -> str | None:
        return corpus_title(run.corpus.slug, run.corpus.title) if run.corpus else None

    def get_tokenizer_title(self, run: Run) -> str | None:
        return run.tokenizer.title if run.tokenizer else None

    def get_architecture(self, run: Run) -> str | None:
        return run.version.architecture_id if run.version else None

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_preparation(self, run: Run) -> float | None:
        """Share of the preparation that is done while the run waits for its data, else null."""
        if run.state != "queued" or run.token_file is None or run.token_file.state == "ready":
            return None
        parts = [thing.progress for thing in (run.corpus, run.tokenizer, run.token_file) if thing]
        return sum(parts) / len(parts)

    def get_queue_position(self, run: Run) -> int | None:
        return queue_position(run)


class RunDetailSerializer(RunSerializer):
    class Meta(RunSerializer.Meta):
        fields = [*RunSerializer.Meta.fields, "design"]
        read_only_fields = [*RunSerializer.Meta.read_only_fields, "design"]


class CheckpointSerializer(serializers.ModelSerializer[Checkpoint]):
    class Meta:
        model = Checkpoint
        fields = ["id", "step", "n_bytes", "val_loss", "is_best", "created_at"]


def event_json(event: RunEvent) -> dict[str, Any]:
    """Return an event as clients get it: seq, type, step, time (unix seconds) and its payload."""
    shown = {"seq": event.seq, "type": event.type, "step": event.step, "time": event.time.timestamp()}
    shown.update(event.payload)
    if "code" in event.payload and event.type in ("log", "diagnosis"):
        values = {"step": event.step, **(event.payload.get("values") or {})}
        shown["detail"] = sentence(event.payload["code"], values)
    return shown
