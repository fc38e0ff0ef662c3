"""REST of imports: `/api/v1/models/import/`."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from common.parsers import BoundedJSONParser
from inference import selectors, services
from inference.models import ModelImport
from inference.serializers import ModelImportSerializer
from inference.words import sentence
from training.services.corpora import check_disk


class ModelImportInput(serializers.Serializer[Any]):
    """The files of a published folder or one archive of them, or a hub id."""

    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), required=False, default=list
    )
    hub = serializers.CharField(max_length=200, required=False, default="", help_text="“owner/name”")
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["files"]) == bool(attrs["hub"]):
            raise serializers.ValidationError({"files": sentence("import_nothing")})
        return attrs


@extend_schema(tags=["models"])
@extend_schema_view(
    list=extend_schema(summary="Your imports"),
    retrieve=extend_schema(summary="How far an import is, and what came of it"),
)
class ModelImportViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[ModelImport]
):
    """Published models on their way in."""

    queryset = ModelImport.objects.none()
    serializer_class = ModelImportSerializer
    permission_classes = [IsAuthenticated]
    parser_classes = [MultiPartParser, FormParser, BoundedJSONParser]
    filterset_fields = ["state"]
    ordering_fields = ["created_at"]

    def get_queryset(self) -> QuerySet[ModelImport]:
        return selectors.imports_of(self.request.user)

    def perform_authentication(self, request: Request) -> None:
        """Refuse what is too large before the body is read, which checking a session's CSRF token does."""
        _check_length(request, getattr(request._request, "user", None))
        super().perform_authentication(request)
        _check_length(request, request.user)

    @extend_schema(
        summary="Bring a published model: its files, an archive of them, or its hub id",
        request={"multipart/form-data": ModelImportInput, "application/json": ModelImportInput},
        responses={202: ModelImportSerializer},
    )
    def create(self, request: Request) -> Response:
        given = ModelImportInput(data=request.data)
        given.is_valid(raise_exception=True)
        user, title = cast(User, request.user), given.validated_data["title"]
        if given.validated_data["hub"]:
            made = services.import_create_hub(user=user, repo=given.validated_data["hub"], title=title)
        else:
            made = services.import_create_upload(user=user, files=given.validated_data["files"], title=title)
        return Response(self.get_serializer(made).data, status.HTTP_202_ACCEPTED)

    @extend_schema(summary="Cancel or forget an import; what it has made stays", responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        services.import_delete(bringing=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _check_length(request: Request, user: Any) -> None:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if isinstance(user, User) and request.method == "POST" and length.isdecimal():
        check_disk(user, int(length))
