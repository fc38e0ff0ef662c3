"""REST of blocks, presets and architectures."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.rights import get_editable_or_404, visible
from architectures import services
from architectures.api import serializers
from architectures.core.blocks import registry
from architectures.core.presets import presets
from architectures.core.validate import validate
from architectures.models import Architecture
from architectures.words import with_words
from common.errors import ProductError


class BlocksView(APIView):
    """The blocks that a design may use, with the JSON Schema of their parameters."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return Response([spec.to_json() for spec in registry().values()])


class PresetsView(APIView):
    """The designs that ship with the product."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return Response(
            [
                {
                    "slug": preset.slug,
                    "title": preset.title,
                    "summary": dict(preset.summary),
                    "sources": list(preset.sources),
                    "design": preset.design.to_json(),
                }
                for preset in presets()
            ]
        )


class ArchitectureViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet[Architecture],
):
    """Designs that people keep."""

    filterset_fields = ["visibility"]
    search_fields = ["title"]
    ordering_fields = ["created_at", "updated_at", "title"]
    queryset = Architecture.objects.none()

    def get_queryset(self) -> QuerySet[Architecture]:
        rows = Architecture.objects.select_related("owner", "current", "current__author")
        return visible(rows, self.request.user)

    def get_serializer_class(self) -> Any:
        if self.action == "list":
            return serializers.ArchitectureSerializer
        return serializers.ArchitectureDetailSerializer

    def own(self) -> Architecture:
        """Return the named architecture if it may be changed; else 404."""
        return get_editable_or_404(self.get_queryset(), self.request.user, self.kwargs["pk"])

    def answer(self, pk: str, code: int = status.HTTP_200_OK) -> Response:
        found = self.get_queryset().get(pk=pk)
        return Response(serializers.ArchitectureDetailSerializer(found).data, code)

    @extend_schema(request=serializers.CreateSerializer, responses=serializers.ArchitectureDetailSerializer)
    def create(self, request: Request) -> Response:
        given = serializers.CreateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        title, design = start_of(given.validated_data)
        made = services.architecture_create(user=cast(User, request.user), title=title, design=design)
        return self.answer(made.pk, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.SaveSerializer, responses=serializers.ArchitectureDetailSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        held = self.own()
        given = serializers.SaveSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        title, visibility = data.pop("title", None), data.pop("visibility", None)
        if title is not None:
            services.architecture_rename(architecture=held, title=title)
        if visibility is not None:
            Architecture.objects.filter(pk=held.pk).update(visibility=visibility)
        if "design" in data:
            revision = data.pop("revision", held.revision)
            user = cast(User, request.user)
            services.architecture_save(user=user, architecture=held, revision=revision, **data)
        return self.answer(held.pk)

    def perform_destroy(self, instance: Architecture) -> None:
        self.own().delete()

    @extend_schema(request=serializers.ValidateSerializer, responses=OpenApiTypes.OBJECT)
    @action(detail=False, methods=["post"], url_path="validate")
    def check(self, request: Request) -> Response:
        given = serializers.ValidateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(with_words(validate(**given.validated_data).to_json()))

    @extend_schema(responses=serializers.VersionSerializer(many=True))
    @action(detail=True)
    def versions(self, request: Request, pk: str) -> Response:
        rows = self.get_object().versions.select_related("author")
        page: Any = self.paginate_queryset(cast(Any, rows))
        return self.get_paginated_response(serializers.VersionSerializer(page, many=True).data)

    @extend_schema(responses=serializers.VersionDetailSerializer)
    @action(detail=True, url_path=r"versions/(?P<number>\d{1,9})")
    def version(self, request: Request, pk: str, number: str) -> Response:
        found = get_object_or_404(self.get_object().versions.all(), number=int(number))
        return Response(serializers.VersionDetailSerializer(found).data)

    @extend_schema(request=serializers.RestoreSerializer, responses=serializers.ArchitectureDetailSerializer)
    @action(detail=True, methods=["post"], url_path=r"versions/(?P<number>\d{1,9})/restore")
    def restore(self, request: Request, pk: str, number: str) -> Response:
        given = serializers.RestoreSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        user, revision = cast(User, request.user), given.validated_data["revision"]
        held = services.version_restore(
            user=user, architecture=self.own(), number=int(number), revision=revision
        )
        return self.answer(held.pk)

    @extend_schema(request=None, responses=serializers.ArchitectureDetailSerializer)
    @action(detail=True, methods=["post"])
    def duplicate(self, request: Request, pk: str) -> Response:
        made = services.architecture_duplicate(user=cast(User, request.user), architecture=self.get_object())
        return self.answer(made.pk, status.HTTP_201_CREATED)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=True)
    def export(self, request: Request, pk: str) -> HttpResponse:
        found = self.get_object()
        answer = Response(found.current.design if found.current else {})
        answer["Content-Disposition"] = f'attachment; filename="{found.pk}.json"'
        return answer


def start_of(given: dict[str, Any]) -> tuple[str, Any]:
    """Return the title and the design to begin with."""
    if "preset" in given:
        preset = next((p for p in presets() if p.slug == given["preset"]), None)
        if preset is None:
            words = _("There is no preset “%(slug)s”.") % {"slug": given["preset"]}
            raise ProductError(words, code="unknown_preset", attr="preset")
        return given.get("title") or preset.title, preset.design
    if "design" not in given:
        raise ProductError(_("Name a preset, or send a design."), code="required", attr="design")
    document = given["design"]
    meta = document.get("meta") if isinstance(document, dict) else None
    title = meta.get("title") if isinstance(meta, dict) else None
    return given.get("title") or str(title or _("Untitled"))[:120], document
