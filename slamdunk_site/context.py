"""What every page's template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.rights import may_see_experiments
from training.experiments import first_page


def site(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)  # none where a request broke early
    return {
        "languages": settings.LANGUAGES,
        "open_sign_up": settings.SLAMDUNK_OPEN_SIGN_UP,
        "mlflow_pages": first_page() if user and may_see_experiments(user) else "",
    }
