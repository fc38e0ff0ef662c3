"""Tokenizers, as a person meets them: a text cut while it is typed, the merges behind it, and making one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_corpora import accessible

if TYPE_CHECKING:
    Site = Any

pytestmark = pytest.mark.browser
SEED = Path(__file__).parent / "seed_data.py"


def rest(page: Page, method: str, path: str, body: dict[str, Any] | None = None) -> None:
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    answer = page.request.fetch(f"/api/v1/{path}", method=method, data=body, headers={"X-CSRFToken": token})
    assert answer.ok, answer.text()


@pytest.fixture(scope="module")
def things(site: Site) -> dict[str, str]:
    found: dict[str, str] = json.loads(site.program(SEED))
    return found


def test_a_text_is_cut_by_the_vocabulary_after_any_number_of_merges(
    ada: Page, things: dict[str, str]
) -> None:
    ada.goto(f"/tokenizers/{things['bpe']}/")
    ada.get_by_role("textbox", name="Your text").fill("여우가 살았어요 ☃")
    pieces = ada.get_by_role("list", name="How it cuts your text").get_by_role("listitem")
    expect(ada.get_by_text("characters (26 bytes)")).to_be_visible()
    expect(pieces.last).to_contain_text("83")  # a byte of the snowman: no character, and shown as what it is
    whole = pieces.count()
    ada.get_by_label("Show ids").check()
    ada.get_by_role("button", name="Bytes alone").click()
    expect(pieces).to_have_count(26)
    ada.get_by_role("button", name="All merges").click()
    expect(pieces).to_have_count(whole)
    ada.get_by_label("Vocabulary after").fill("40")
    expect(ada.get_by_text("Vocabulary after 40 of 343 merges")).to_be_visible()
    expect(pieces).not_to_have_count(whole)
    merges = ada.get_by_role("region", name="Merges, in the order they were learned").last
    expect(merges.get_by_role("row")).to_have_count(101)
    expect(merges.locator("tr.made").first).to_be_visible()
    ada.get_by_role("button", name="Show more").click()
    expect(merges.get_by_role("row")).to_have_count(344)
    on_text = ada.get_by_role("region", name="On your text")
    expect(on_text).to_contain_text("여우 글자")
    ada.get_by_label("On a corpus").select_option(label="여우 이야기")
    expect(ada.get_by_role("region", name="On a corpus")).to_contain_text("≈")
    ada.goto(f"/tokenizers/{things['learning']}/")
    expect(ada.get_by_text("2 of 43 merges")).to_be_visible()


def test_one_is_made_on_a_phone_and_what_is_wrong_is_told_at_its_field(
    open_page: Callable[..., Page], things: dict[str, str]
) -> None:
    page = open_page(width=360, color_scheme="dark")
    sign_in(page, "ada")
    page.goto(f"/tokenizers/?corpus={things['corpus']}")
    expect(page.get_by_role("region", name="On your text")).to_contain_text("여우 조각")
    accessible(page)
    page.get_by_label("Vocabulary", exact=True).fill("12")
    page.get_by_role("button", name="Make it").click()
    expect(page.locator("#vocab_size-error")).to_contain_text("257")
    page.get_by_label("Vocabulary", exact=True).fill("320")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="여우 이야기 · BPE 320")).to_be_visible()
    page.goto(f"/tokenizers/{things['bpe']}/")
    expect(
        page.get_by_role("list", name="How it cuts your text").get_by_role("listitem").first
    ).to_be_visible()
    expect(page.get_by_role("region", name="On your text")).to_be_visible()
    accessible(page)


def test_a_model_is_trained_with_a_tokenizer_from_its_page(ada: Page, things: dict[str, str]) -> None:
    rest(ada, "POST", "architectures/", {"preset": "tiny-gpt"})
    ada.goto(f"/tokenizers/{things['bpe']}/")
    with ada.expect_request("**/runs/estimate/") as asked:
        ada.get_by_role("link", name="Train with it").click()
    assert json.loads(asked.value.post_data or "")["tokenizer"] == things["bpe"]
    expect(ada.get_by_role("radio", name="One that is there")).to_be_checked()
    which = ada.get_by_label("Which tokenizer")
    expect(which.locator("option:checked")).to_have_text("여우 조각 · 600 tokens")
    expect(ada.get_by_label("Corpus", exact=True)).to_have_value(things["corpus"])
    expect(ada.get_by_role("region", name="What it will cost")).to_contain_text("Parameters")
    accessible(ada)
    ada.get_by_role("button", name="Start training").click()
    expect(ada.get_by_role("region", name="What is trained")).to_contain_text("여우 조각")


def test_a_tokenizer_that_is_gone_is_told_where_it_was_chosen(
    open_page: Callable[..., Page], things: dict[str, str]
) -> None:
    page = open_page(width=360, color_scheme="dark")
    sign_in(page, "ada")
    rest(page, "POST", "architectures/", {"preset": "tiny-gpt"})
    page.goto("/runs/new/?tokenizer=nosuch")
    expect(page.get_by_role("status").filter(has_text="that was asked for is not there")).to_be_visible()
    page.get_by_role("radio", name="One that is there").check()
    rest(page, "DELETE", f"tokenizers/{things['bytes']}/")
    which = page.get_by_label("Which tokenizer")
    which.select_option(value=things["bytes"])
    expect(page.get_by_role("alert")).to_have_text(
        "There is no such tokenizer that you may see. Choose another one."
    )
    expect(which).to_have_attribute("aria-invalid", "true")
    which.select_option(value=things["bpe"])
    expect(page.get_by_role("alert")).to_have_count(0)
    accessible(page)
