"""Two designs compared: what differs is drawn, told, counted, and its address can be sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in, speak_korean
from tests.browser.test_cards import axe
from tests.browser.test_editor import opened

pytestmark = pytest.mark.browser


def drawn(page: Page, path: str) -> Locator:
    return page.locator(f'.react-flow__node[data-id="{path}"] [data-status]').first


def test_the_walk_from_gpt2_to_gemma_shows_what_changed(ada: Page) -> None:
    ada.goto("/architectures/compare/")
    sides = ada.locator(".cmp-drawing")
    expect(sides).to_have_count(2)
    expect(sides.nth(0).locator('[data-id="pos"] .cmp-mark')).to_contain_text("removed")
    expect(sides.nth(1).locator('[data-id="layers.attn"] .cmp-mark')).to_contain_text("changed")
    differences = ada.get_by_role("region", name="Blocks")
    expect(differences.get_by_role("listitem").filter(has_text="n_kv_heads").last).to_contain_text("8")
    totals = ada.get_by_role("region", name="Totals")
    expect(totals.get_by_role("row", name="Parameters")).to_contain_text("124M")
    expect(totals.get_by_role("row", name="Parameters")).to_contain_text("1.24B")
    assert axe(ada) == []

    views = [side.locator(".react-flow__viewport") for side in sides.all()]
    before = views[1].get_attribute("style")
    differences.get_by_role("button", name="layers.attn").click()
    expect(sides.nth(0).locator('[data-id="layers.attn"] [data-shown]')).to_have_count(1)
    expect(views[1]).not_to_have_attribute("style", before or "")
    assert views[0].get_attribute("style") == views[1].get_attribute("style")

    ada.get_by_role("link", name="Next step").click()
    ada.get_by_role("link", name="Next step").click()
    ada.get_by_role("button", name="In one drawing").click()
    expect(sides).to_have_count(1)
    expect(sides.locator('[data-id="layers.post1"] .cmp-mark')).to_contain_text("added")
    expect(ada.get_by_role("region", name="Blocks")).to_contain_text("local × 5, global")
    expect(ada.get_by_role("link", name="Next step")).to_have_count(0)
    assert axe(ada) == []


def test_a_design_is_compared_from_the_editor_with_any_other(ada: Page) -> None:
    design = opened(ada)
    ada.keyboard.press("d")
    ada.get_by_role("combobox", name="Search designs").fill("tiny gpt")
    ada.get_by_role("option", name="Tiny GPT").click()
    ada.wait_for_url(f"**/architectures/compare/?a=preset%3Atiny-gpt&b={design}")
    expect(drawn(ada, "pos")).to_have_attribute("data-status", "removed")
    ada.get_by_role("button", name="Tiny GPT: choose another design").click()
    ada.get_by_role("combobox", name="Search designs").fill("gpt2-small")
    assert axe(ada) == []
    ada.keyboard.press("Enter")
    ada.wait_for_url(f"**/architectures/compare/?a=preset%3Agpt2-small&b={design}")


def test_on_a_telephone_in_korean_nothing_is_wider_than_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page(390)
    sign_in(page, "ada")
    speak_korean(page)
    page.goto("/architectures/compare/?a=preset:qwen3-0-6b&b=preset:gemma-3-270m")
    expect(page.locator(".cmp-drawing")).to_have_count(1)
    expect(page.get_by_role("region", name="합계").get_by_role("row").nth(1)).to_contain_text("매개변수")
    expect(page.locator("html")).to_have_js_property("scrollWidth", 390)
    assert axe(page) == []
