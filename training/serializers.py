"""What REST, sockets and pages tell of this app's things."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.sharing import SharingSerializer
from training.experiments import run_page
from training.models import Checkpoint, Corpus, Run, RunEvent, RunState, Tokenizer
from training.services.silences import silence_of
from training.services.standing import Standing, standings
from training.titles import tokenizer_title
from training.words import corpus_title, described, sentence


class ErrorField(serializers.Serializer[Any]):
    """Why something failed, for programs and for people."""

    code = serializers.CharField()
    values = serializers.DictField()
    detail = serializers.CharField()


class PreparedSerializer(SharingSerializer):
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
    "courses",
    "state",
    "progress",
    "error",
    "is_mine",
    "created_at",
    "updated_at",
]


ORIGINS = ("hub", "names", "column", "generator", "seed", "bytes", "book", "corpus", "without")


class CorpusSerializer(PreparedSerializer):
    title = serializers.CharField(max_length=120)
    origin = serializers.SerializerMethodField()

    class Meta:
        model = Corpus
        fields = [*FACTS, "slug", "language", "n_bytes", "n_characters", "n_documents", "preview", "origin"]
        read_only_fields = [
            name for name in fields if name not in ("title", "visibility", "courses", "language")
        ]

    @extend_schema_field(serializers.DictField())
    def get_origin(self, corpus: Corpus) -> dict[str, Any]:
        """Where the text came from: one of hub, names (of uploaded files), generator, book, corpus."""
        return {name: value for name, value in corpus.source.items() if name in ORIGINS}

    def to_representation(self, instance: Corpus) -> dict[str, Any]:
        shown = super().to_representation(instance)
        return {**shown, "title": corpus_title(instance.slug, instance.title)}


class TokenizerSerializer(PreparedSerializer):
    corpus_title = serializers.SerializerMethodField()

    def get_corpus_title(self, tokenizer: Tokenizer) -> str | None:
        return corpus_title(tokenizer.corpus.slug, tokenizer.corpus.title) if tokenizer.corpus else None

    def to_representation(self, instance: Tokenizer) -> dict[str, Any]:
        return {**super().to_representation(instance), "title": tokenizer_title(instance)}

    class Meta:
        model = Tokenizer
        fields = [*FACTS, "corpus", "corpus_title", "options", "vocab_size"]
        read_only_fields = [name for name in fields if name not in ("title", "visibility", "courses")]


class StartField(serializers.Serializer[Any]):
    """The completed model that a run went on from; it may be gone by now."""

    model = serializers.CharField()
    title = serializers.CharField()


class RunSerializer(SharingSerializer):
    """The summary of a run: what lists, the run page and sockets show."""

    owner = serializers.CharField(source="owner.username", read_only=True)
    error = serializers.SerializerMethodField()
    corpus_title = serializers.SerializerMethodField()
    tokenizer_title = serializers.SerializerMethodField()
    architecture = serializers.SerializerMethodField()
    start = StartField(allow_null=True, read_only=True)
    preparation = serializers.SerializerMethodField()
    position = serializers.SerializerMethodField()
    queue_length = serializers.SerializerMethodField()
    starts_in_s = serializers.SerializerMethodField()
    waits_because = serializers.SerializerMethodField()
    silent_s = serializers.SerializerMethodField()
    mlflow_url = serializers.SerializerMethodField()

    class Meta:
        model = Run
        fields = [
            "id", "title", "owner", "visibility", "courses", "state", "error", "architecture", "version",
            "fingerprint", "n_parameters", "corpus", "corpus_title", "tokenizer", "tokenizer_title",
            "config", "parent", "start", "attempt", "preparation", "position", "queue_length", "starts_in_s",
            "waits_because", "made_room", "demonstration", "created_at",
            "updated_at", "queued_at", "started_at", "finished_at", "stop_requested_at",
            "lease_host", "lease_device", "last_seq", "step", "total_steps", "tokens_seen",
            "train_loss", "val_loss", "best_val_loss", "tokens_per_s", "eta_s", "trained_s",
            "peak_memory_bytes", "bits_per_byte", "flops_per_token", "device_use",
            "silent_s", "mlflow_url",
        ]  # fmt: skip
        read_only_fields = [name for name in fields if name not in ("title", "visibility", "courses")]

    @extend_schema_field(ErrorField(allow_null=True))
    def get_error(self, run: Run) -> dict[str, Any] | None:
        return described(run.error)

    def get_corpus_title(self, run: Run) -> str | None:
        return corpus_title(run.corpus.slug, run.corpus.title) if run.corpus else None

    def get_tokenizer_title(self, run: Run) -> str | None:
        return tokenizer_title(run.tokenizer) if run.tokenizer else None

    def get_architecture(self, run: Run) -> str | None:
        return run.version.architecture_id if run.version else None

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_preparation(self, run: Run) -> float | None:
        """Share of the preparation that is done while the run waits for its data, else null."""
        if run.state != "queued" or run.token_file is None or run.token_file.state == "ready":
            return None
        parts = [thing.progress for thing in (run.corpus, run.tokenizer, run.token_file) if thing]
        return sum(parts) / len(parts)

    def get_mlflow_url(self, run: Run) -> str | None:
        """The page of its copy in MLflow, for those who may see it, once there is one."""
        request = self.context.get("request")
        return run_page(run, request.user) if request else None

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_silent_s(self, run: Run) -> float | None:
        """Seconds without a sign of life of the machine that trains it, if there were too many; it may go on there."""
        return silence_of(run)

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """Read once for all runs of an answer."""
        return standings()

    def _standing(self, run: Run) -> Standing | None:
        return self.standings.get(run.pk) if run.state == RunState.QUEUED else None

    def get_position(self, run: Run) -> int | None:
        """Its place among the runs that wait for a device, in the order in which they would start: 1 is next."""
        standing = self._standing(run)
        return standing.position if standing else None

    def get_queue_length(self, run: Run) -> int | None:
        """How many runs wait for a device."""
        standing = self._standing(run)
        return standing.of if standing else None

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_starts_in_s(self, run: Run) -> float | None:
        """About how many seconds until it starts, if nobody else comes; null where nobody can tell."""
        standing = self._standing(run)
        return standing.starts_in_s if standing else None

    @extend_schema_field(ErrorField(allow_null=True))
    def get_waits_because(self, run: Run) -> dict[str, Any] | None:
        """Why it waits, and what one can do."""
        standing = self._standing(run)
        return because(standing) if standing else None


def because(standing: Standing) -> dict[str, Any] | None:
    """Return why a run waits, for programs and for people."""
    return described({"code": standing.code, "values": standing.values})


class RunDetailSerializer(RunSerializer):
    class Meta(RunSerializer.Meta):
        fields = [*RunSerializer.Meta.fields, "design"]
        read_only_fields = [*RunSerializer.Meta.read_only_fields, "design"]


class CheckpointSerializer(serializers.ModelSerializer[Checkpoint]):
    is_last = serializers.BooleanField(read_only=True)

    class Meta:
        model = Checkpoint
        fields = ["id", "step", "n_bytes", "val_loss", "is_best", "is_last", "created_at"]


def event_json(event: RunEvent) -> dict[str, Any]:
    """Return an event as clients get it: seq, type, step, time (unix seconds) and its payload."""
    shown = {"seq": event.seq, "type": event.type, "step": event.step, "time": event.time.timestamp()}
    shown.update(event.payload)
    if "code" in event.payload and event.type in ("log", "diagnosis"):
        values = {"step": event.step, **(event.payload.get("values") or {})}
        shown["detail"] = sentence(event.payload["code"], values)
    return shown
