"""How pages write numbers and states."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from training import words
from training.models import Corpus, Run
from training.services.silences import silence_of

register = template.Library()

SHORT_SCALE = {"en": ((10**9, "B"), (10**6, "M"), (10**3, "K")), "ko": ((10**8, "억"), (10**4, "만"))}
TONES = {
    "completed": "badge-good",
    "ready": "badge-good",
    "failed": "badge-bad",
    "training": "badge-live",
    "working": "badge-live",
    "preparing": "badge-live",
    "stopping": "badge-warn",
    "interrupted": "badge-warn",
}


@register.filter
def count(value: Any) -> str:
    """Write a large count with three figures: 1.06M, or 106만 in Korean."""
    if value is None or value == "":
        return "–"
    scale = SHORT_SCALE.get((get_language() or "en")[:2], SHORT_SCALE["en"])
    for size, unit in scale:
        if value >= size:
            return f"{_three_figures(value / size)}{unit}"
    return str(value)


def _three_figures(number: float) -> str:
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.3g}"


@register.filter
def loss(value: Any) -> str:
    """Write a loss with three decimals."""
    return "–" if value is None or value == "" else f"{value:.3f}"


@register.filter
def duration(seconds: Any) -> str:
    """Write a length of time as 1:23 or 2:01:23 (hours, minutes, seconds)."""
    if seconds is None or seconds == "":
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def percent(part: int, whole: int | None) -> int:
    """Return how many percent `part` is of `whole`, 0 when that is unknown."""
    return min(100, round(100 * part / whole)) if whole else 0


@register.filter
def corpus_title(corpus: Corpus | None) -> str:
    """The title of a corpus, translated where it ships with the product."""
    return words.corpus_title(corpus.slug, corpus.title) if corpus else "–"


@register.filter
def state_tone(state: str) -> str:
    """Return the badge class of a run's or a preparation's state."""
    return TONES.get(state, "badge-plain")


@register.filter
def is_silent(run: Run) -> bool:
    """Whether the machine of a run gives no sign of life."""
    return silence_of(run) is not None


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], prefix: str) -> SafeString | str:
    """Mark the navigation link whose pages' URL names begin with `prefix`."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    if match and (match.url_name or "").startswith(prefix):
        return format_html(' aria-current="{}"', "page")
    return ""
