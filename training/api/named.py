"""What the body of a request names, if the person may see it. What is not there is told with the field that named it."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from accounts import rights
from accounts.models import Course
from accounts.rights import Viewer
from architectures.models import Architecture, ArchitectureVersion
from common.errors import ProductError
from training import selectors
from training.models import Corpus, Tokenizer


def corpus_named(user: Viewer, pk: str) -> Corpus:
    """Return the corpus of this id or short name. Raises ProductError (404)."""
    try:
        return selectors.get_corpus(user, pk)
    except Http404 as error:
        words = _("There is no such corpus that you may see. Choose another one.")
        raise ProductError(words, code="not_found", attr="corpus", status=404) from error


def tokenizer_named(user: Viewer, pk: str, attr: str = "tokenizer") -> Tokenizer:
    """Return the tokenizer of this id. Raises ProductError (404)."""
    try:
        return rights.get_visible_or_404(Tokenizer.objects.all(), user, pk)
    except Http404 as error:
        words = _("There is no such tokenizer that you may see. Choose another one.")
        raise ProductError(words, code="not_found", attr=attr, status=404) from error


def course_named(user: Viewer, pk: str, attr: str) -> Course:
    """Return the course of this id, which the person teaches. Raises ProductError (404)."""
    try:
        return rights.get_led_course_or_404(user, pk)
    except Http404 as error:
        words = _("You teach no such course. Choose one of yours.")
        raise ProductError(words, code="not_found", attr=attr, status=404) from error


def version_named(user: Viewer, pk: str) -> ArchitectureVersion:
    """Return the version of this id. Raises ValidationError."""
    seen = rights.visible(Architecture.objects.all(), user)
    found = ArchitectureVersion.objects.filter(architecture__in=seen, pk=pk).first()
    if found is None:
        raise ValidationError({"version": _("There is no such version that you may see.")})
    return found
