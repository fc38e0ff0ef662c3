"""REST of blocks, presets and architectures."""

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from architectures import selectors, services
from architectures.api import serializers
from architectures.api.versions import VersionActions
from architectures.cards import card
from architectures.core.blocks import registry
from architectures.core.presets import presets
from architectures.core.validate import validate
from architectures.devices import devices
from architectures.models import Architecture
from architectures.palette import blocks_json
from architectures.services.exporting import Exported
from architectures.words import with_words
from common.errors import ProductError
from common.parsers import BoundedJSONParser

CARD_AGE = 300  # seconds for which a browser keeps a card


class AsAsked(DefaultContentNegotiation):
    """Here ?format= names the kind of file, not a renderer of the framework."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type or ""


class BlocksView(APIView):
    """The blocks that a design may use, with the JSON Schema of their parameters."""

    @extend_schema(responses=serializers.BlockSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(blocks_json())


class BlockCardView(APIView):
    """What a block and its parameters are, for those who learn it: HTML with formulas as KaTeX source.

    Anybody may read it, as the page of blocks: who looks at a design by its public link learns too.
    """

    permission_classes = (AllowAny,)

    @extend_schema(responses=serializers.CardSerializer)
    def get(self, request: Request, type: str) -> Response:
        spec = registry().get(type)
        if spec is None:
            raise NotFound(_("There is no such block."))
        answer = Response(serializers.CardSerializer(card(spec, get_language() or "en")).data)
        patch_cache_control(answer, private=True, max_age=CARD_AGE)
        return answer


class DevicesView(APIView):
    """Machines to try a design's size on: common ones, and this site's own."""

    @extend_schema(responses=serializers.DeviceSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(serializers.DeviceSerializer(devices(), many=True).data)


class PresetsView(APIView):
    """The designs that ship with the product."""

    @extend_schema(
        parameters=[serializers.PresetQuerySerializer], responses=serializers.PresetSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        asked = serializers.PresetQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = presets(asked.validated_data.get("group"))
        return Response(serializers.PresetSerializer(found, many=True).data)


class ArchitectureViewSet(VersionActions, mixins.ListModelMixin):
    """Designs that people keep."""

    serializer_class = serializers.ArchitectureSerializer
    filterset_fields = {"visibility": ["exact"], "owner": ["exact"], "owner__username": ["exact"]}
    search_fields = ("title",)
    ordering_fields = ("created_at", "updated_at", "title")
    queryset = Architecture.objects.none()

    def get_queryset(self) -> QuerySet[Architecture]:
        return selectors.architectures(self.request.user)

    def person(self) -> User:
        return cast(User, self.request.user)

    @extend_schema(responses=serializers.ArchitectureDetailSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.answer(pk)

    @extend_schema(
        request=serializers.CreateSerializer, responses={201: serializers.ArchitectureDetailSerializer}
    )
    def create(self, request: Request) -> Response:
        """Make an architecture from a preset's slug or from a design."""
        given = serializers.CreateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        if not data.get("preset") and "design" not in data:
            raise ProductError(_("Name a preset, or send a design."), code="required", attr="design")
        preset = selectors.get_preset(data["preset"]) if data.get("preset") else None
        made = services.architecture_import(
            user=self.person(),
            document=preset.design if preset else data["design"],
            title=data.get("title") or (preset.title if preset else ""),
        )
        return self.answer(made.pk, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.SaveSerializer, responses=serializers.ArchitectureDetailSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Save a new state of the design, made from `revision`; or change the title or the visibility."""
        held = self.own(pk)
        given = serializers.SaveSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        services.architecture_change(user=self.person(), architecture=held, **given.validated_data)
        return self.answer(pk)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        services.architecture_delete(architecture=self.own(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=serializers.ValidateSerializer, responses=serializers.ReportSerializer)
    @action(detail=False, methods=["post"], url_path="validate")
    def check(self, request: Request) -> Response:
        """Check a design and count its costs. Nothing is kept; an unsound design is a good answer."""
        given = serializers.ValidateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        services.design_size_check(given.validated_data["design"])
        return Response(with_words(validate(**given.validated_data).to_json()))

    @extend_schema(
        request={
            "multipart/form-data": serializers.ImportSerializer,
            "application/json": OpenApiTypes.OBJECT,
        },
        responses={201: serializers.ArchitectureDetailSerializer},
    )
    @action(
        detail=False,
        methods=["post"],
        url_path="import",
        parser_classes=[BoundedJSONParser, MultiPartParser, FormParser],
    )
    def bring(self, request: Request) -> Response:
        """Make an architecture of an exported design or a published config.json: the file, or the JSON as the body.

        Or of the config of a published model: `{"hub": "owner/name"}`.
        """
        if isinstance(request.data, dict) and isinstance(request.data.get("hub"), str):
            hub = serializers.HubSerializer(data=request.data)
            hub.is_valid(raise_exception=True)
            from_hub = services.architecture_import_hub(user=self.person(), **hub.validated_data)
            return self.answer(from_hub.pk, status.HTTP_201_CREATED)
        title, document = imported(request)
        made = services.architecture_import(user=self.person(), document=document, title=title)
        return self.answer(made.pk, status.HTTP_201_CREATED)

    @extend_schema(
        request={
            "multipart/form-data": serializers.ImportSerializer,
            "application/json": OpenApiTypes.OBJECT,
        },
        responses=serializers.ReadSerializer,
    )
    @action(detail=False, methods=["post"], parser_classes=[BoundedJSONParser, MultiPartParser, FormParser])
    def read(self, request: Request) -> Response:
        """Read an exported design or a published config.json, and keep nothing: for a canvas that is open."""
        title, document = imported(request)
        found = services.document_read(document)
        body = {"title": title or found.title, "design": found.design.to_json(), "family": found.family}
        return Response(serializers.ReadSerializer(body).data)

    @extend_schema(request=None, responses={201: serializers.ArchitectureDetailSerializer})
    @action(detail=True, methods=["post"])
    def duplicate(self, request: Request, pk: str) -> Response:
        """Make a copy of one's own of any design that one may see."""
        found = selectors.get_architecture(request.user, pk)
        made = services.architecture_duplicate(user=self.person(), architecture=found)
        return self.answer(made.pk, status.HTTP_201_CREATED)

    @extend_schema(methods=["POST"], request=None, responses=serializers.LinkSerializer)
    @extend_schema(methods=["DELETE"], request=None, responses={204: None})
    @action(detail=True, methods=["post", "delete"])
    def link(self, request: Request, pk: str) -> Response:
        """Make a public link (an old one no longer works), or take it away."""
        held = self.own(pk)
        if request.method == "DELETE":
            services.link_off(architecture=held)
            return Response(status=status.HTTP_204_NO_CONTENT)
        token = services.link_make(architecture=held)
        return Response({"link": serializers.link_address(request, token)})

    @extend_schema(
        parameters=[
            OpenApiParameter("format", enum=["json", "huggingface", "python", "svg", "png", "table"])
        ],
        responses=OpenApiTypes.BINARY,
    )
    @action(detail=True, content_negotiation_class=AsAsked)
    def export(self, request: Request, pk: str) -> HttpResponse:
        """Download the design: as JSON, as a PyTorch file that has been tried out, as a figure or as a table."""
        found = selectors.get_architecture(request.user, pk)
        form = request.query_params.get("format", "json")
        design = services.design_read(found.current.design if found.current else {})
        return exported(services.design_export(design=design, form=form, title=found.title))


def exported(file: Exported) -> HttpResponse:
    """A file as an attachment; of code, also how far its logits were from the model's."""
    answer = HttpResponse(file.content, content_type=file.content_type)
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    answer["Content-Disposition"] = disposition or "attachment"
    if file.difference is not None:
        answer["X-Largest-Logit-Difference"] = f"{file.difference:.3e}"
    return answer


def imported(request: Request) -> tuple[str, Any]:
    """Return the title and the document of a request to import: a file's bytes, or the body as it is."""
    if not request.content_type.startswith("application/json"):
        given = serializers.ImportSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return given.validated_data["title"], given.validated_data["file"].read()
    if not isinstance(request.data, dict):
        raise ProductError(
            _("A design is a JSON object. Export one and compare."), code="invalid", attr="design"
        )
    if isinstance(request.data.get("design"), dict) and "nodes" not in request.data:
        return str(request.data.get("title") or ""), request.data["design"]
    return "", request.data
