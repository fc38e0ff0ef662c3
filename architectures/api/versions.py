"""The history of a design over REST, and where the design is now."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.acting import check_person
from accounts.models import User
from architectures import selectors, services
from architectures.api import serializers
from architectures.models import Architecture


class KeptDesigns(viewsets.GenericViewSet[Architecture]):
    """How every address of one design finds it and tells of it."""

    def own(self, pk: str) -> Architecture:
        """The design named, for changing it, if who is signed in is who the page was opened by."""
        check_person(self.request)
        return selectors.get_own_architecture(self.request.user, pk)

    def answer(self, pk: str, code: int = status.HTTP_200_OK) -> Response:
        found = selectors.get_architecture(self.request.user, pk)
        shape = serializers.ArchitectureDetailSerializer(found, context=self.get_serializer_context())
        return Response(shape.data, code)


class VersionActions(KeptDesigns):
    """Actions of one architecture that concern its versions."""

    @extend_schema(responses=serializers.RevisionSerializer)
    @action(detail=True)
    def revision(self, request: Request, pk: str) -> Response:
        """Which revision is the newest, and whose. Light enough to be asked often."""
        return Response(serializers.RevisionSerializer(selectors.get_revision(request.user, pk)).data)

    @extend_schema(responses=serializers.VersionRowSerializer(many=True), filters=False)
    @action(detail=True)
    def versions(self, request: Request, pk: str) -> Response:
        """The history, newest first, without the designs."""
        rows = selectors.versions(selectors.get_architecture(request.user, pk))
        page: Any = self.paginate_queryset(cast(Any, rows))
        return self.get_paginated_response(serializers.VersionRowSerializer(page, many=True).data)

    @extend_schema(methods=["get"], responses=serializers.VersionDetailSerializer)
    @extend_schema(
        methods=["patch"],
        request=serializers.DescribeSerializer,
        responses=serializers.VersionDetailSerializer,
    )
    @action(detail=True, methods=["get", "patch"], url_path=r"versions/(?P<number>\d{1,9})")
    def version(self, request: Request, pk: str, number: str) -> Response:
        """One state of the history with its design; PATCH gives it a name or a note, and keeps it for good."""
        if request.method == "PATCH":
            held = self.own(pk)
            given = serializers.DescribeSerializer(data=request.data)
            given.is_valid(raise_exception=True)
            found = services.version_describe(architecture=held, number=int(number), **given.validated_data)
        else:
            found = selectors.get_version(selectors.get_architecture(request.user, pk), int(number))
        return Response(serializers.VersionDetailSerializer(found).data)

    @extend_schema(request=serializers.RestoreSerializer, responses=serializers.ArchitectureDetailSerializer)
    @action(detail=True, methods=["post"], url_path=r"versions/(?P<number>\d{1,9})/restore")
    def restore(self, request: Request, pk: str, number: str) -> Response:
        """Make an older version the newest; what is newest now stays in the history."""
        held = self.own(pk)
        given = serializers.RestoreSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        services.version_restore(
            user=cast(User, request.user), architecture=held, number=int(number), **given.validated_data
        )
        return self.answer(pk)
