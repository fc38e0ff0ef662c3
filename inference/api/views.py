"""REST of completed models."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from inference import selectors, services
from inference.api.download import export_response, weights_response
from inference.api.filters import CompletedModelFilter
from inference.api.serializers import (
    CompletedModelChangeSerializer,
    CompletedModelDetailSerializer,
    CompletedModelSerializer,
    GenerateRequest,
    GenerationAnswerSerializer,
    ModelExportRequestSerializer,
    ModelExportSerializer,
    ModelTrainSerializer,
    RegisterSerializer,
    RegistrationSerializer,
)
from inference.models import CompletedModel
from training.selectors import get_corpus
from training.serializers import RunDetailSerializer
from training.services import run_create


@extend_schema(tags=["models"])
@extend_schema_view(list=extend_schema(summary="Models that you may use"))
class CompletedModelViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[CompletedModel]):
    """Trained models: look, rename, share, delete, download, and let them write."""

    queryset = CompletedModel.objects.none()
    serializer_class = CompletedModelSerializer
    permission_classes = [IsAuthenticated]
    filterset_class = CompletedModelFilter
    search_fields = ["title"]
    ordering_fields = ["created_at", "title", "n_parameters", "n_bytes", "train_loss", "val_loss"]

    def get_queryset(self) -> QuerySet[CompletedModel]:
        return selectors.models_visible_to(self.request.user)

    @extend_schema(summary="One model with its design and report", responses=CompletedModelDetailSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self._detail(selectors.get_model(request.user, pk))

    @extend_schema(
        summary="Rename or share a model",
        request=CompletedModelChangeSerializer,
        responses=CompletedModelDetailSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        model = selectors.get_editable_model(request.user, pk)
        change = CompletedModelChangeSerializer(data=request.data)
        change.is_valid(raise_exception=True)
        user = cast(User, request.user)
        return self._detail(services.completed_model_update(user=user, model=model, **change.validated_data))

    @extend_schema(summary="Delete a model and its files", responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        services.completed_model_delete(model=selectors.get_editable_model(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Let a model write on, whole answer",
        request=GenerateRequest,
        responses=GenerationAnswerSerializer,
    )
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def generate(self, request: Request, pk: str) -> Response:
        model = selectors.get_model(request.user, pk)
        asked = services.parse_request(_plain(request.data))
        user = cast(User, request.user)
        answer = services.generate(model=model, user=user, request=asked)
        return Response(GenerationAnswerSerializer(answer).data)

    @extend_schema(
        summary="Train a model further on a corpus",
        request=ModelTrainSerializer,
        responses={201: RunDetailSerializer},
        parameters=[OpenApiParameter("Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER)],
    )
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def train(self, request: Request, pk: str) -> Response:
        start = services.start_of(selectors.get_model(request.user, pk))
        given = ModelTrainSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        user, options = cast(User, request.user), dict(given.validated_data)
        corpus = get_corpus(user, options.pop("corpus"))
        key = request.headers.get("Idempotency-Key", "")[:80]
        run = run_create(user=user, corpus=corpus, start=start, idempotency_key=key, **options)
        shown = RunDetailSerializer(run, context=self.get_serializer_context())
        return Response(shown.data, status.HTTP_201_CREATED)

    @extend_schema(
        summary="The weights as a safetensors file",
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="Weights.")
        },
    )
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def download(self, request: Request, pk: str) -> StreamingHttpResponse:
        return weights_response(selectors.get_model(request.user, pk))

    @extend_schema(
        summary="The formats of a model, with their proofs", responses=ModelExportSerializer(many=True)
    )
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def exports(self, request: Request, pk: str) -> Response:
        found = selectors.exports_of(selectors.get_model(request.user, pk))
        return Response(ModelExportSerializer(found, many=True).data)

    @extend_schema(
        summary="Export a model in a format",
        request=ModelExportRequestSerializer,
        responses={202: ModelExportSerializer},
    )
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def export(self, request: Request, pk: str) -> Response:
        model = selectors.get_model(request.user, pk)
        asked = ModelExportRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        user = cast(User, request.user)
        export = services.export_request(model=model, user=user, **asked.validated_data)
        return Response(ModelExportSerializer(export).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(
        summary="Put a model into MLflow's registry, once it is exported and proven",
        request=RegisterSerializer,
        responses={202: RegistrationSerializer},
    )
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def register(self, request: Request, pk: str) -> Response:
        model = selectors.get_editable_model(request.user, pk)
        given = RegisterSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        user = cast(User, request.user)
        found = services.register_request(model=model, user=user, **given.validated_data)
        shown = RegistrationSerializer(found, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(
        summary="A proven export as a zip file",
        responses={
            (200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, description="The files, packed.")
        },
    )
    @action(
        detail=True,
        methods=["get"],
        url_path="exports/(?P<format_name>[a-z]+)/download",
        filterset_class=None,
        pagination_class=None,
    )
    def export_download(self, request: Request, pk: str, format_name: str) -> StreamingHttpResponse:
        model = selectors.get_model(request.user, pk)
        return export_response(selectors.get_export(model, format_name))

    def _detail(self, model: CompletedModel) -> Response:
        context = self.get_serializer_context()
        return Response(CompletedModelDetailSerializer(model, context=context).data)


def _plain(data: Any) -> Any:
    """Form fields as a plain dictionary, JSON as it is."""
    return data.dict() if hasattr(data, "dict") else data
