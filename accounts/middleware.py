"""A signed-in person reads the site in the language they chose last, on whichever machine."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.services import known_language

GetResponse = Callable[[HttpRequest], HttpResponse]


class UserLanguageMiddleware:
    """Runs after authentication; LocaleMiddleware has chosen by cookie and header before."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = known_language(getattr(request.user, "language", ""))
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)
