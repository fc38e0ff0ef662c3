"""A page that was opened by one person does not act for another who signed in in the same browser since."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request

from common.errors import ProductError

HEADER = "X-Person"  # the id of who opened the page


def check_person(request: Request | HttpRequest) -> None:
    """Raise ProductError (403) if the page was opened by somebody else than who is signed in now."""
    opened_by = request.headers.get(HEADER, "")
    if opened_by and opened_by != str(request.user.pk):
        words = _("“%(name)s” is signed in in this browser now. Nothing was saved under that name.")
        raise ProductError(words % {"name": request.user}, code="other_person", status=403)
