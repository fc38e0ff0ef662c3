"""`/api/v1/d/{token}/`: a design by its public link, for anybody."""

from __future__ import annotations

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from accounts.models import User
from architectures import selectors
from architectures.api.serializers import ArchitectureDetailSerializer, LinkedSerializer
from architectures.services import architecture_duplicate


class LinkThrottle(AnonRateThrottle):
    """How often strangers of one address may ask; a whole class may sit behind it."""

    scope = "public_link"


class LinkedView(APIView):
    """A design that somebody shows to whoever has the link. It cannot be changed here."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (LinkThrottle,)

    @extend_schema(responses=LinkedSerializer, auth=[])
    def get(self, request: Request, token: str) -> Response:
        headers = {"X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
        shown = LinkedSerializer(selectors.get_linked(token)).data
        return Response(shown, status.HTTP_200_OK, headers=headers)


class LinkedCopyView(APIView):
    """A copy of one's own of the design behind a public link."""

    throttle_classes = (LinkThrottle,)

    @extend_schema(request=None, responses={201: ArchitectureDetailSerializer})
    def post(self, request: Request, token: str) -> Response:
        user = cast(User, request.user)
        made = architecture_duplicate(user=user, architecture=selectors.get_linked(token))
        shown = ArchitectureDetailSerializer(made, context={"request": request}).data
        return Response(shown, status.HTTP_201_CREATED)
