"""Texts to learn from, as a person meets them: what one is made of, what is odd about it, and getting more."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

if TYPE_CHECKING:
    Site = Any

pytestmark = pytest.mark.browser
SEED = Path(__file__).parent / "seed_data.py"


@pytest.fixture(scope="module")
def things(site: Site) -> dict[str, str]:
    found: dict[str, str] = json.loads(site.program(SEED))
    return found


def accessible(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []


def test_a_corpus_is_read_measured_and_cleaned(ada: Page, things: dict[str, str]) -> None:
    ada.goto(f"/corpora/{things['corpus']}/")
    documents = ada.get_by_role("region", name="Documents", exact=True)
    expect(documents.get_by_role("listitem")).to_have_count(5)
    expect(documents).to_contain_text("No. 1 ·")
    documents.get_by_role("button", name="At random").click()
    expect(documents.get_by_role("button", name="Draw others")).to_have_attribute("aria-pressed", "true")
    expect(ada.get_by_role("region", name="Learning and judging")).to_contain_text(
        "no exact copy of one, is on both sides"
    )
    expect(ada.get_by_role("region", name="Scripts")).to_contain_text("Hangul")
    expect(ada.get_by_role("region", name="Most frequent words").get_by_role("listitem")).to_have_count(30)
    expect(ada.get_by_role("region", name="In tokens").last).to_contain_text("여우 조각")
    odd = ada.get_by_role("region", name="Worth a look")
    expect(odd).to_contain_text("2 documents are exact copies")
    odd.get_by_role("button", name="lost before it came here").click()
    expect(documents).to_contain_text("<script>alert(1)</script> lost")  # shown, never run
    ada.get_by_role("button", name="Share").click()
    dialog = ada.get_by_role("dialog")
    dialog.get_by_text("Everyone on this site").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Everyone on this site sees it.")
    dialog.get_by_role("button", name="Close").click()
    odd.get_by_role("button", name="Make a cleaned copy").click()
    expect(ada.get_by_role("heading", name="여우 이야기, cleaned")).to_be_visible()
    expect(ada.get_by_text("A cleaned copy of another corpus")).to_be_visible()
    ada.goto(f"/corpora/{things['fetching']}/")
    expect(ada.get_by_text("8,000 documents, 6.68 MiB so far")).to_be_visible()


def test_what_could_not_be_fetched_is_changed_and_asked_for_again(ada: Page, things: dict[str, str]) -> None:
    ada.goto(f"/corpora/{things['failed']}/")
    ada.get_by_role("link", name="Change what is fetched").click()
    for label, value in {
        "Data set": "tales/all",
        "Split": "trian",
        "Columns with the text": "title, text",
    }.items():
        expect(ada.get_by_label(label, exact=True)).to_have_value(value)
    expect(ada.get_by_role("checkbox")).not_to_be_checked()
    accessible(ada)


def test_a_text_is_fetched_or_written_on_a_phone(
    open_page: Callable[..., Page], things: dict[str, str]
) -> None:
    page = open_page(width=360, color_scheme="dark")
    sign_in(page, "ada")
    page.goto("/corpora/#hub")
    page.get_by_role("button", name="NSMC").click()
    expect(page.get_by_label("Columns with the text")).to_have_value("document")
    accessible(page)
    page.get_by_label("Data set", exact=True).fill("training/core")
    page.get_by_role("button", name="Fetch and prepare").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("“training/core” is no data set of the hub")
    expect(told).to_be_in_viewport()
    page.get_by_role("tab", name="Hugging Face").press("ArrowRight")
    size = page.get_by_label("Size in megabytes")
    size.fill("0")
    page.get_by_role("button", name="Write the stories").click()
    expect(page.get_by_role("alert")).to_contain_text("1000")
    expect(size).to_be_focused()
    expect(size).to_have_attribute("aria-invalid", "true")
    size.fill("2")
    page.get_by_role("button", name="Write the stories").click()
    expect(page.get_by_role("heading", name="Generated stories (English) · 2 MB")).to_be_visible()
    page.goto(f"/corpora/{things['corpus']}/")
    expect(page.get_by_role("region", name="Documents", exact=True).get_by_role("listitem")).to_have_count(5)
    accessible(page)
