"""What a design costs, told on the drawing and under it while it changes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in, speak_korean
from tests.browser.test_editing import edge
from tests.browser.test_editor import PRESET, block, give, notice, opened, rest

pytestmark = pytest.mark.browser
Pages = Callable[..., Page]
LAYER_WIDER = 4 * 2 * 128 * 128  # parameters that 128 more channels of each of 4 feed-forwards add


def fact(page: Page, name: str) -> Locator:
    return page.locator(f'[data-fact="{name}"]')


def clean(page: Page) -> None:
    """Axe finds nothing in the state in which the page is."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def near(page: Page) -> None:
    """Come close enough to a block for everything about it to be shown."""
    block(page, "layers.attn").locator(".ed-block-text").first.click()
    page.locator(".react-flow__pane").press("f")


def test_shapes_stand_on_the_edges_near_by_and_can_be_taken_off(ada: Page) -> None:
    opened(ada)
    shapes = ada.locator(".ed-shape")
    expect(shapes.first).to_be_hidden()
    near(ada)
    for name, shape in {
        "@in>tok": "B × T",
        "tok>layers": "B × T × 128",
        "layers@in>layers.norm1": "B × T × 128",
        "layers.norm1>layers.attn": "B × T × 128",
        "head>@out": "B × T × 1024",
    }.items():
        expect(edge(ada, name).locator(".ed-shape text")).to_have_text(shape)
    expect(edge(ada, "layers.norm1>layers.attn").locator(".ed-shape")).to_be_visible()
    clean(ada)
    ada.keyboard.press("s")
    expect(ada.get_by_role("button", name="Shapes")).to_have_attribute("aria-pressed", "false")
    expect(edge(ada, "layers.norm1>layers.attn").locator(".ed-shape")).to_be_hidden()
    ada.get_by_role("button", name="Shapes").click()
    expect(edge(ada, "layers.norm1>layers.attn").locator(".ed-shape")).to_be_visible()


def test_heat_colours_blocks_by_their_share_and_tells_it(ada: Page) -> None:
    opened(ada)

    def heat(path: str) -> float:
        return float(block(ada, path).evaluate("node => node.style.getPropertyValue('--hot') || -1"))

    expect(block(ada, "layers.ffn")).not_to_have_attribute("data-heat", "")
    ada.get_by_role("radio", name="Parameters").focus()
    ada.keyboard.press("Space")
    expect(block(ada, "layers.ffn")).to_contain_text("49.9%")
    expect(block(ada, "layers.ffn").locator(".ed-share")).to_have_attribute(
        "title", "49.9% of the whole: 524,288 parameters"
    )
    expect(ada.get_by_role("img", name="From 0 % to 49.9%")).to_be_visible()
    assert heat("layers.ffn") == 1 > heat("layers.attn") > heat("norm") >= 0
    clean(ada)
    ada.evaluate("document.documentElement.dataset.theme = 'dark'")
    clean(ada)
    ada.keyboard.press("ArrowRight")
    expect(ada.get_by_role("radio", name="FLOPs")).to_be_checked()
    expect(ada.locator(".ed-heat-legend")).to_contain_text("Share of the FLOPs per token")
    ada.locator(".react-flow__pane").press("h")
    expect(notice(ada)).to_have_text("Colour blocks by: KV cache")
    expect(block(ada, "layers.attn")).to_contain_text("100%")
    expect(block(ada, "layers.ffn")).to_contain_text("0%")
    ada.reload()
    expect(ada.get_by_role("radio", name="KV cache")).to_be_checked()
    expect(block(ada, "layers.attn")).to_contain_text("100%")


def test_a_change_is_told_against_the_version_before_it_is_saved(ada: Page) -> None:
    opened(ada)
    parameters = fact(ada, "parameters")
    expect(parameters.get_by_role("button")).to_have_attribute("title", "1,049,984 parameters")
    expect(parameters.locator(".ed-fact-change")).to_have_count(0)
    give(ada, "layers.ffn", "d_ff", "640")
    expect(parameters.locator(".ed-fact-change")).to_contain_text("+131K (+12.5%)")
    expect(parameters.locator(".ed-fact-change")).to_have_attribute(
        "title", f"{LAYER_WIDER:,} parameters more than version 1"
    )
    expect(fact(ada, "flops").locator(".ed-fact-change")).to_contain_text("+262K FLOPs")
    expect(fact(ada, "training").locator(".ed-fact-change")).to_contain_text("MiB")
    expect(fact(ada, "kv").locator(".ed-fact-change")).to_have_count(0)
    expect(ada.locator(".ed-inspector .ed-fact-change").first).to_contain_text("+131K (+25%)")
    ada.get_by_role("button", name="Undo").click()
    expect(parameters.locator(".ed-fact-change")).to_have_count(0)
    parameters.get_by_role("button").click()
    panel = ada.get_by_role("dialog", name="Parameters")
    expect(panel).to_contain_text("counted once")
    expect(panel).to_contain_text("against version 1")
    clean(ada)
    ada.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(parameters.get_by_role("button")).to_be_focused()


def test_the_largest_batch_follows_the_machine_the_text_and_the_precision(ada: Page) -> None:
    opened(ada)
    fit = fact(ada, "fit")
    expect(fit).to_contain_text("This site's computer")
    fit.get_by_role("button").click()
    panel = ada.get_by_role("dialog", name="The largest batch that fits")

    def texts() -> int:
        expect(panel.get_by_role("status")).to_contain_text("text")
        return int(re.sub(r"\D", "", panel.get_by_role("status").inner_text()))

    panel.get_by_label("Device").select_option("t4")
    expect(fit).to_contain_text("NVIDIA T4")
    expect(panel).to_contain_text("14.4 GiB that can be used")
    on_t4 = texts()
    panel.get_by_label("Precision").select_option("bf16")
    expect(panel.get_by_role("status")).not_to_contain_text(f"{on_t4:,} ")
    assert texts() > on_t4
    panel.get_by_label("Precision").select_option("fp32")
    expect(panel.get_by_role("status")).to_contain_text(f"{on_t4:,} texts")
    panel.get_by_label("Tokens of a text").fill("64")
    expect(panel).to_contain_text("× 64 tokens")
    assert texts() > on_t4
    panel.get_by_label("Tokens of a text").fill("many")
    expect(panel.get_by_role("alert")).to_contain_text("whole number")
    clean(ada)
    panel.get_by_label("Tokens of a text").fill("")
    expect(panel.get_by_role("status")).to_contain_text(f"{on_t4:,} texts")
    panel.get_by_role("button", name="Close").click()
    expect(fit).to_contain_text(f"{on_t4:,} texts")


def test_costs_are_told_in_korean_and_fit_a_phone(open_page: Pages) -> None:
    page = open_page()
    sign_in(page, "ben")
    speak_korean(page)
    page.set_viewport_size({"width": 390, "height": 800})
    made = rest(page, "POST", "", {"preset": PRESET})
    page.goto(f"/architectures/{made['id']}/edit/")
    expect(fact(page, "flops")).to_contain_text("토큰당 연산")
    page.get_by_role("radio", name="매개변수").check(force=True)
    expect(page.locator(".ed-heat-legend")).to_contain_text("전체 매개변수 중 비율")
    clean(page)
    fact(page, "fit").get_by_role("button").click()
    panel = page.get_by_role("dialog", name="메모리에 맞는 최대 배치")
    panel.get_by_label("장치").select_option("laptop-8")
    expect(fact(page, "fit")).to_contain_text("노트북 8 GB")
    expect(panel).to_contain_text(re.compile(r"128토큰짜리 글 [\d,]+개 배치는"))
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] >= 0
    clean(page)
