"""A block's card, read from its file or made of what the block says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from markdown_it.token import Token

from architectures.cards.markdown import figure, figures, html, items, sections
from architectures.core.blocks import BlockSpec
from architectures.palette import parameter_rows

HERE = Path(__file__).parent
SHARED = "shared"  # the file of what several blocks share
EFFECT, USES, PAPERS = "effect", "uses", "papers"
#: The headings of every card, in the order in which they are shown.
READING = {
    "en": {EFFECT: "More or less of it", USES: "Who uses it", PAPERS: "Papers"},
    "ko": {EFFECT: "늘리거나 줄이면", USES: "쓰는 모델", PAPERS: "논문"},
}


@dataclass(frozen=True)
class Card:
    """A card ready to be shown. `parameters`: HTML by dotted name. What is in doubt is looked up by the group's name."""

    title: str
    html: str
    figure_svg: str
    parameters: dict[str, str]
    sources: list[str]


@cache
def written(name: str, language: str) -> dict[str, list[Token]]:
    """Return the sections of a file; none where nobody has written it."""
    path = HERE / language / f"{name}.md"
    return sections(path.read_text(encoding="utf-8")) if path.is_file() else {}


def parameter_sections(spec: BlockSpec, language: str) -> dict[str, list[Token]]:
    """Return what is written of each parameter, by the block's own file before what is shared."""
    found = {**written(SHARED, language), **written(spec.name, language)}
    names = {row["name"] for row in parameter_rows(spec, language)}
    return {name: tokens for name, tokens in found.items() if name in names}


@cache
def card(spec: BlockSpec, language: str) -> Card:
    """Return the card of a block; what is not written is taken from its summary and its parameters' descriptions."""
    language = language if language in READING else "en"
    own = written(spec.name, language)
    drawn = figures(own.get("", []))
    described = {row["name"]: row["help"] for row in parameter_rows(spec, language) if row["depth"] == 0}
    parameters: dict[str, str] = {name: format_html("<p>{}</p>", words) for name, words in described.items()}
    parameters |= {name: html(tokens) for name, tokens in parameter_sections(spec, language).items()}
    return Card(
        title=spec.block.title.get(language, spec.block.title["en"]),
        html=_body(own, language) or format_html("<p>{}</p>", spec.block.summary.get(language, "")),
        figure_svg=figure(drawn[0]) if drawn else "",
        parameters=parameters,
        sources=items(own.get(READING[language][PAPERS], [])),
    )


def _body(own: dict[str, list[Token]], language: str) -> str:
    parts = [html(own.get("", []))]
    for heading in READING[language].values():
        if heading in own:
            body = mark_safe(html(own[heading]))  # noqa: S308  # made without raw HTML
            parts.append(format_html("<h3>{}</h3>{}", heading, body))
    return "".join(parts)
