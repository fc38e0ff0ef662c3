"""Markdown as HTML, without raw HTML, with formulas left for KaTeX and images that are drawings of our own."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

FIGURES = Path(__file__).parent / "figures"
NAME = re.compile(r"[A-Za-z0-9-]+\.svg")


@cache
def figure(name: str) -> str:
    """Return a drawing as SVG markup, or nothing where there is none of that name."""
    path = FIGURES / name
    return path.read_text(encoding="utf-8").strip() if NAME.fullmatch(name) and path.is_file() else ""


def _image(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    """Put the drawing itself on the page, so that it takes the colours of the page; its alternative is the caption."""
    token = tokens[index]
    words = self.renderInlineAsText(token.children or [], options, env)
    drawing = mark_safe(figure(str(token.attrGet("src"))))  # noqa: S308  # our own files
    markup = '<span class="card-figure"><span role="img" aria-label="{}">{}</span><small>{}</small></span>'
    return format_html(markup, words, drawing, words)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    dollarmath_plugin(markdown, allow_space=False, allow_digits=True, double_inline=False)
    markdown.add_render_rule("image", _image)
    return markdown


MARKDOWN = _markdown()
RENDERER = cast(RendererHTML, MARKDOWN.renderer)


def sections(text: str) -> dict[str, list[Token]]:
    """Cut a text at its second-level headings. What stands before the first one has the name ""; titles are dropped."""
    found: dict[str, list[Token]] = {"": []}
    name, tokens = "", MARKDOWN.parse(text)
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            name = tokens[index + 1].content.strip("`")
            found[name] = []
        elif not _of_heading(tokens, index):
            found[name].append(token)
    return found


def _of_heading(tokens: list[Token], index: int) -> bool:
    nearby = tokens[max(0, index - 2) : index + 1]
    return any(t.type == "heading_open" and t.tag in ("h1", "h2") for t in nearby)


def html(tokens: Sequence[Token]) -> str:
    return RENDERER.render(tokens, MARKDOWN.options, {})


def figures(tokens: Sequence[Token]) -> list[str]:
    """Return the names of the drawings in a section."""
    inside = [child for token in tokens for child in token.children or []]
    return [str(child.attrGet("src")) for child in inside if child.type == "image"]


def formulas(tokens: Sequence[Token]) -> list[str]:
    """Return the formulas in a section, as KaTeX source."""
    every = [inner for token in tokens for inner in (token, *(token.children or []))]
    return [token.content for token in every if token.type.startswith("math_")]


def items(tokens: Sequence[Token]) -> list[str]:
    """Return the points of the lists in a section as plain text."""
    points, depth = [], 0
    for token in tokens:
        depth += token.nesting if token.type.startswith("list_item") else 0
        if token.type == "inline" and depth:
            points.append(RENDERER.renderInlineAsText(token.children or [], MARKDOWN.options, {}))
    return points
