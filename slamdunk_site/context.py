"""What every page's template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {"languages": settings.LANGUAGES, "open_sign_up": settings.SLAMDUNK_OPEN_SIGN_UP}
