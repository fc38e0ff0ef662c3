"""Drawing on the canvas: inserting, connecting, choosing, copying and arranging, as a person does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import THEMES, sign_in, speak_korean, wear
from tests.browser.test_editor import block, notice, opened, rest, state, totals

pytestmark = pytest.mark.browser
Pages = Callable[..., Page]
MIDDLE = """path => { const at = path.getPointAtLength(path.getTotalLength() / 2), m = path.getScreenCTM();
  return {x: at.x * m.a + m.e, y: at.y * m.d + m.f}; }"""


def edge(page: Page, name: str) -> Locator:
    return page.locator(f'.react-flow__edge[data-id="{name}"]')


def middle(page: Page, name: str) -> dict[str, float]:
    """The middle of an edge's line, as a point of the window."""
    point: dict[str, float] = edge(page, name).locator(".react-flow__edge-path").evaluate(MIDDLE)
    return point


def over(page: Page, name: str) -> dict[str, float]:
    """The middle of an edge's line, as a point of the canvas."""
    point, corner = middle(page, name), page.locator(".ed-canvas").bounding_box()
    assert corner is not None
    return {"x": point["x"] - corner["x"], "y": point["y"] - corner["y"]}


def choose(page: Page, *paths: str) -> None:
    """Press blocks, all after the first with Control held."""
    for number, path in enumerate(paths):
        block(page, path).locator(".ed-block-text").first.click(modifiers=["Control"] if number else [])


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo").click()


def overlay(page: Page) -> Locator:
    return page.locator(".ed-over")


def test_a_block_dropped_on_an_edge_stands_on_it(ada: Page) -> None:
    opened(ada)
    canvas = ada.locator(".ed-canvas")
    ada.locator('[data-type="Dropout"]').drag_to(canvas, target_position=over(ada, "layers>norm"))  # type: ignore[arg-type]
    expect(edge(ada, "layers>dropout")).to_have_count(1)
    expect(edge(ada, "dropout>norm")).to_have_count(1)
    expect(edge(ada, "layers>norm")).to_have_count(0)
    expect(totals(ada)).to_contain_text("sound")
    undo(ada)
    expect(edge(ada, "layers>norm")).to_have_count(1)
    ada.locator('[data-type="TokenEmbedding"]').drag_to(canvas, target_position=over(ada, "layers>norm"))  # type: ignore[arg-type]
    expect(notice(ada)).to_contain_text("takes tokens")
    expect(edge(ada, "layers>norm")).to_have_count(1)


def test_the_edge_under_a_dragged_block_lights_up(ada: Page) -> None:
    opened(ada)
    at = middle(ada, "layers>norm")
    ada.locator('[data-type="Dropout"]').hover()
    ada.mouse.down()
    ada.mouse.move(at["x"] - 60, at["y"], steps=3)
    ada.mouse.move(at["x"], at["y"], steps=3)
    expect(ada.locator(".ed-edge-open")).to_have_attribute("data-id", "layers>norm")
    ada.mouse.up()
    expect(ada.locator(".ed-edge-open")).to_have_count(0)


def test_deleting_a_block_heals_the_chain_unless_a_gap_is_wanted(ada: Page) -> None:
    opened(ada)
    choose(ada, "layers.attn")
    ada.keyboard.press("Delete")
    expect(edge(ada, "layers.norm1>layers.add1")).to_have_count(1)
    expect(totals(ada)).to_contain_text("sound")
    undo(ada)
    choose(ada, "layers.attn")
    ada.keyboard.press("Shift+Delete")
    expect(edge(ada, "layers.norm1>layers.attn")).to_have_count(0)
    expect(edge(ada, "layers.norm1>layers.add1")).to_have_count(0)
    undo(ada)
    expect(edge(ada, "layers.attn>layers.add1")).to_have_count(1)


def test_quick_search_adds_after_the_chosen_block(ada: Page) -> None:
    opened(ada)
    choose(ada, "norm")
    ada.keyboard.press("/")
    field = ada.get_by_role("combobox", name="Add a block")
    field.fill("drop")
    expect(ada.get_by_role("option", name="Dropout")).to_be_visible()
    field.press("Enter")
    expect(overlay(ada)).to_have_count(0)
    expect(edge(ada, "norm>dropout")).to_have_count(1)
    expect(edge(ada, "dropout>head")).to_have_count(1)
    undo(ada)
    expect(edge(ada, "norm>head")).to_have_count(1)


def test_quick_search_on_an_edge_and_on_the_empty_canvas(ada: Page) -> None:
    opened(ada)
    at = middle(ada, "layers>norm")
    ada.mouse.dblclick(at["x"], at["y"])
    ada.get_by_role("combobox", name="Add a block").fill("embedding")
    expect(ada.get_by_role("option", name="Token embedding")).to_be_disabled()
    expect(ada.get_by_role("option", name="Token embedding")).to_contain_text("takes tokens")
    ada.keyboard.press("Escape")
    expect(overlay(ada)).to_have_count(0)
    ada.locator(".ed-canvas").dblclick(position={"x": 30, "y": 60})
    ada.get_by_role("combobox", name="Add a block").fill("linear")
    ada.keyboard.press("ArrowDown")
    ada.keyboard.press("ArrowUp")
    ada.keyboard.press("Enter")
    expect(block(ada, "linear")).to_be_visible()
    expect(edge(ada, "layers>norm")).to_have_count(1)


def test_ends_light_up_and_say_why_not_while_a_connection_is_drawn(ada: Page) -> None:
    opened(ada)
    ada.locator('[data-nodeid="layers.norm1"].source').hover()
    ada.mouse.down()
    goal = ada.locator('[data-nodeid="layers.attn"].target').bounding_box()
    assert goal is not None
    ada.mouse.move(goal["x"] + 5, goal["y"] + 5, steps=4)
    expect(block(ada, "layers.add1")).to_have_attribute("data-port", "open")
    expect(block(ada, "norm")).to_have_attribute("data-port", "closed")
    expect(ada.get_by_role("tooltip")).to_contain_text("“norm1” feeds “attn” already.")
    ada.mouse.up()
    expect(ada.get_by_role("tooltip")).to_have_count(0)
    expect(block(ada, "layers.add1")).not_to_have_attribute("data-port", "open")


def test_a_connection_is_made_by_keyboard(ada: Page) -> None:
    opened(ada)
    choose(ada, "layers.norm1")
    ada.keyboard.press("c")
    field = ada.get_by_role("combobox", name="Connect “norm1” to")
    expect(ada.get_by_role("option", name="attn")).to_be_disabled()
    field.fill("add1")
    field.press("Enter")
    expect(edge(ada, "layers.norm1>layers.add1")).to_have_count(1)
    undo(ada)
    expect(edge(ada, "layers.norm1>layers.add1")).to_have_count(0)


def test_blocks_go_through_the_clipboard_to_another_design(ada: Page, open_page: Pages) -> None:
    opened(ada)
    choose(ada, "layers.norm1", "layers.attn")
    ada.keyboard.press("Control+c")
    other = ada.context.new_page()
    opened(other, title="Elsewhere", design={"format": 1, "vars": {}, "nodes": {}, "edges": []})
    other.locator(".react-flow__pane").click(position={"x": 20, "y": 300})
    other.keyboard.press("Control+v")
    expect(edge(other, "norm1>attn")).to_have_count(1)
    other.keyboard.press("Control+x")
    expect(block(other, "attn")).to_have_count(0)
    other.keyboard.press("Control+z")
    expect(edge(other, "norm1>attn")).to_have_count(1)
    choose(other, "attn")
    other.keyboard.press("Control+d")
    expect(block(other, "attn2")).to_be_visible()


MANY = {f"n{n}": {"type": "Norm"} for n in range(5001)}
STRANGE = [
    ("Once upon a time", "not from this editor"),
    (json.dumps({"clipboard": "slamdunk/blocks", "format": 9}), "another version"),
    (json.dumps({"nodes": {"<img src=x>": {"type": "Norm"}}, "edges": []}), "are damaged"),
    (json.dumps({"nodes": MANY, "edges": []}), "5,000 blocks at most"),
]
PASTE = """text => { const data = new DataTransfer(); data.setData("text/plain", text);
  document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""


def test_strange_clipboards_are_refused_in_words(ada: Page) -> None:
    opened(ada)
    for text, words in STRANGE:
        ada.evaluate(PASTE, text)
        expect(notice(ada)).to_contain_text(words)
        expect(state(ada)).to_have_text("Saved")
    expect(ada.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_box_chooses_and_the_chosen_are_lined_up(ada: Page) -> None:
    opened(ada)
    first, last = block(ada, "layers.norm1").bounding_box(), block(ada, "layers.ffn").bounding_box()
    assert first is not None
    assert last is not None
    ada.keyboard.down("Shift")
    ada.mouse.move(first["x"] - 6, first["y"] - 4)
    ada.mouse.down()
    ada.mouse.move(last["x"] + last["width"] + 6, last["y"] + last["height"] + 4, steps=5)
    ada.mouse.up()
    ada.keyboard.up("Shift")
    expect(ada.get_by_text("4 blocks are chosen.")).to_be_visible()
    choose(ada, "layers.add1", "layers.attn", "layers.ffn")
    ada.get_by_role("button", name="Align left sides").click()
    lefts = [block(ada, f"layers.{name}").bounding_box() for name in ("add1", "attn", "ffn")]
    assert len({round(box["x"]) for box in lefts if box}) == 1
    undo(ada)
    apart = block(ada, "layers.attn").bounding_box()
    assert apart is not None
    assert apart["x"] == pytest.approx(first["x"], abs=1)


def test_menus_open_by_mouse_and_by_keyboard(ada: Page) -> None:
    opened(ada)
    block(ada, "norm").click(button="right")
    menu = ada.get_by_role("menu", name="Actions for the block")
    menu.get_by_role("menuitem", name="Duplicate").click()
    expect(block(ada, "norm2")).to_be_visible()
    undo(ada)
    choose(ada, "norm")
    ada.keyboard.press("Shift+F10")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    ada.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    at = middle(ada, "layers>norm")
    ada.mouse.click(at["x"], at["y"], button="right")
    ada.get_by_role("menu", name="Actions for the edge").get_by_role("menuitem", name="Delete").click()
    expect(edge(ada, "layers>norm")).to_have_count(0)
    undo(ada)
    ada.locator(".ed-canvas").click(button="right", position={"x": 30, "y": 60})
    ada.get_by_role("menu", name="Actions for the canvas").get_by_role("menuitem", name="Choose all").click()
    expect(ada.get_by_text("4 blocks are chosen.")).to_be_visible()


def axe(page: Page) -> list[Any]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]


def test_a_finger_adds_a_block_and_takes_it_away(open_page: Pages) -> None:
    page = open_page(has_touch=True)
    sign_in(page, "ada")
    opened(page)
    block(page, "norm").locator(".ed-block-text").tap()
    page.get_by_role("button", name="Add a block…").tap()
    page.get_by_role("combobox", name="Add a block").fill("dropout")
    page.get_by_role("option", name="Dropout").tap()
    expect(edge(page, "norm>dropout")).to_have_count(1)
    page.get_by_role("complementary").get_by_role("button", name="Delete", exact=True).tap()
    expect(edge(page, "norm>head")).to_have_count(1)


def test_what_lies_over_the_canvas_is_accessible(ada: Page) -> None:
    opened(ada)
    choose(ada, "layers.norm1")
    for key in ("/", "c", "Shift+F10", "Control+f", "?"):
        ada.keyboard.press(key)
        expect(ada.locator(".ed-over, dialog[open]")).to_be_visible()
        for theme in THEMES:
            wear(ada, theme)
            assert axe(ada) == [], (key, theme)
        ada.keyboard.press("Escape")
        expect(ada.locator(".ed-over, dialog[open]")).to_have_count(0)


def test_the_sheet_and_the_menus_speak_korean(open_page: Pages) -> None:
    page = open_page()
    sign_in(page, "ben")
    speak_korean(page)
    made = rest(page, "POST", "", {"preset": "tiny-story-writer"})
    page.goto(f"/architectures/{made['id']}/edit/")
    expect(totals(page)).to_contain_text("문제 없음")
    expect(edge(page, "norm>head")).to_have_attribute("aria-label", "norm에서 head(으)로 가는 연결")
    page.get_by_role("button", name="축소").click()
    page.get_by_role("button", name="단축키").click()
    sheet = page.get_by_role("dialog", name="단축키")
    expect(sheet).to_contain_text("입력이 하나인 블록을 삭제하면 앞뒤를 바로 이어 줍니다.")
    page.keyboard.press("Escape")
    block(page, "norm").click(button="right")
    expect(page.get_by_role("menuitem", name="빈자리를 남기고 삭제")).to_be_visible()


def drag(page: Page, path: str, dx: float, dy: float, *, drop: bool = True) -> None:
    """Drag a block by its title."""
    box = block(page, path).locator(".ed-block-text").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2, steps=3)
    page.mouse.move(x + dx, y + dy, steps=3)
    if drop:
        page.mouse.up()


def place(page: Page, path: str) -> tuple[float, float]:
    box = block(page, path).bounding_box()
    assert box is not None
    return box["x"], box["y"]


def test_a_dragged_block_snaps_to_a_line_and_with_alt_it_does_not(ada: Page) -> None:
    opened(ada)
    line = place(ada, "layers.attn")[0]
    drag(ada, "layers.norm2", 4, 3, drop=False)
    expect(ada.locator('.ed-guide[data-axis="x"]')).to_have_count(1)
    ada.mouse.up()
    expect(ada.locator(".ed-guide")).to_have_count(0)
    assert place(ada, "layers.norm2")[0] == pytest.approx(line, abs=0.6)
    ada.keyboard.down("Alt")
    drag(ada, "layers.norm2", 4, 0)
    ada.keyboard.up("Alt")
    assert place(ada, "layers.norm2")[0] > line + 1


def test_a_block_is_dragged_out_of_a_frame_and_back_in(ada: Page) -> None:
    opened(ada)
    frame = block(ada, "layers").bounding_box()
    assert frame is not None
    drag(ada, "layers.ffn", frame["width"], 0)
    expect(block(ada, "ffn")).to_be_visible()
    expect(notice(ada)).to_contain_text("“ffn” is now outside")
    expect(edge(ada, "layers.norm2>layers.add2")).to_have_count(1)
    drag(ada, "ffn", -frame["width"] * 0.9, 0, drop=False)
    expect(block(ada, "layers")).to_have_attribute("data-into", "true")
    ada.mouse.up()
    expect(block(ada, "layers.ffn")).to_be_visible()
    undo(ada)
    expect(block(ada, "ffn")).to_be_visible()
    undo(ada)
    expect(edge(ada, "layers.norm2>layers.ffn")).to_have_count(1)
    expect(totals(ada)).to_contain_text("sound")


SETTLED = """before => {
  const left = path => document.querySelector(`[data-path="${path}"]`).getBoundingClientRect().x;
  return Math.abs(left("layers.attn") - before) > 10 && Math.abs(left("layers.add1") - left("layers.add2")) < 1; }"""
BACK = """before =>
  Math.abs(document.querySelector('[data-path="layers.attn"]').getBoundingClientRect().x - before) < 2"""


def test_everything_is_arranged_and_one_undo_brings_it_back(ada: Page) -> None:
    opened(ada)
    drag(ada, "layers.attn", -60, -30)
    moved = place(ada, "layers.attn")[0]
    ada.keyboard.press("l")
    ada.wait_for_function(SETTLED, arg=moved)
    expect(totals(ada)).to_contain_text("sound")
    undo(ada)
    ada.wait_for_function(BACK, arg=moved)


def test_a_block_is_found_and_zoomed_to(ada: Page) -> None:
    opened(ada)
    before = block(ada, "layers.ffn").bounding_box()
    ada.keyboard.press("Control+f")
    field = ada.get_by_role("combobox", name="Find a block")
    field.fill("feed")
    field.press("Enter")
    expect(ada.get_by_role("complementary").get_by_label("Name", exact=True)).to_have_value("ffn")
    assert before is not None
    ada.wait_for_function(
        "w => document.querySelector('[data-path=\"layers.ffn\"]').getBoundingClientRect().width > 1.2 * w",
        arg=before["width"],
    )
    ada.locator(".react-flow__node-block").first.focus()
    ada.keyboard.press("1")
    expect(block(ada, "tok")).to_be_in_viewport()
    expect(block(ada, "head")).to_be_in_viewport()


def test_undo_and_redo_reach_over_a_reload(ada: Page) -> None:
    opened(ada)
    choose(ada, "layers.attn")
    ada.keyboard.press("Delete")
    choose(ada, "norm")
    ada.keyboard.press("Delete")
    expect(state(ada)).to_have_text("Saved")
    undo(ada)
    expect(state(ada)).to_have_text("Saved")
    ada.reload()
    expect(block(ada, "norm")).to_be_visible()
    expect(block(ada, "layers.attn")).to_have_count(0)
    undo(ada)
    expect(edge(ada, "layers.norm1>layers.attn")).to_have_count(1)
    ada.keyboard.press("Control+Shift+Z")
    ada.keyboard.press("Control+Shift+Z")
    expect(block(ada, "norm")).to_have_count(0)
    expect(edge(ada, "layers>head")).to_have_count(1)
