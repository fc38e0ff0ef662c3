"""`/api/v1/sweeps/`."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.sharing import SharingSerializer
from accounts.models import User
from training import selectors
from training.api.data import OwnedViewSet
from training.api.inputs import HOW_KNOWN, TokenizerOptions
from training.api.named import corpus_named, tokenizer_named, version_named
from training.core.space import MOST_TRIALS
from training.models import Sweep, SweepTrial
from training.services.silences import silence_of
from training.services.sweep_estimates import sweep_estimate
from training.services.sweeps import MOST_SEED, search_of, sweep_create, sweep_delete, sweep_share, sweep_stop
from training.services.vocabularies import CUT_BY_DEFAULT, vocab_size_of_run
from training.words import corpus_title

ENDED = ("completed", "stopped", "failed")


class SweepInput(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    version = serializers.CharField(max_length=12, required=False, allow_null=True)
    design = serializers.DictField(required=False, allow_null=True)
    corpus = serializers.CharField(max_length=60, help_text="The id, or the short name of a shipped corpus.")
    tokenizer = serializers.CharField(max_length=12, required=False, allow_null=True)
    tokenizer_options = TokenizerOptions(required=False, allow_null=True)
    config = serializers.DictField(required=False, default=dict)
    method = serializers.ChoiceField(["grid", "random"], required=False, default="grid")
    space = serializers.ListField(
        child=serializers.DictField(),
        help_text="Each {name, of: config or vars, values} or {name, of, low, high, log, whole, multiple_of}; "
        "titles call it by its label and its values as told says, where given.",
    )
    n_trials = serializers.IntegerField(required=False, default=8, min_value=1, max_value=MOST_TRIALS)
    seed = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=MOST_SEED - 1,
        help_text="Of random draws. Without one a fresh one is taken, and told in the answer.",
    )


class SweepEstimateInput(SweepInput):
    measure = serializers.BooleanField(
        required=False, default=True, help_text="Have its first run measured by a short trial."
    )


class Span(serializers.Serializer[Any]):
    least = serializers.FloatField()
    most = serializers.FloatField()


class SweepEstimate(serializers.Serializer[Any]):
    n_runs = serializers.IntegerField()
    n_measured = serializers.IntegerField(
        help_text="Of the runs; the others are worked out from what is alike."
    )
    n_parameters = Span()
    seconds = Span(help_text="Of each run.")
    device_seconds = serializers.FloatField(help_text="Of all runs on all their devices.")
    over_in_s = serializers.FloatField(
        allow_null=True, help_text="If it were queued now and nobody came after it; null: nobody can tell."
    )
    state = serializers.ChoiceField(HOW_KNOWN)


class TrialSerializer(serializers.ModelSerializer[SweepTrial]):
    """One point of the space, and how its run does."""

    n_parameters = serializers.SerializerMethodField()
    run = serializers.SerializerMethodField()

    class Meta:
        model = SweepTrial
        fields = ["number", "values", "queued", "n_parameters", "run"]

    def get_n_parameters(self, trial: SweepTrial) -> int | None:
        found: int | None = trial.plan.get("n_parameters")
        return found

    def get_run(self, trial: SweepTrial) -> dict[str, Any] | None:
        run = trial.run
        if run is None:
            return None
        names = ("id", "title", "state", "step", "total_steps", "train_loss", "val_loss", "best_val_loss")
        more = ("bits_per_byte", "tokens_seen", "trained_s", "rolled")
        told = {name: getattr(run, name) for name in (*names, *more)}
        return {**told, "silent_s": silence_of(run)}


class SweepSerializer(SharingSerializer):
    owner = serializers.CharField(source="owner.username", read_only=True)
    corpus_title = serializers.SerializerMethodField()
    trials = TrialSerializer(many=True, read_only=True)
    done = serializers.SerializerMethodField()

    class Meta:
        model = Sweep
        fields = [
            "id", "title", "owner", "visibility", "courses", "method", "space", "seed", "corpus", "corpus_title",
            "stopped_at", "created_at", "done", "trials",
        ]  # fmt: skip
        read_only_fields = [name for name in fields if name not in ("title", "visibility", "courses")]

    def share(self, *, user: User, thing: Sweep, visibility: str, courses: list[str] | None) -> None:
        sweep_share(user=user, sweep=thing, visibility=visibility, courses=courses)

    def get_corpus_title(self, sweep: Sweep) -> str | None:
        return corpus_title(sweep.corpus.slug, sweep.corpus.title) if sweep.corpus else None

    def get_done(self, sweep: Sweep) -> bool:
        """Whether nothing is left to queue or to train."""
        trials = list(sweep.trials.all())
        waiting = sweep.goes_on and any(not trial.queued for trial in trials)
        return not waiting and all(trial.run is None or trial.run.state in ENDED for trial in trials)


class SweepViewSet(OwnedViewSet):
    serializer_class = SweepSerializer
    filterset_fields = ["owner", "visibility"]
    search_fields = ["title"]
    ordering_fields = ["created_at", "title"]
    queryset = Sweep.objects.none()

    def get_queryset(self) -> QuerySet[Sweep]:
        return selectors.sweeps(self.request.user)

    @extend_schema(request=SweepInput, responses={201: SweepSerializer})
    def create(self, request: Request) -> Response:
        """Make a search: every point is checked now; runs are queued as there is room for them."""
        given = self._given(SweepInput(data=request.data))
        sweep = sweep_create(user=self.person(), **given)
        shown = self.get_serializer(self.get_queryset().get(pk=sweep.pk))
        return Response(shown.data, status.HTTP_201_CREATED)

    @extend_schema(request=SweepEstimateInput, responses=SweepEstimate)
    @action(detail=False, methods=["post"])
    def estimate(self, request: Request) -> Response:
        """Tell what a search would cost, without starting it. While `state` says `measuring`, ask again."""
        given = self._given(SweepEstimateInput(data=request.data))
        tokenizer, options = given.get("tokenizer"), given.get("tokenizer_options") or CUT_BY_DEFAULT
        search = search_of(
            user=self.person(),
            vocab_size=vocab_size_of_run(tokenizer, options, given["corpus"]),
            seed=given.get("seed"),
            **{name: given[name] for name in ("design", "config", "space", "method", "n_trials")},
        )
        text = {"corpus": given["corpus"], "tokenizer": tokenizer, "kind": options["kind"]}
        return Response(sweep_estimate(search=search, **text, user=self.person(), measure=given["measure"]))

    @extend_schema(request=None, responses=SweepSerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:
        """Stop all runs of the search, and queue no more."""
        sweep_stop(sweep=self.mine())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Forget a search that is over; its runs stay."""
        sweep_delete(sweep=self.mine())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _given(self, asked: SweepInput) -> dict[str, Any]:
        """Return what was asked, with what it names. Raises ValidationError or ProductError."""
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        given["corpus"] = corpus_named(self.request.user, given["corpus"])
        given["design"] = self._design(given.pop("version", None), given.get("design"))
        named = given.pop("tokenizer", None)
        if named:
            given["tokenizer"] = tokenizer_named(self.request.user, named)
        return given

    def _design(self, version: str | None, design: dict[str, Any] | None) -> dict[str, Any]:
        if version:
            design = version_named(self.request.user, version).design
        if not design:
            raise ValidationError({"version": _("Choose an architecture to train.")})
        return design
