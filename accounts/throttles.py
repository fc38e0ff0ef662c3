"""How often somebody may try: to sign in, and to join a course by its code."""

import hashlib
from typing import Any

from rest_framework.throttling import SimpleRateThrottle


class SignInThrottle(SimpleRateThrottle):
    """Counts attempts for one name from one address, so that a class behind one address can sign in."""

    scope = "sign_in"

    def get_cache_key(self, request: Any, view: Any) -> str:
        given = getattr(request, "data", None) or request.POST
        name = given.get("username", "") if hasattr(given, "get") else ""
        who = f"{self.get_ident(request)} {str(name).lower()}"
        ident = hashlib.sha256(who.encode("utf-8", "replace")).hexdigest()
        return str(self.cache_format % {"scope": self.scope, "ident": ident})


class JoinThrottle(SimpleRateThrottle):
    """Counts a person's attempts to join by a code, so that codes are not found by trying."""

    scope = "join_course"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return str(self.cache_format % {"scope": self.scope, "ident": request.user.pk})
