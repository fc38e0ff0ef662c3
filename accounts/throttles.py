"""How often somebody may try to sign in: per name and address, so that a class behind one address can."""

from typing import Any

from rest_framework.throttling import SimpleRateThrottle


class SignInThrottle(SimpleRateThrottle):
    """Counts attempts for one name from one address."""

    scope = "sign_in"

    def get_cache_key(self, request: Any, view: Any) -> str:
        given = getattr(request, "data", None) or request.POST
        name = given.get("username", "") if hasattr(given, "get") else ""
        ident = f"{self.get_ident(request)}-{str(name).lower()[:150].encode().hex()}"
        return str(self.cache_format % {"scope": self.scope, "ident": ident})
