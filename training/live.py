"""What is told of runs that are watched: read once, put into text once, for all who watch them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils import translation

from training.models import Run, RunEvent
from training.selectors import events_after
from training.serializers import RunSerializer, event_json
from training.services.silences import silences

PAGE: Final = 500  # events in a message
RELATED: Final = ("owner", "corpus", "tokenizer__corpus", "version", "token_file")

# The last event that was told, when the run last changed, and whether its host gives no sign of life.
Seen = tuple[int, datetime | None, bool]


@dataclass(frozen=True)
class Message:
    """What a client is told: at most PAGE events after `before`, up to `last`, and the run as it is."""

    before: int
    last: int
    events: Sequence[dict[str, Any]]
    run: Mapping[str, Any]
    text: str  # the same as JSON

    def after(self, seq: int) -> str:
        """Return the text for a client that has some of the events already."""
        return spoken([event for event in self.events if event["seq"] > seq], self.run)


def spoken(events: Sequence[Mapping[str, Any]], run: Mapping[str, Any]) -> str:
    return said({"type": "events", "events": events, "run": run})


def said(message: Mapping[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)


def page(run_id: str, after: int, language: str) -> Message:
    """Return the next part of a run's history. Raises Run.DoesNotExist."""
    with translation.override(language):
        run = Run.objects.select_related(*RELATED).defer("design").get(pk=run_id)
        return _message(run, after, events_after(run_id, after, PAGE), RunSerializer())


@dataclass(frozen=True)
class News:
    """Of runs that have changed: what is seen now, and a message per language. And which runs are no longer there."""

    seen: dict[str, Seen]
    messages: dict[str, dict[str, Message]]
    gone: set[str]


def news(watched: Mapping[str, Seen | None], languages: Mapping[str, set[str]]) -> News:
    """Return what is new of the runs that are watched, by what was seen before: in a few queries for all."""
    silent = silences()
    rows = Run.objects.filter(pk__in=watched).values_list("pk", "last_seq", "updated_at")
    known = {pk: (last, at, pk in silent) for pk, last, at in rows}
    found = News({}, {}, set(watched) - set(known))
    changed = [pk for pk, now in known.items() if watched[pk] != now]
    if not changed:
        return found
    runs = Run.objects.select_related(*RELATED).defer("design").in_bulk(changed)
    befores = {pk: seen[0] if (seen := watched[pk]) else known[pk][0] for pk in runs}
    events, summary = _events(befores), RunSerializer()  # making its fields costs more than using them
    for pk, run in runs.items():
        found.messages[pk] = {}
        for language in languages[pk]:
            with translation.override(language):
                found.messages[pk][language] = _message(run, befores[pk], events[pk], summary)
        last = events[pk][-1].seq if events[pk] else run.last_seq
        found.seen[pk] = (last, run.updated_at if last >= run.last_seq else None, pk in silent)
    return found


def _message(run: Run, before: int, rows: Sequence[RunEvent], summary: RunSerializer) -> Message:
    events = [event_json(row) for row in rows]
    shown = summary.to_representation(run)
    return Message(before, rows[-1].seq if rows else before, events, shown, spoken(events, shown))


def _events(befores: Mapping[str, int]) -> dict[str, list[RunEvent]]:
    """Return the next events of several runs, in one query as long as they are few."""
    wanted = Q()
    for pk, before in befores.items():
        wanted |= Q(run_id=pk, seq__gt=before)
    rows = RunEvent.objects.filter(wanted, superseded=False).order_by("seq")[: PAGE + 1]
    found: dict[str, list[RunEvent]] = {pk: [] for pk in befores}
    told = list(rows)
    if len(told) > PAGE:  # many at once, as after a rest of the database: run by run
        return {pk: events_after(pk, before, PAGE) for pk, before in befores.items()}
    for row in told:
        found[row.run_id].append(row)
    return found
