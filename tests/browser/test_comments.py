"""Comments on the canvas, as a person writes, moves, resizes, colours and deletes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in, speak_korean
from tests.browser.test_editing import axe, drag, overlay, undo
from tests.browser.test_editor import block, opened, rest, state

pytestmark = pytest.mark.browser
MARKUP = "<img src=x onerror=alert(1)> & why"


def notes(page: Page) -> Locator:
    return page.locator(".react-flow__node-comment")


def write(page: Page, text: str, x: float = 40, y: float = 60) -> None:
    """With the key N, where the pointer is."""
    corner = page.locator(".ed-canvas").bounding_box()
    assert corner is not None
    page.mouse.move(corner["x"] + x, corner["y"] + y)
    page.keyboard.press("n")
    page.locator(".ed-note-field").fill(text)
    page.keyboard.press("Control+Enter")


def saved(page: Page, name: str) -> Any:
    expect(state(page)).to_have_text("Saved")
    return rest(page, "GET", f"{name}/")["design"]["meta"].get("comments", [])


def redo(page: Page) -> None:
    page.get_by_role("button", name="Redo").click()


def test_a_comment_is_written_changed_and_deleted_a_step_each(ada: Page) -> None:
    name = opened(ada)
    fingerprint = rest(ada, "GET", f"{name}/").get("fingerprint")
    write(ada, MARKUP)
    expect(notes(ada)).to_have_text(MARKUP)
    expect(notes(ada).locator("img")).to_have_count(0)
    expect(notes(ada)).to_be_focused()
    expect(ada.get_by_role("group", name=f"Comment: {MARKUP}")).to_be_visible()
    ada.keyboard.press("Enter")
    ada.locator(".ed-note-field").fill("Second thoughts")
    ada.keyboard.press("Escape")
    expect(notes(ada)).to_have_text("Second thoughts")
    ada.get_by_role("radio", name="Pink").click()
    expect(ada.get_by_role("radio", name="Pink")).to_be_checked()
    assert axe(ada) == []
    assert [one["colour"] for one in saved(ada, name)] == ["pink"]
    assert rest(ada, "GET", f"{name}/").get("fingerprint") == fingerprint
    notes(ada).focus()
    ada.keyboard.press("Delete")
    expect(notes(ada)).to_have_count(0)
    for _ in range(2):  # the deletion and the colour
        undo(ada)
    expect(notes(ada)).to_have_text("Second thoughts")
    undo(ada)
    expect(notes(ada)).to_have_text(MARKUP)
    undo(ada)
    expect(notes(ada)).to_have_count(0)
    expect(ada.get_by_role("button", name="Undo")).to_be_disabled()
    redo(ada)
    redo(ada)
    expect(notes(ada)).to_have_text("Second thoughts")
    ada.reload()
    expect(notes(ada)).to_have_text("Second thoughts")


def test_a_comment_is_moved_and_resized_by_pointer_and_key_a_step_each(ada: Page) -> None:
    name = opened(ada)
    write(ada, "Here")
    [first] = saved(ada, name)
    box = notes(ada).bounding_box()
    assert box is not None
    ada.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    ada.mouse.down()
    ada.mouse.move(box["x"] + 40, box["y"] + 190, steps=6)
    ada.mouse.up()
    expect(state(ada)).to_have_text("Saved")
    [moved] = saved(ada, name)
    assert moved["place"][1] > first["place"][1] + 50
    assert moved["place"][2:] == first["place"][2:]
    corner = ada.locator(".ed-note-handle.bottom.right").bounding_box()
    assert corner is not None
    ada.mouse.move(corner["x"] + 4, corner["y"] + 4)
    ada.mouse.down()
    ada.mouse.move(corner["x"] + 60, corner["y"] + 50, steps=6)
    ada.mouse.up()
    expect(state(ada)).to_have_text("Saved")
    [resized] = saved(ada, name)
    assert resized["place"][:2] == moved["place"][:2]
    assert resized["place"][2] > moved["place"][2] + 40
    notes(ada).focus()
    ada.keyboard.press("ArrowRight")
    expect(state(ada)).to_have_text("Saved")
    [shifted] = saved(ada, name)
    assert shifted["place"][0] > resized["place"][0]
    ada.get_by_role("button", name="Make the comment larger").press("Enter")
    expect(state(ada)).not_to_have_text("Saved")
    assert saved(ada, name)[0]["place"][2] > shifted["place"][2]
    for earlier in (shifted, resized, moved, first):
        undo(ada)
        assert saved(ada, name) == [earlier]


def test_a_comment_and_a_block_that_are_dragged_together_are_one_step(ada: Page) -> None:
    name = opened(ada)
    write(ada, "Mind the norm")
    before = saved(ada, name)[0]["place"], rest(ada, "GET", f"{name}/")["design"]["layout"]["norm"]
    notes(ada).click()
    block(ada, "norm").locator(".ed-block-text").first.click(modifiers=["Control"])
    drag(ada, "norm", 40, 12)
    undone = ada.get_by_role("button", name="Redo")
    expect(undone).to_be_disabled()
    after = saved(ada, name)[0]["place"], rest(ada, "GET", f"{name}/")["design"]["layout"]["norm"]
    assert after[0] != before[0]
    assert after[1] != before[1]
    undo(ada)
    expect(undone).to_be_enabled()
    assert (saved(ada, name)[0]["place"], rest(ada, "GET", f"{name}/")["design"]["layout"]["norm"]) == before


def test_nothing_is_left_of_a_comment_that_says_nothing_and_search_adds_one(ada: Page) -> None:
    opened(ada)
    write(ada, "  ")
    expect(notes(ada)).to_have_count(0)
    expect(ada.get_by_role("button", name="Undo")).to_be_disabled()
    ada.keyboard.press("/")
    ada.get_by_role("combobox", name="Add a block").fill("comment")
    ada.keyboard.press("Enter")
    ada.keyboard.type("Found by searching")
    ada.locator(".react-flow__pane").click(position={"x": 20, "y": 400})
    expect(notes(ada)).to_have_text("Found by searching")
    notes(ada).click(button="right")
    ada.get_by_role("menu", name="Actions for the comment").get_by_role("menuitem", name="Delete").click()
    expect(notes(ada)).to_have_count(0)
    expect(overlay(ada)).to_have_count(0)


def test_comments_of_others_are_read_and_speak_korean(open_page: Callable[..., Page]) -> None:
    page = open_page(color_scheme="dark")
    sign_in(page, "ada")
    speak_korean(page)
    made = rest(page, "POST", "", {"preset": "tiny-gpt"})
    page.goto(f"/architectures/{made['id']}/edit/")
    page.locator(".ed-canvas").click(button="right", position={"x": 40, "y": 90})
    page.get_by_role("menuitem", name="메모 추가").click()
    field = page.get_by_label("메모 내용")
    field.fill("여기가 잔차 연결입니다")
    field.dispatch_event("keydown", {"key": "Escape", "isComposing": True})
    expect(field).to_be_visible()  # Escape ends a syllable first
    field.press("Escape")
    expect(page.get_by_role("group", name="메모: 여기가 잔차 연결입니다")).to_be_visible()
    expect(page.get_by_role("radio", name="분홍")).to_be_visible()
    assert axe(page) == []
