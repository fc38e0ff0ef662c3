"""`/api/v1/runs/`."""

from __future__ import annotations

from typing import Any, get_args

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.quotas import limits_for
from architectures.models import ArchitectureVersion
from training import selectors, services
from training.api.data import OwnedViewSet
from training.api.inputs import (
    Curve,
    DemonstrationInput,
    Estimate,
    EstimateInput,
    Events,
    Log,
    Metrics,
    MetricsQuery,
    OwnRuns,
    ResumeInput,
    RetryInput,
    RunInput,
    StepsQuery,
    StopInput,
)
from training.api.named import corpus_named, course_named, tokenizer_named, version_named
from training.api.takeaway import job_response
from training.comparing import compared
from training.core.events import EventType
from training.curves import Window, curves, device_uses, sparks
from training.models import Run, Tokenizer
from training.serializers import CheckpointSerializer, RunDetailSerializer, RunSerializer, event_json
from training.services.demonstrations import demonstration_end, demonstration_set
from training.services.designs import checked_config, checked_design
from training.services.estimates import estimate
from training.services.paces import Text, training_text
from training.services.starts import StartWeights, start_named

DEVICE_POINTS = 300
SMALL_CURVES = 100  # at once
SPARK_POINTS = 60


def named_ids(request: Request) -> list[str]:
    """Return the ids of the address, each once."""
    given = request.query_params.get("ids", "").replace("\0", "")
    return list(dict.fromkeys(pk.strip() for pk in given.split(",") if pk.strip()))


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
        if course := options.pop("demonstration", None):
            options["demonstration"] = course_named(request.user, course, "demonstration")
        options["corpus"] = corpus_named(request.user, options["corpus"])
        key = request.headers.get("Idempotency-Key", "")[:80]
        run = services.run_create(user=self.person(), idempotency_key=key, **options)
        shown = RunDetailSerializer(run, context=self.get_serializer_context())
        return Response(shown.data, status.HTTP_201_CREATED)

    @extend_schema(request=EstimateInput, responses=Estimate)
    @action(detail=False, methods=["post"])
    def estimate(self, request: Request) -> Response:
        """Tell what a training would cost, without starting it.

        What is not known is calculated and, with `measure`, measured meanwhile: ask again while `state` says so.
        """
        given = EstimateInput(data=request.data)
        given.is_valid(raise_exception=True)
        made_of = self._made_of(given.validated_data)
        config = checked_config(given.validated_data["config"], limits_for(self.person()))
        options = given.validated_data.get("tokenizer_options") or {}
        tokenizer: Tokenizer | None = made_of["tokenizer"]
        start: StartWeights | None = made_of["start"]
        version: ArchitectureVersion | None = made_of["version"]
        design = version.design if version else given.validated_data.get("design")
        design = design or (start.design if start else None)
        kind = start.tokenizer_kind if start else options.get("kind", "bpe")
        corpus, text = None, Text()
        if named := given.validated_data.get("corpus"):
            corpus = corpus_named(request.user, named)
            text = training_text(corpus, tokenizer, kind, config["val_fraction"])
        vocab_size = services.vocab_size_of_run(tokenizer, {**options, "kind": kind}, corpus, start)
        facts = checked_design(design, config, vocab_size, begun=start is not None)
        asking = self.person() if given.validated_data["measure"] else None
        return Response(estimate(facts=facts, config=config, vocab_size=vocab_size, text=text, user=asking))

    @extend_schema(
        responses=OpenApiTypes.OBJECT,
        parameters=[
            OpenApiParameter("ids", OpenApiTypes.STR, required=True, description="Of runs, with commas."),
            OpenApiParameter("points", OpenApiTypes.INT),
        ],
    )
    @action(detail=False, pagination_class=None, filter_backends=[])
    def compare(self, request: Request) -> Response:
        """Runs beside one another: what they reached, their curves, their designs, the options in which they differ."""
        asked = MetricsQuery(data={"points": request.query_params.get("points", "300")})
        asked.is_valid(raise_exception=True)
        return Response(compared(request.user, named_ids(request), asked.validated_data["points"]))

    @extend_schema(
        responses=OpenApiTypes.OBJECT,
        parameters=[
            OpenApiParameter("ids", OpenApiTypes.STR, required=True, description="Of runs, with commas.")
        ],
    )
    @action(detail=False, pagination_class=None, filter_backends=[])
    def live(self, request: Request) -> Response:
        """The summaries of some runs and their loss curves in small; those that are not there are left out."""
        runs = list(self.get_queryset().filter(pk__in=named_ids(request)[:SMALL_CURVES]))
        small = sparks(runs, SPARK_POINTS)
        shown = self.get_serializer(runs, many=True).data
        return Response({"runs": [{**one, "spark": small[one["id"]]} for one in shown]})

    @extend_schema(responses=OwnRuns)
    @action(detail=False, pagination_class=None, filter_backends=[], url_path="going-on")
    def going_on(self, request: Request) -> Response:
        """The states of one's own runs that are not over, by their id; `/ws/me/` tells the same at each change."""
        me = self.person().pk
        return Response({"runs": selectors.runs_going_on([me])[me]})

    @extend_schema(request=StopInput, responses=RunSerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:
        """Checkpoint and stop; with `force`, end at once."""
        given = StopInput(data=request.data)
        given.is_valid(raise_exception=True)
        run = services.run_stop(run=self.mine(), force=given.validated_data["force"])
        return Response(self.get_serializer(run).data)

    @extend_schema(methods=["POST"], request=DemonstrationInput, responses=RunSerializer)
    @extend_schema(methods=["DELETE"], request=None, responses=RunSerializer)
    @action(detail=True, methods=["post", "delete"])
    def demonstration(self, request: Request, pk: str) -> Response:
        """Let the run go first, as the demonstration of a course that one teaches; or let it wait like any other."""
        run = self.mine()
        if request.method == "DELETE":
            return Response(self.get_serializer(demonstration_end(run=run)).data)
        given = DemonstrationInput(data=request.data)
        given.is_valid(raise_exception=True)
        course = course_named(request.user, given.validated_data["course"], "course")
        return Response(self.get_serializer(demonstration_set(run=run, course=course)).data)

    @extend_schema(request=ResumeInput, responses=RunSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Go on from the last checkpoint; with `devices`, on another number of devices."""
        given = ResumeInput(data=request.data)
        given.is_valid(raise_exception=True)
        run = services.run_resume(run=self.mine(), devices=given.validated_data["devices"])
        return Response(self.get_serializer(run).data)

    @extend_schema(
        request=RetryInput,
        responses={201: RunSerializer},
        parameters=[OpenApiParameter("Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER)],
    )
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Queue a new run like this one, with the options changed that its fault names, or those of `fix`."""
        given = RetryInput(data=request.data)
        given.is_valid(raise_exception=True)
        key = request.headers.get("Idempotency-Key", "")[:80]
        fix = given.validated_data.get("fix")
        run = services.run_retry(run=self.mine(), fix=fix, idempotency_key=key)
        return Response(self.get_serializer(run).data, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a run that is not running, with its files."""
        services.run_delete(run=self.mine())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        responses=Events,
        parameters=[
            OpenApiParameter("after", OpenApiTypes.INT),
            OpenApiParameter("types", OpenApiTypes.STR, description="Only these, as `sample,log`."),
        ],
    )
    @action(detail=True, pagination_class=None, filter_backends=[])
    def events(self, request: Request, pk: str) -> Response:
        """Events numbered above `after`, at most 1000; ask again with the last number."""
        after = request.query_params.get("after", "0")
        if not after.isdecimal() or len(after) > 18:
            raise ValidationError({"after": _("A whole number is expected.")})
        types = [name for name in request.query_params.get("types", "").split(",") if name]
        if unknown := set(types) - set(get_args(EventType)):
            raise ValidationError(
                {"types": _("There are no events “%(name)s”.") % {"name": min(unknown)[:20]}}
            )
        rows = selectors.events_after(self.get_object().pk, int(after), types=types)
        last = rows[-1].seq if rows else int(after)
        return Response({"events": [event_json(row) for row in rows], "last_seq": last})

    @extend_schema(responses=Metrics, parameters=[MetricsQuery])
    @action(detail=True, pagination_class=None, filter_backends=[])
    def metrics(self, request: Request, pk: str) -> Response:
        """The curves: every point, or with `points` about as many, of the whole run or of a part of it."""
        asked = MetricsQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        run, given = self.get_object(), asked.validated_data
        if "points" not in given:
            return Response(selectors.metrics(run))
        window = Window(given["points"], given["start"], given["stop"], given["series"])
        return Response(curves(run, window))

    @extend_schema(responses=Curve, parameters=[StepsQuery])
    @action(detail=True, pagination_class=None, filter_backends=[], url_path="device-use")
    def device_use(self, request: Request, pk: str) -> Response:
        """What the processes of the run used of the machine, sample by sample, of all of it or of some steps."""
        asked = StepsQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Response(device_uses(self.get_object(), DEVICE_POINTS, **asked.validated_data))

    @extend_schema(responses=CheckpointSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def checkpoints(self, request: Request, pk: str) -> Response:
        """The checkpoints that are kept, newest first: the last, from which it goes on, and the best among them."""
        rows = selectors.checkpoints(self.get_object())
        return Response(CheckpointSerializer(rows, many=True).data)

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def job(self, request: Request, pk: str) -> StreamingHttpResponse:
        """The job and the code that trains it, as a zip to run on any machine: its README.txt says how."""
        return job_response(self.get_object(), self.person())

    @extend_schema(responses=Log)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def log(self, request: Request, pk: str) -> Response:
        """The end of what the trainer printed."""
        return Response({"text": selectors.log_tail(self.get_object())})

    def _made_of(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the version, the tokenizer and the start that were named, if this person may see them."""
        user = self.request.user
        version = version_named(user, given["version"]) if given.get("version") else None
        tokenizer = tokenizer_named(user, given["tokenizer"]) if given.get("tokenizer") else None
        start = start_named(self.person(), given["start"]) if given.get("start") else None
        return {"version": version, "tokenizer": tokenizer, "start": start}
