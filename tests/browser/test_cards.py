"""Teaching cards in Chromium: opened from wherever a question arises, read, and closed again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_editor import block, rest

pytestmark = pytest.mark.browser
DESIGN: dict[str, Any] = {
    "format": 1,
    "vars": {},
    "nodes": {
        "tok": {"type": "TokenEmbedding", "d_model": 64},
        "attn": {"type": "Attention", "n_heads": 4, "rope": {"theta": 10000.0}},
        "norm": {"type": "Norm"},
        "head": {"type": "LMHead", "tie_to": "tok"},
    },
    "edges": ["input -> tok", "tok -> attn", "attn -> norm", "norm -> head", "head -> output"],
}


def edit(page: Page) -> None:
    made = rest(page, "POST", "", {"title": "Cards", "design": DESIGN})
    page.goto(f"/architectures/{made['id']}/edit/")
    block(page, "attn").wait_for()


def sheet(page: Page) -> Locator:
    return page.locator(".card-sheet")


def axe(page: Page) -> list[Any]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def test_a_block_is_explained_with_the_key_i_and_escape_gives_the_canvas_back(ada: Page) -> None:
    edit(ada)
    block(ada, "norm").click()
    ada.keyboard.press("i")
    expect(sheet(ada).get_by_role("heading", level=2)).to_be_focused()
    expect(sheet(ada)).to_contain_text("Root Mean Square Layer Normalization")
    expect(sheet(ada).locator(".katex-display").first).to_be_visible()
    expect(sheet(ada).get_by_role("img").first).to_be_visible()
    ada.keyboard.press("Escape")
    expect(sheet(ada)).to_have_count(0)
    expect(block(ada, "norm")).to_have_attribute("data-selected", "true")


def test_a_block_is_explained_from_its_own_button(ada: Page) -> None:
    edit(ada)
    block(ada, "attn").hover()
    block(ada, "attn").get_by_role("button", name="About Attention").click()
    expect(sheet(ada)).to_contain_text("Attention Is All You Need")
    sheet(ada).get_by_role("button", name="Close").click()
    expect(sheet(ada)).to_have_count(0)


def test_a_field_opens_the_card_at_its_parameter(ada: Page) -> None:
    edit(ada)
    block(ada, "attn").locator(".ed-block-text").click()
    ada.get_by_role("button", name="About rope.theta").click()
    section = sheet(ada).locator("[data-shown]")
    expect(section.locator("h4")).to_have_text("rope.theta")
    expect(section).to_be_in_viewport()
    ada.keyboard.press("Escape")
    expect(ada.get_by_role("button", name="About rope.theta")).to_be_focused()


def test_the_palette_explains_what_is_not_yet_on_the_canvas(ada: Page) -> None:
    edit(ada)
    before = ada.locator(".ed-block").count()
    item = ada.locator(".ed-palette li").filter(has=ada.locator('[data-type="MoE"]'))
    item.hover()
    item.get_by_role("button", name="About").click()
    expect(sheet(ada)).to_contain_text("Switch Transformers")
    assert ada.locator(".ed-block").count() == before


def test_an_open_card_follows_what_is_asked_next(ada: Page) -> None:
    edit(ada)
    block(ada, "norm").click()
    ada.keyboard.press("i")
    expect(sheet(ada)).to_contain_text("Layer Normalization")
    block(ada, "tok").click()
    ada.keyboard.press("i")
    expect(sheet(ada)).to_contain_text("A Neural Probabilistic Language Model")


def test_without_the_server_the_card_says_so_and_comes_when_asked_again(ada: Page) -> None:
    edit(ada)
    ada.route("**/card/", lambda route: route.abort())
    block(ada, "norm").click()
    ada.keyboard.press("i")
    expect(sheet(ada).get_by_role("alert")).to_be_visible()
    ada.unroute("**/card/")
    sheet(ada).get_by_role("button", name="Try again").click()
    expect(sheet(ada)).to_contain_text("Layer Normalization")


def test_katex_is_loaded_only_when_a_card_is_opened(ada: Page) -> None:
    asked: list[str] = []
    ada.on("request", lambda request: asked.append(request.url))
    edit(ada)
    block(ada, "norm").click()
    assert not [url for url in asked if "katex" in url]
    ada.keyboard.press("i")
    expect(sheet(ada).locator(".katex").first).to_be_visible()
    assert [url for url in asked if "katex" in url]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_state_of_a_card_violates_accessibility(open_page: Callable[..., Page], theme: str) -> None:
    page = open_page(color_scheme=theme, reduced_motion="reduce")
    sign_in(page, "ada")
    edit(page)
    block(page, "attn").click()
    page.keyboard.press("i")
    expect(sheet(page).locator(".katex").first).to_be_visible()
    assert axe(page) == []


def test_on_a_phone_a_korean_card_fills_the_width_and_nothing_is_cut(open_page: Callable[..., Page]) -> None:
    page = open_page(width=360, locale="ko-KR", reduced_motion="reduce")
    page.goto("/blocks/#MoE.selection_bias")
    page.locator("#MoE\\.selection_bias .katex").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator("#MoE\\.selection_bias")).to_contain_text(re.compile("고를 때만"))


def test_a_sheet_on_a_phone_is_as_wide_as_the_phone(open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, "ada")
    edit(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".react-flow__pane").press("1")  # the whole design, in what is left of the window
    block(page, "norm").locator(".ed-block-text").first.click()
    expect(page.locator('[data-path="norm"][data-selected="true"]')).to_be_visible()
    page.keyboard.press("i")
    expect(sheet(page).locator(".katex").first).to_be_visible()
    box = sheet(page).bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 360)
    assert sheet(page).locator(".card-body").evaluate("one => one.scrollWidth <= one.clientWidth")
