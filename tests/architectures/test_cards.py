"""Teaching cards: every block and every parameter has one, in both languages, and a new block works without."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from django.test import Client

from architectures.cards.markdown import figure, figures, formulas, html, items, sections
from architectures.cards.reading import EFFECT, PAPERS, READING, USES, card, parameter_sections, written
from architectures.core.blocks import BlockSpec, registry
from architectures.core.blocks.base import Block, param
from architectures.palette import parameter_rows

every_block = pytest.mark.parametrize("spec", registry().values(), ids=lambda s: s.name)
every_language = pytest.mark.parametrize("language", READING)


@every_language
@every_block
def test_a_card_tells_the_whole_story(spec: BlockSpec, language: str) -> None:
    own = written(spec.name, language)
    assert formulas(own[""])
    for part in (EFFECT, USES, PAPERS):
        assert html(own[READING[language][part]]).strip(), part
    assert items(own[READING[language][USES]])
    for source in items(own[READING[language][PAPERS]]):
        assert any(word.strip("():,").isdigit() for word in source.split()), source  # authors, year: title


@every_language
@every_block
def test_every_figure_is_there(spec: BlockSpec, language: str) -> None:
    every = [written(spec.name, language)[""], *parameter_sections(spec, language).values()]
    names = [name for tokens in every for name in figures(tokens)]
    assert figures(every[0]), "the block itself has a figure"
    assert all(figure(name).startswith("<svg") for name in names)


@every_language
@every_block
def test_every_parameter_is_explained(spec: BlockSpec, language: str) -> None:
    told = parameter_sections(spec, language)
    for row in parameter_rows(spec, language):
        name = row["name"]
        if row["depth"] == 0:
            assert len(html(told[name])) > 60, name
            continue
        group, _, last = name.replace("[", ".[").rpartition(".")
        group = group.partition(".[")[0]
        assert name in told or f"<code>{last}</code>" in html(told[group]), name


@every_block
def test_both_languages_tell_the_same(spec: BlockSpec) -> None:
    english, korean = (parameter_sections(spec, language) for language in READING)
    assert english.keys() == korean.keys()
    assert [formulas(tokens) == [] for tokens in english.values()] == [
        formulas(korean[name]) == [] for name in english
    ]
    assert card(spec, "en").sources == card(spec, "ko").sources


@every_language
@every_block
def test_no_section_is_left_over(spec: BlockSpec, language: str) -> None:
    known = {"", *READING[language].values(), *(row["name"] for row in parameter_rows(spec, language))}
    assert set(written(spec.name, language)) <= known


class Fresh(Block):
    """A block of a contributor who has written no card."""

    depth: int = param(1, en="How <deep> it goes.", ko="얼마나 깊은지입니다.")

    category: ClassVar = "channel"
    icon: ClassVar = "box"
    title: ClassVar = {"en": "Fresh", "ko": "새 블록"}
    summary: ClassVar = {"en": "Does & says little.", "ko": "하는 일이 적습니다."}


def test_a_block_without_a_file_speaks_for_itself() -> None:
    made = card(BlockSpec("Fresh", Fresh), "en")
    assert made.html == "<p>Does &amp; says little.</p>"
    assert made.parameters == {"depth": "<p>How &lt;deep&gt; it goes.</p>"}
    assert made.figure_svg == ""
    assert card(BlockSpec("Fresh", Fresh), "ko").title == "새 블록"


def test_raw_html_stays_text_and_foreign_images_are_not_read() -> None:
    made = html(sections("<script>x</script> ![a](../reading.py) ![b](https://example.com/x.svg)")[""])
    assert "<script>" not in made
    assert "<svg" not in made
    assert "example.com" not in made


def get(api: Any, name: str, language: str = "en") -> Any:
    return api.get(f"/api/v1/blocks/{name}/card/", headers={"Accept-Language": language})


def test_a_card_comes_in_the_language_of_the_reader(ada_api: Any) -> None:
    assert get(ada_api, "Norm").json()["title"] == "Norm"
    korean = get(ada_api, "Norm", "ko")
    assert korean.json()["title"] == "정규화"
    assert "Accept-Language" in korean["Vary"]
    assert "max-age" in korean["Cache-Control"]


def test_a_card_carries_formulas_figure_parameters_and_papers(ada_api: Any) -> None:
    found = get(ada_api, "Attention").json()
    assert 'class="math block"' in found["html"]
    assert found["figure_svg"].startswith("<svg")
    assert "<svg" in found["parameters"]["rope"]
    assert "Vaswani et al., 2017: Attention Is All You Need" in found["sources"]


def test_there_is_no_card_of_what_is_no_block(ada_api: Any) -> None:
    assert get(ada_api, "constructor").status_code == 404


@every_language
def test_the_reference_of_blocks_holds_every_card(client: Client, db: None, language: str) -> None:
    page = client.get("/blocks/", headers={"Accept-Language": language}).content.decode()
    assert page.count('<details class="block-card">') == len(registry())
    for spec in registry().values():
        assert card(spec, language).html in page
