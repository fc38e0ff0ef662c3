"""Signing in by token: `Authorization: Bearer sd_…`, for REST and sockets alike."""

import hashlib
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, User

KEYWORD = b"bearer"
TOUCH_EVERY = timedelta(minutes=1)  # so that reading costs no write each time


def token_digest(key: str) -> str:
    """Return what is stored of a key. Keys are long and random, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def user_of_key(key: str) -> User | None:
    """Return the active user whose valid token this is, or None."""
    now = timezone.now()
    if not key.isascii():
        return None
    valid = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), user__is_active=True)
    token = valid.select_related("user").filter(digest=token_digest(key)).first()
    if token is None:
        return None
    if token.last_used_at is None or now - token.last_used_at > TOUCH_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.user


class TokenAuthentication(BaseAuthentication):
    """DRF authentication by bearer token."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != KEYWORD:
            return None
        user = user_of_key(parts[1].decode("latin-1")) if len(parts) == 2 else None
        if user is None:
            raise AuthenticationFailed(_("This token is not valid. Make a new one on your profile page."))
        if user.language and "HTTP_ACCEPT_LANGUAGE" not in request.META:
            translation.activate(user.language)
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
