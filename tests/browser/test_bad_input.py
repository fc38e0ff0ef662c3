"""What no one means to give, or means harm by: it is refused in words or shown as text, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import sign_in
from tests.browser.test_editing import PASTE, drag, undo
from tests.browser.test_editor import block, notice, opened, rest, state, totals

pytestmark = pytest.mark.browser
MARKUP = "<img src=x onerror=alert(1)><b>Bold</b>"
HEBREW = "שלום"


def chain(count: int) -> str:
    """A design of so many norms in a row, as text."""
    nodes = {f"n{at}": {"type": "Norm"} for at in range(count)}
    return json.dumps(
        {"format": 1, "vars": {}, "nodes": nodes, "edges": [" -> ".join(["in", *nodes, "out"])]}
    )


def name_it(page: Page, title: str) -> None:
    page.get_by_label("Title", exact=True).first.evaluate("field => field.removeAttribute('maxlength')")
    page.get_by_label("Title", exact=True).first.fill(title)
    page.keyboard.press("Enter")


def kept(page: Page, name: str) -> Any:
    expect(state(page)).to_have_text("Saved")
    return rest(page, "GET", f"{name}/")


def test_designs_too_new_or_too_large_are_refused_and_the_canvas_stays_alive(ada: Page) -> None:
    opened(ada)
    newer = json.dumps({"format": 2, "nodes": {"a": {"type": "Norm"}}, "edges": []})
    ada.evaluate(PASTE, newer)
    expect(notice(ada)).to_contain_text("newer version of the editor")
    ada.evaluate(PASTE, chain(5000))  # with the four that are there, more than a design may hold
    expect(notice(ada)).to_contain_text("5,000 blocks at most")
    block(ada, "norm").locator(".ed-block-text").first.click()
    ada.keyboard.press("Delete")
    expect(block(ada, "norm")).to_have_count(0)
    undo(ada)
    expect(totals(ada)).to_contain_text("sound")


def test_names_that_are_markup_run_backwards_or_cannot_be_seen(ada: Page) -> None:
    name = opened(ada)
    name_it(ada, MARKUP)
    assert kept(ada, name)["title"] == MARKUP
    ada.goto("/architectures/")
    expect(ada.get_by_text(MARKUP).first).to_be_visible()
    expect(ada.locator("main img[src=x]")).to_have_count(0)
    ada.goto(f"/architectures/{name}/edit/")
    name_it(ada, f"{HEBREW}\u202e\u200b GPT")
    expect(ada.get_by_label("Title", exact=True).first).to_have_value(f"{HEBREW} GPT")
    assert kept(ada, name)["title"] == f"{HEBREW} GPT"
    name_it(ada, "\u200b\u2060")
    assert kept(ada, name)["title"] == f"{HEBREW} GPT"
    name_it(ada, "long " * 2000)
    expect(ada.get_by_text("120").first).to_be_visible()
    ada.reload()
    assert rest(ada, "GET", f"{name}/")["title"] == f"{HEBREW} GPT"


def test_p26_moves_by_key_are_saved_and_a_paste_is_undone_at_once(ada: Page) -> None:
    name = opened(ada)
    drag(ada, "norm", 60, 10)
    before = kept(ada, name)["design"]["layout"]["norm"]
    ada.locator('.react-flow__node[data-id="norm"]').focus()
    ada.keyboard.press("ArrowRight")
    expect(state(ada)).not_to_have_text("Saved")
    assert kept(ada, name)["design"]["layout"]["norm"][0] > before[0]
    blocks = ada.locator(".ed-block")
    count = blocks.count()
    ada.keyboard.press("Control+a")
    ada.keyboard.press("Control+d")
    expect(blocks).not_to_have_count(count)
    undo(ada)
    expect(blocks).to_have_count(count)


def on_a_phone(open_page: Callable[..., Page], path: str) -> Page:
    page = open_page(width=360)
    sign_in(page, "ada")
    rest(page, "POST", "", {"preset": "tiny-gpt"})
    page.goto(path)
    return page


def refused_at(page: Page, field: Locator, button: str, words: str) -> None:
    """Send the form: what is wrong is said in sight, and the input that it is about is where one types."""
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("alert").filter(has_text=words)).to_be_in_viewport()
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")


def test_an_option_that_is_not_right_is_shown_by_its_name_on_a_phone(open_page: Callable[..., Page]) -> None:
    page = on_a_phone(open_page, "/runs/new/")
    minutes = page.get_by_label("Train for")
    minutes.fill("-4")
    refused_at(page, minutes, "Start training", "The option “Train for” is not right")
    minutes.fill("1")
    page.get_by_text("All options").click()
    clipping = page.get_by_label("Gradient clipping")
    clipping.fill("-1")
    page.get_by_text("All options").click()
    refused_at(page, clipping, "Start training", "“Gradient clipping”")


def test_a_search_says_at_the_input_what_is_wrong_with_it(open_page: Callable[..., Page]) -> None:
    page = on_a_phone(open_page, "/sweeps/new/")
    values, minutes = page.get_by_label("Values"), page.get_by_label("Minutes for each run")
    values.fill("0.001, much")
    refused_at(page, values, "Start 2 runs", "“Learning rate”")
    values.fill("0.001")
    minutes.fill("abc")
    refused_at(page, minutes, "Start 1 run", "“Minutes for each run”")
