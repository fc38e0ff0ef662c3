"""The canvas in Chromium, as a person meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import THEMES, sign_in, speak_korean, wear

pytestmark = pytest.mark.browser
PRESET = "tiny-story-writer"
EMPTY: dict[str, Any] = {"format": 1, "vars": {}, "nodes": {}, "edges": []}
Pages = Callable[..., Page]


def rest(page: Page, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Ask the site's REST as the person of a page, in another window as it were."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    headers = {"X-CSRFToken": token}
    answer = page.request.fetch(f"/api/v1/architectures/{path}", method=method, data=body, headers=headers)
    assert answer.ok, answer.text()
    return answer.json()


def opened(page: Page, **made_of: Any) -> str:
    """Make a design and open it; return its name in addresses."""
    made = rest(page, "POST", "", made_of or {"preset": PRESET})
    page.goto(f"/architectures/{made['id']}/edit/")
    expect(totals(page)).to_contain_text("sound" if not made_of else "problem")
    return str(made["id"])


def totals(page: Page) -> Locator:
    return page.locator(".ed-totals")


def block(page: Page, path: str) -> Locator:
    return page.locator(f'[data-path="{path}"]')


def state(page: Page) -> Locator:
    return page.locator(".ed-save")


def notice(page: Page) -> Locator:
    return page.locator(".ed-notice")


def parameter(page: Page, path: str, name: str) -> Locator:
    """Choose a block; return the field of one of its parameters."""
    block(page, path).locator(".ed-block-text").first.click()
    return page.locator(f'[data-field="{name}"] input').first


def give(page: Page, path: str, name: str, value: str) -> None:
    field = parameter(page, path, name)
    field.fill(value)
    field.press("Enter")


def connect(page: Page, source: str, target: str) -> None:
    """Drag from the output of one end to the input of another."""
    page.locator(f'[data-nodeid="{source}"].source').hover()
    page.mouse.down()
    goal = page.locator(f'[data-nodeid="{target}"].target').bounding_box()
    assert goal is not None
    page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + goal["height"] / 2, steps=4)
    page.mouse.up()


def file(name: str, text: str) -> Any:
    return {"name": name, "mimeType": "application/json", "buffer": text.encode()}


def test_a_preset_is_drawn_with_its_inside_and_counted(ada: Page) -> None:
    opened(ada)
    for path in ("tok", "layers", "layers.norm1", "layers.attn", "layers.ffn", "layers.add2", "norm", "head"):
        expect(block(ada, path)).to_be_visible()
    expect(block(ada, "layers")).to_contain_text("× 4")
    expect(totals(ada)).to_contain_text("1,049,984 parameters")
    expect(state(ada)).to_have_text("Saved")


def test_a_mistake_is_named_and_its_fix_repairs_it(ada: Page) -> None:
    opened(ada)
    give(ada, "layers.attn", "n_heads", "3")
    expect(totals(ada)).to_contain_text("1 problem")
    problems = ada.get_by_role("region", name="Problems")
    expect(problems).to_contain_text("layers.attn")
    problems.get_by_role("button", name="Fix: set n_heads to 2").click()
    expect(totals(ada)).to_contain_text("sound")
    expect(parameter(ada, "layers.attn", "n_heads")).to_have_value("2")
    expect(state(ada)).to_have_text("Saved")


def test_a_design_is_built_from_nothing_and_kept(ada: Page) -> None:
    opened(ada, title="From nothing", design=EMPTY)
    ada.get_by_role("button", name="Add Token embedding").click()
    ada.get_by_role("button", name="Add LM head").click()
    expect(totals(ada)).to_contain_text("sound")  # the first is fed by the input, the last feeds the output
    expect(ada.locator(".react-flow__edge")).to_have_count(3)
    ada.get_by_role("button", name="Undo").click()
    expect(ada.locator(".react-flow__edge")).to_have_count(1)
    expect(totals(ada)).to_contain_text("problem")
    ada.keyboard.press("Control+Shift+Z")
    expect(ada.locator(".react-flow__edge")).to_have_count(3)
    expect(state(ada)).to_have_text("Saved")
    ada.reload()
    expect(ada.locator(".react-flow__edge")).to_have_count(3)
    ada.get_by_role("button", name="Versions").click()
    expect(ada.get_by_role("dialog", name="Versions").get_by_role("listitem")).to_have_count(2)


def test_a_block_is_dragged_from_the_palette_into_a_frame(ada: Page) -> None:
    opened(ada)
    frame = ada.locator('[data-path="layers"]').bounding_box()
    assert frame is not None
    canvas = ada.locator(".ed-canvas")
    corner = canvas.bounding_box()
    assert corner is not None
    inside = {"x": frame["x"] - corner["x"] + 70, "y": frame["y"] - corner["y"] + frame["height"] * 0.3}
    ada.locator('[data-type="Dropout"]').drag_to(canvas, target_position=inside)
    expect(block(ada, "layers.dropout")).to_be_visible()
    ada.get_by_role("button", name="Undo").click()
    expect(block(ada, "layers.dropout")).to_have_count(0)


def test_a_refused_connection_says_why(ada: Page) -> None:
    opened(ada)
    connect(ada, "tok", "norm")
    expect(notice(ada)).to_contain_text("“norm” takes one input and has it from “layers”.")
    connect(ada, "norm", "layers.norm1")
    expect(notice(ada)).to_contain_text("lie in different frames")
    expect(totals(ada)).to_contain_text("sound")


def test_a_conflict_loses_neither_side(ada: Page) -> None:
    made = opened(ada)
    theirs = rest(ada, "GET", f"{made}/")
    theirs["design"]["nodes"]["layers"]["count"] = 9
    rest(ada, "PATCH", f"{made}/", {"design": theirs["design"], "revision": theirs["revision"]})
    give(ada, "layers", "count", "2")
    question = ada.get_by_role("dialog", name="This design was saved elsewhere")
    question.get_by_role("button", name="Keep mine as a copy").click()
    expect(ada.get_by_label("Title of the design")).to_have_value("Tiny story writer (my changes)")
    expect(block(ada, "layers")).to_contain_text("× 2")
    ada.goto(f"/architectures/{made}/edit/")
    expect(block(ada, "layers")).to_contain_text("× 9")


def test_work_without_a_connection_is_kept_and_saved_later(ada: Page) -> None:
    made = opened(ada)
    ada.context.set_offline(True)
    give(ada, "layers", "count", "3")
    expect(state(ada)).to_contain_text("Offline")
    expect(block(ada, "layers")).to_contain_text("× 3")
    ada.context.set_offline(False)
    expect(state(ada)).to_have_text("Saved")
    assert rest(ada, "GET", f"{made}/")["design"]["nodes"]["layers"]["count"] == 3


def test_a_file_goes_out_and_comes_back(ada: Page) -> None:
    opened(ada)
    with ada.expect_download() as download:
        ada.locator(".ed-exports > summary").click()
        ada.get_by_role("button", name="Design (JSON)").click()
    text = Path(download.value.path()).read_text()
    give(ada, "layers", "count", "7")
    expect(block(ada, "layers")).to_contain_text("× 7")
    chooser = ada.get_by_test_id("import-file")
    chooser.set_input_files(file("back.json", text))
    ada.get_by_role("button", name="Replace this design").click()
    expect(block(ada, "layers")).to_contain_text("× 4")
    expect(notice(ada)).to_contain_text("Undo brings back what was here.")
    ada.get_by_role("button", name="Undo").click()
    expect(block(ada, "layers")).to_contain_text("× 7")


HOSTILE = [
    "null",
    "[]",
    "{",
    "[" * 100_000,
    '{"nodes": {"a": null}, "edges": []}',
    '{"nodes": {"a": {"type": "Norm"}}, "edges": [], "layout": {"a": [null, 1]}}',
]


def test_a_file_that_is_no_design_is_refused_with_its_name(ada: Page) -> None:
    opened(ada)
    for number, text in enumerate(HOSTILE):
        ada.get_by_test_id("import-file").set_input_files(file(f"evil{number}.json", text))
        expect(ada.get_by_role("alert")).to_contain_text(f"“evil{number}.json”")
    ada.keyboard.press("Escape")
    expect(block(ada, "layers.attn")).to_be_visible()


def test_a_strange_design_is_drawn_and_judged_without_breaking_the_page(ada: Page) -> None:
    opened(ada)
    nodes = {
        "constructor": {"type": "toString"},
        "b": {"type": "Repeat", "count": {}, "nodes": {}, "patterns": [None]},
    }
    strange = {
        "nodes": nodes,
        "edges": ["constructor -> b -> constructor", "->", "ghost -> b"],
        "vars": {"x": "1"},
    }
    ada.get_by_test_id("import-file").set_input_files(file("strange.json", json.dumps(strange)))
    ada.get_by_role("button", name="Replace this design").click()
    for path in nodes:
        block(ada, path).locator(".ed-block-text").click()
        expect(ada.get_by_role("complementary").get_by_label("Name", exact=True)).to_have_value(path)
    ada.get_by_role("button", name="Undo").click()
    expect(totals(ada)).to_contain_text("sound")


def test_an_older_version_is_restored(ada: Page) -> None:
    opened(ada)
    give(ada, "layers", "count", "6")
    expect(state(ada)).to_have_text("Saved")
    ada.get_by_role("button", name="Versions").click()
    history = ada.get_by_role("dialog", name="Versions")
    history.get_by_role("button", name="Restore version 1").click()
    expect(history).to_be_hidden()
    expect(notice(ada)).to_contain_text("Version 1 is back.")
    expect(block(ada, "layers")).to_contain_text("× 4")
    ada.reload()
    expect(block(ada, "layers")).to_contain_text("× 4")


def test_a_phone_has_both_sheets_and_nothing_sticks_out(ada: Page) -> None:
    ada.set_viewport_size({"width": 360, "height": 740})
    opened(ada)
    for sheet, inside in (("Blocks", "Add Norm"), ("Details", None)):
        ada.get_by_role("navigation", name="More").get_by_role("button", name=sheet).click()
        panel = ada.get_by_role("complementary").filter(visible=True)
        expect(panel).to_have_count(1)
        if inside:
            expect(panel.get_by_role("button", name=inside)).to_be_visible()
        assert ada.evaluate("document.documentElement.scrollWidth <= innerWidth"), sheet
    expect(ada.get_by_role("region", name="Problems")).to_be_visible()
    expect(ada.get_by_role("link", name="Train")).to_be_in_viewport()


def test_anothers_public_design_is_looked_at_and_copied(ada: Page, open_page: Pages) -> None:
    ben = open_page()
    sign_in(ben, "ben")
    made = rest(ben, "POST", "", {"preset": PRESET})["id"]
    rest(ben, "PATCH", f"{made}/", {"visibility": "public"})
    ada.goto(f"/architectures/{made}/edit/")
    expect(ada.get_by_text("This is ben's design.")).to_be_visible()
    expect(ada.get_by_label("Title of the design")).not_to_be_editable()
    expect(parameter(ada, "layers.attn", "n_heads")).not_to_be_editable()
    expect(ada.get_by_role("button", name="Add Norm")).to_be_disabled()
    ada.get_by_role("button", name="Make a copy").click()
    expect(ada.get_by_label("Title of the design")).to_have_value("Tiny story writer (copy)")
    expect(ada.get_by_label("Title of the design")).to_be_editable()


def test_the_editor_is_accessible(ada: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    opened(ada)
    give(ada, "layers.attn", "n_heads", "3")
    expect(totals(ada)).to_contain_text("1 problem")
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}
    for theme in THEMES:
        wear(ada, theme)
        violations = Axe().run(ada, options=rules).response["violations"]
        assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in violations] == [], theme


def test_the_editor_speaks_korean(open_page: Pages) -> None:
    page = open_page()
    sign_in(page, "ben")
    speak_korean(page)
    made = rest(page, "POST", "", {"preset": PRESET})
    page.goto(f"/architectures/{made['id']}/edit/")
    expect(totals(page)).to_contain_text("매개변수 1,049,984개")
    expect(totals(page)).to_contain_text("문제 없음")
    expect(block(page, "layers.attn")).to_contain_text("어텐션")
    expect(page.get_by_role("button", name="실행 취소")).to_be_visible()
    give(page, "layers.attn", "n_heads", "3")
    expect(totals(page)).to_contain_text("문제 1개")
