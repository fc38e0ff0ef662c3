"""Frames that repeat: folded, wrapped, unwrapped, and varied from layer to layer, as a person does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in, speak_korean
from tests.browser.test_editing import axe, choose, edge, overlay, undo
from tests.browser.test_editor import block, notice, opened, rest, state, totals

pytestmark = pytest.mark.browser
HYBRID = "tiny-hybrid"  # local, local, global, twice
LOWEST = """() => Math.max(...[...document.querySelectorAll(".react-flow__node")]
  .map((node) => node.getBoundingClientRect().bottom))"""


def hybrid(page: Page) -> str:
    """Open the preset of which every third layer sees the whole text."""
    made: dict[str, Any] = rest(page, "POST", "", {"preset": HYBRID})
    page.goto(f"/architectures/{made['id']}/edit/")
    expect(totals(page)).to_contain_text("sound")
    return str(made["id"])


def frame(page: Page, path: str = "layers") -> Locator:
    return page.locator(f'.react-flow__node[data-id="{path}"]')


def strip(page: Page) -> Locator:
    return page.get_by_role("listbox", name="6 layers")


def test_a_frame_folds_and_opens_by_button_key_and_pointer_and_stays_so(ada: Page) -> None:
    hybrid(ada)
    low = ada.evaluate(LOWEST)
    ada.get_by_role("button", name="Fold layers").click()
    expect(block(ada, "layers.attn")).to_have_count(0)
    expect(block(ada, "layers")).to_contain_text("× 6")
    expect(block(ada, "layers").get_by_role("img", name="6 layers: 4 × local, 2 × global")).to_be_visible()
    expect(edge(ada, "tok>layers")).to_have_count(1)
    expect(edge(ada, "layers>norm")).to_have_count(1)
    expect(ada.get_by_role("button", name="Undo")).to_be_disabled()
    assert ada.evaluate(LOWEST) < low
    assert axe(ada) == []
    ada.reload()
    expect(block(ada, "layers")).to_contain_text("× 6")
    expect(block(ada, "layers.attn")).to_have_count(0)
    frame(ada).focus()
    ada.keyboard.press("Enter")  # chooses
    expect(block(ada, "layers.attn")).to_have_count(0)
    ada.keyboard.press("Enter")
    expect(block(ada, "layers.attn")).to_be_visible()
    ada.keyboard.press("o")
    expect(block(ada, "layers.attn")).to_have_count(0)
    block(ada, "layers").dblclick()
    expect(block(ada, "layers.attn")).to_be_visible()


def test_what_is_looked_for_in_a_folded_frame_opens_it(ada: Page) -> None:
    hybrid(ada)
    ada.keyboard.press("Shift+O")
    expect(block(ada, "layers.ffn")).to_have_count(0)
    ada.keyboard.press("Control+f")
    ada.get_by_role("combobox", name="Find a block").fill("ffn")
    ada.keyboard.press("Enter")
    expect(block(ada, "layers.ffn")).to_have_attribute("data-selected", "true")
    expect(block(ada, "layers.ffn")).to_be_in_viewport()
    ada.keyboard.press("Shift+O")
    expect(block(ada, "layers")).to_have_attribute("data-selected", "true")


def test_what_is_moved_while_a_frame_is_folded_lies_below_it_when_it_opens(ada: Page) -> None:
    name = hybrid(ada)
    before = rest(ada, "GET", f"{name}/")["design"]["layout"]
    ada.get_by_role("button", name="Fold layers").click()
    choose(ada, "norm")
    frame(ada, "norm").focus()
    ada.keyboard.press("ArrowLeft")
    expect(state(ada)).to_have_text("Saved")
    after = rest(ada, "GET", f"{name}/")["design"]["layout"]
    assert after["norm"][0] < before["norm"][0]
    assert after["norm"][1] == before["norm"][1]
    assert {key: place for key, place in after.items() if key != "norm"} == {
        key: place for key, place in before.items() if key != "norm"
    }


def test_chosen_blocks_are_wrapped_and_unwrapped_and_unrolled_a_step_each(ada: Page) -> None:
    opened(ada)
    choose(ada, "layers.norm2", "layers.ffn", "layers.add2")
    ada.keyboard.press("r")
    expect(notice(ada)).to_contain_text("“layers” repeats what you chose 2 times")
    expect(edge(ada, "layers.add1>layers.layers")).to_have_count(1)
    expect(edge(ada, "layers.layers@in>layers.layers.norm2")).to_have_count(1)
    expect(totals(ada)).to_contain_text("sound")
    count = ada.locator('[data-field="count"] input')
    expect(count).to_have_value("2")
    undo(ada)
    expect(edge(ada, "layers.add1>layers.norm2")).to_have_count(1)
    choose(ada, "layers.norm1", "layers.norm2")
    ada.keyboard.press("r")
    expect(notice(ada)).to_contain_text("A Repeat has one input")
    choose(ada, "tok")
    ada.keyboard.press("r")
    expect(notice(ada)).to_contain_text("carries the stream")
    whole = totals(ada).locator("strong").inner_text()
    block(ada, "layers").locator(".ed-block-head").click(button="right")
    ada.get_by_role("menuitem", name="Unroll into single layers").click()
    expect(notice(ada)).to_contain_text("The 4 layers of “layers” stand one after the other now")
    expect(edge(ada, "add2_0>add1_1")).to_have_count(1)
    expect(totals(ada)).to_contain_text("sound")
    expect(totals(ada).locator("strong")).to_have_text(whole)
    undo(ada)
    block(ada, "layers").locator(".ed-block-head").click()
    ada.keyboard.press("Shift+R")
    expect(notice(ada)).to_contain_text("One layer is left, the first of 4")
    expect(edge(ada, "tok>add1")).to_have_count(1)
    undo(ada)
    expect(edge(ada, "tok>layers")).to_have_count(1)


def test_a_layer_tells_what_differs_and_patterns_are_made_without_writing_json(ada: Page) -> None:
    name = hybrid(ada)
    block(ada, "layers").locator(".ed-block-head").click()
    strip(ada).focus()
    told = ada.get_by_role("status", name="What differs in layer")
    expect(told).to_contain_text("attn.window is 32 instead of the default, nothing")
    ada.keyboard.press("End")
    expect(told).to_contain_text("Layer 5: global")
    expect(told).to_contain_text("Built as drawn.")
    ada.get_by_label("Start from").select_option("ends")
    ada.get_by_role("button", name="Make the pattern").click()
    special = ada.get_by_role("group", name="special")
    special.get_by_label("Block", exact=True).select_option("ffn")
    special.get_by_label("Parameter", exact=True).select_option("d_ff")
    field = special.locator('[data-field="d_ff"] input')
    field.fill("0")
    field.press("Enter")
    expect(special.get_by_text("outside what is allowed")).to_be_visible()
    field.fill("64")
    field.press("Enter")
    expect(told).to_contain_text("Layer 5: global + special")
    expect(told).to_contain_text("ffn.d_ff is 64")
    assert axe(ada) == []
    expect(state(ada)).to_have_text("Saved")
    saved = rest(ada, "GET", f"{name}/")["design"]["nodes"]["layers"]["patterns"][1]
    assert saved["assign"] == {"default": "usual", "ranges": {"0": "special", "5": "special"}}
    assert saved["variants"] == {"usual": {}, "special": {"ffn": {"d_ff": 64}}}


def test_folding_and_wrapping_speak_korean(open_page: Callable[..., Page]) -> None:
    page = open_page(color_scheme="dark")
    sign_in(page, "ada")
    speak_korean(page)
    made: dict[str, Any] = rest(page, "POST", "", {"preset": HYBRID})
    page.goto(f"/architectures/{made['id']}/edit/")
    expect(totals(page)).to_contain_text("문제 없음")
    page.get_by_role("button", name="layers 접기").click()
    expect(notice(page)).to_have_text("“layers” 틀을 접었습니다.")
    block(page, "layers").click()
    expect(page.get_by_role("listbox", name="6개 층")).to_be_visible()
    expect(page.get_by_role("status", name="층 0에서 다른 점")).to_contain_text(
        "attn.window: 기본값 없음 대신 32"
    )
    assert axe(page) == []
    page.keyboard.press("r")
    expect(notice(page)).to_contain_text("번 반복합니다")
    expect(overlay(page)).to_have_count(0)
