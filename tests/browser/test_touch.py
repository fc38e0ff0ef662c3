"""The canvas under fingers: real touches, sent by the browser's own protocol."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_editing import axe, edge, overlay
from tests.browser.test_editor import block, notice, opened, totals

pytestmark = pytest.mark.browser
Point = tuple[float, float]
OPEN_OR_CLOSED = re.compile("open|closed")
SMALL = """() => [...document.querySelectorAll(
    ".ed .icon-btn, .ed .btn, .ed-menu button, .react-flow__controls-button, .ed-tabs button")]
  .map((one) => [one.getAttribute("aria-label") || one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 44 || box.width < 44)).map(([name]) => name)"""
REACH = """([x, y, id]) => [[-11, 0], [11, 0], [0, 20]]
  .every(([a, b]) => document.elementFromPoint(x + a, y + b)?.closest(".react-flow__handle")?.dataset.nodeid === id)"""
ZOOM = "() => new DOMMatrix(getComputedStyle(document.querySelector('.react-flow__viewport')).transform).a"

RESTS = """(thing) => new Promise((done) => {
  let last = "", alike = 0;
  const look = () => {
    const { x, y, width } = thing.getBoundingClientRect(), now = [x, y, width].join();
    alike = now === last ? alike + 1 : 0;
    last = now;
    if (alike > 12) done(); else requestAnimationFrame(look);
  };
  look();
})"""


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """Ada's tablet."""
    page = open_page(1180, has_touch=True, is_mobile=True)
    sign_in(page, "ada")
    opened(page)
    return page


@pytest.fixture
def fingers(page: Page) -> Iterator[CDPSession]:
    session = page.context.new_cdp_session(page)
    yield session
    session.detach()


def touch(fingers: CDPSession, kind: str, *points: Point) -> None:
    """Put fingers down, move them, or (without points) lift them."""
    sent = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
    fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": sent})


def middle(thing: Locator) -> Point:
    box = thing.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def tap(page: Page, thing: Locator) -> None:
    page.touchscreen.tap(*at_rest(thing))


def at_rest(thing: Locator) -> Point:
    """Return the middle of a thing once the canvas has stopped moving under it."""
    thing.evaluate(RESTS)
    return middle(thing)


def handle(page: Page, name: str, kind: str) -> Locator:
    return page.locator(f'[data-nodeid="{name}"].{kind}')


def test_a_tap_chooses_and_a_finger_drags(page: Page, fingers: CDPSession) -> None:
    norm = block(page, "norm")
    tap(page, norm)
    expect(norm).to_have_attribute("data-selected", "true")
    x, y = at_rest(norm)
    touch(fingers, "touchStart", (x, y))
    for step in range(1, 7):
        touch(fingers, "touchMove", (x + 20 * step, y))
    touch(fingers, "touchEnd")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    assert middle(norm)[0] > x + 80
    tap(page, page.get_by_role("button", name="Undo"))
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_two_fingers_zoom(page: Page, fingers: CDPSession) -> None:
    before = page.evaluate(ZOOM)
    box = page.locator(".ed-canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + 130, box["y"] + 200  # beside the drawing
    touch(fingers, "touchStart", (x - 30, y), (x + 30, y))
    for step in range(1, 7):
        touch(fingers, "touchMove", (x - 30 - 12 * step, y), (x + 30 + 12 * step, y))
    touch(fingers, "touchEnd")
    page.wait_for_function(f"before => ({ZOOM})() > before * 1.3", arg=before)
    expect(overlay(page)).to_have_count(0)


def test_a_long_press_opens_the_menu_of_what_is_under_the_finger(page: Page, fingers: CDPSession) -> None:
    touch(fingers, "touchStart", middle(block(page, "norm").locator(".ed-block-text")))
    menu = page.get_by_role("menu", name="Actions for the block")
    expect(menu).to_be_visible()
    touch(fingers, "touchEnd")
    expect(menu).to_be_visible()
    assert page.evaluate(SMALL) == []
    assert axe(page) == []
    tap(page, menu.get_by_role("menuitem", name="Duplicate"))
    expect(block(page, "norm2")).to_be_visible()
    expect(menu).to_have_count(0)
    corner = page.locator(".ed-canvas").bounding_box()
    assert corner is not None
    touch(fingers, "touchStart", (corner["x"] + 30, corner["y"] + 60))
    expect(page.get_by_role("menu", name="Actions for the canvas")).to_be_visible()
    touch(fingers, "touchEnd")


def test_ends_are_connected_by_two_taps_and_a_refusal_says_why(page: Page) -> None:
    tap(page, handle(page, "tok", "source"))
    expect(notice(page)).to_contain_text("Now press the end that “tok” should feed")
    expect(block(page, "norm")).to_have_attribute("data-port", "closed")
    tap(page, handle(page, "norm", "target"))
    expect(notice(page)).to_contain_text("“norm” takes one input and has it from “layers”")
    tap(page, block(page, "norm"))
    expect(block(page, "norm")).to_have_attribute("data-selected", "true")
    expect(block(page, "head")).not_to_have_attribute("data-port", OPEN_OR_CLOSED)  # no end was meant
    tap(page, handle(page, "norm", "source"))
    expect(block(page, "head")).to_have_attribute("data-port", OPEN_OR_CLOSED)
    page.keyboard.press("Shift+Delete")  # and with the block goes what began at its end
    expect(edge(page, "layers>norm")).to_have_count(0)
    tap(page, handle(page, "layers", "source"))
    tap(page, handle(page, "head", "target"))
    expect(edge(page, "layers>head")).to_have_count(1)
    expect(totals(page)).to_contain_text("sound")
    tap(page, block(page, "tok"))
    page.keyboard.press("f")
    page.wait_for_function(f"() => ({ZOOM})() > 1")
    x, y = at_rest(handle(page, "tok", "source"))
    assert page.evaluate(REACH, [x, y, "tok"])
