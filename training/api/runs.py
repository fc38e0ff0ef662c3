"""`/api/v1/runs/`."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import rights
from accounts.quotas import limits_for
from architectures.models import Architecture, ArchitectureVersion
from training import selectors, services
from training.api.data import OwnedViewSet
from training.api.inputs import Estimate, EstimateInput, Events, Log, Metrics, RunInput, StopInput
from training.models import Run, Tokenizer
from training.serializers import RunDetailSerializer, RunSerializer, event_json
from training.services.designs import checked_config, checked_design
from training.services.estimates import estimate
from training.services.starts import StartWeights, start_named


class RunViewSet(OwnedViewSet):
    serializer_class = RunSerializer
    filterset_fields = ["state", "corpus", "tokenizer", "version", "owner", "visibility"]
    search_fields = ["title"]
    ordering_fields = ["created_at", "title", "val_loss", "n_parameters", "state"]
    queryset = Run.objects.none()

    def get_queryset(self) -> QuerySet[Run]:
        return selectors.runs(self.request.user)

    @extend_schema(responses=RunDetailSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(RunDetailSerializer(self.get_object(), context=self.get_serializer_context()).data)

    @extend_schema(
        request=RunInput,
        responses={201: RunDetailSerializer},
        parameters=[OpenApiParameter("Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER)],
    )
    def create(self, request: Request) -> Response:
        """Queue a training. With an `Idempotency-Key`, asking twice creates once."""
        given = RunInput(data=request.data)
        given.is_valid(raise_exception=True)
        options = {**given.validated_data, **self._made_of(given.validated_data)}
        options["corpus"] = selectors.get_corpus(request.user, options["corpus"])
        key = request.headers.get("Idempotency-Key", "")[:80]
        run = services.run_create(user=self.person(), idempotency_key=key, **options)
        shown = RunDetailSerializer(run, context=self.get_serializer_context())
        return Response(shown.data, status.HTTP_201_CREATED)

    @extend_schema(request=EstimateInput, responses=Estimate)
    @action(detail=False, methods=["post"])
    def estimate(self, request: Request) -> Response:
        """Tell what a training would cost, without starting it."""
        given = EstimateInput(data=request.data)
        given.is_valid(raise_exception=True)
        made_of = self._made_of(given.validated_data)
        config = checked_config(given.validated_data["config"], limits_for(self.person()).max_minutes)
        options = given.validated_data.get("tokenizer_options") or {}
        tokenizer: Tokenizer | None = made_of["tokenizer"]
        start: StartWeights | None = made_of["start"]
        own = start or tokenizer
        vocab_size = own.vocab_size if own else options.get("vocab_size")
        version: ArchitectureVersion | None = made_of["version"]
        design = version.design if version else given.validated_data.get("design")
        design = design or (start.design if start else None)
        return Response(estimate(facts=checked_design(design, config, vocab_size), config=config))

    @extend_schema(request=StopInput, responses=RunSerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:
        """Checkpoint and stop; with `force`, end at once."""
        given = StopInput(data=request.data)
        given.is_valid(raise_exception=True)
        run = services.run_stop(run=self.mine(), force=given.validated_data["force"])
        return Response(self.get_serializer(run).data)

    @extend_schema(request=None, responses=RunSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Go on from the last checkpoint."""
        return Response(self.get_serializer(services.run_resume(run=self.mine())).data)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a run that is not running, with its files."""
        services.run_delete(run=self.mine())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=Events, parameters=[OpenApiParameter("after", OpenApiTypes.INT)])
    @action(detail=True, pagination_class=None, filter_backends=[])
    def events(self, request: Request, pk: str) -> Response:
        """Events numbered above `after`, at most 1000; ask again with the last number."""
        after = request.query_params.get("after", "0")
        if not after.isdecimal() or len(after) > 18:
            raise ValidationError({"after": _("A whole number is expected.")})
        rows = selectors.events_after(self.get_object().pk, int(after))
        last = rows[-1].seq if rows else int(after)
        return Response({"events": [event_json(row) for row in rows], "last_seq": last})

    @extend_schema(responses=Metrics)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def metrics(self, request: Request, pk: str) -> Response:
        """The whole loss curves."""
        return Response(selectors.metrics(self.get_object()))

    @extend_schema(responses=Log)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def log(self, request: Request, pk: str) -> Response:
        """The end of what the trainer printed."""
        return Response({"text": selectors.log_tail(self.get_object())})

    def _made_of(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the version, the tokenizer and the start that were named, if this person may see them."""
        user = self.request.user
        version = tokenizer = None
        if given.get("version"):
            seen = rights.visible(Architecture.objects.all(), user)
            found = ArchitectureVersion.objects.filter(architecture__in=seen, pk=given["version"])
            version = found.first()
            if version is None:
                raise ValidationError({"version": _("There is no such version that you may see.")})
        if given.get("tokenizer"):
            tokenizer = rights.get_visible_or_404(Tokenizer.objects.all(), user, given["tokenizer"])
        start = start_named(self.person(), given["start"]) if given.get("start") else None
        return {"version": version, "tokenizer": tokenizer, "start": start}
