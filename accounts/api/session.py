"""Signing in again from a page that stays where it is."""

from typing import Any

from django.contrib.auth import authenticate, get_user, login
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts import services
from accounts.api import serializers
from accounts.models import User
from accounts.throttles import SignInThrottle
from common.errors import ProductError


@method_decorator([ensure_csrf_cookie, csrf_protect, sensitive_post_parameters("password")], "dispatch")
class SessionView(APIView):
    """Who this browser is signed in as; and signing in, by cookie, without a page of its own."""

    authentication_classes = ()  # the decorator asks for the CSRF token, signed in or not
    permission_classes = (AllowAny,)

    def get_throttles(self) -> list[BaseThrottle]:
        return [SignInThrottle()] if self.request.method == "POST" else []

    @extend_schema(responses=serializers.SessionSerializer)
    def get(self, request: Request) -> Response:
        return Response(session_json(get_user(request._request)))

    @extend_schema(request=serializers.SessionRequest, responses=serializers.SessionSerializer)
    def post(self, request: Request) -> Response:
        """Sign in. With `person`, only as that person: a page that was opened by one is not another's."""
        given = serializers.SessionRequest(data=request.data)
        given.is_valid(raise_exception=True)
        name, password = given.validated_data["username"], given.validated_data["password"]
        user = authenticate(request._request, username=name, password=password)
        if not isinstance(user, User):
            raise services.sign_in_refused(username=name, password=password)
        if given.validated_data["person"] not in ("", user.pk):
            words = _("This page was opened by somebody else than “%(name)s”. Sign in as who opened it.")
            raise ProductError(words % {"name": name}, code="other_person", attr="username", status=403)
        login(request._request, user)
        return Response(session_json(user))


def session_json(user: Any) -> dict[str, Any]:
    person = {"id": user.pk, "name": user.get_username()} if user.is_authenticated else None
    return dict(serializers.SessionSerializer({"person": person}).data)
