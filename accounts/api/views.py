"""REST of accounts."""

from typing import Any, cast

from django.contrib.auth import authenticate
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services
from accounts.api import serializers
from accounts.models import ApiToken, User
from accounts.quotas import limits_for
from accounts.throttles import SignInThrottle


def new_token_json(made: services.NewToken) -> dict[str, Any]:
    return {**serializers.TokenSerializer(made.token).data, "token": made.key}


class SignInView(APIView):
    """A name and a password for a token. Send it as `Authorization: Bearer sd_…`."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (SignInThrottle,)

    @extend_schema(request=serializers.SignInRequest, responses={201: serializers.NewTokenSerializer})
    def post(self, request: Request) -> Response:
        given = serializers.SignInRequest(data=request.data)
        given.is_valid(raise_exception=True)
        name, password = given.validated_data["username"], given.validated_data["password"]
        user = authenticate(request._request, username=name, password=password)
        if not isinstance(user, User):
            raise services.sign_in_refused(username=name, password=password)
        made = services.token_create(user=user, name=given.validated_data["name"])
        return Response(new_token_json(made), status.HTTP_201_CREATED)


class MeView(APIView):
    """The signed-in person."""

    @extend_schema(responses=serializers.MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(serializers.MeSerializer(cast(User, request.user)).data)

    @extend_schema(request=serializers.MeSerializer, responses=serializers.MeSerializer)
    def patch(self, request: Request) -> Response:
        given = serializers.MeSerializer(cast(User, request.user), data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        given.save()
        return Response(given.data)


class TokenViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[ApiToken]):
    """One's own API keys."""

    serializer_class = serializers.TokenSerializer
    queryset = ApiToken.objects.none()

    def get_queryset(self) -> QuerySet[ApiToken]:
        if getattr(self, "swagger_fake_view", False):
            return ApiToken.objects.none()
        return cast(User, self.request.user).api_tokens.all()

    @extend_schema(request=serializers.TokenRequest, responses={201: serializers.NewTokenSerializer})
    def create(self, request: Request) -> Response:
        given = serializers.TokenRequest(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        made = services.token_create(user=cast(User, request.user), name=data["name"], days=data.get("days"))
        return Response(new_token_json(made), status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        services.token_delete(user=cast(User, request.user), token_id=pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class QuotasView(APIView):
    """The limits that hold for the signed-in person."""

    @extend_schema(responses=serializers.LimitsSerializer)
    def get(self, request: Request) -> Response:
        return Response(serializers.LimitsSerializer(limits_for(cast(User, request.user))).data)
