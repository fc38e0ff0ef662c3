"""Sharing in Chromium: a course, a dialog, a link that a stranger opens, and the copy that comes of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in, speak_korean

pytestmark = pytest.mark.browser
Pages = Callable[..., Page]


def sound(page: Page, name: str = "") -> None:
    """Nothing on this state of the page is a hindrance; keep a picture where somebody asks for pictures."""
    if name and (folder := os.environ.get("SLAMDUNK_PICTURES")):
        page.screenshot(path=f"{folder}/{name}.png")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def preset(page: Page, name: str = "Tiny GPT") -> str:
    """Make a design of a preset; return its name in addresses. It is open."""
    page.goto("/architectures/new/")
    page.get_by_role("button", name=f"Use this: {name}").click()
    page.wait_for_url("**/edit/")
    expect(page.locator(".react-flow__node").first).to_be_visible()
    return page.url.split("/architectures/")[1].split("/")[0]


def teach(page: Page, title: str) -> str:
    """Make a course; return its join code."""
    page.goto("/courses/")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Make the course").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    return page.locator("#code").inner_text()


def test_a_design_goes_from_a_student_through_a_course_to_a_copy(open_page: Pages) -> None:
    ida, ada, ben = open_page(), open_page(), open_page()
    for page, name in ((ida, "ida"), (ada, "ada"), (ben, "ben")):
        sign_in(page, name)
    code = teach(ida, "Language models")
    sound(ida, "course-teaching")

    ada.goto("/courses/")
    ada.get_by_label("Code").fill("wrong")
    ada.get_by_role("button", name="Join").click()
    expect(ada.get_by_role("alert")).to_contain_text("No course has the code “wrong”")
    sound(ada, "courses-refused")
    for page in (ada, ben):
        page.goto("/courses/")
        page.get_by_label("Code").fill(code.lower())
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("heading", name="Language models", exact=True)).to_be_visible()

    preset(ada)
    ada.get_by_role("button", name="Share").press("Enter")
    dialog = ada.get_by_role("dialog", name="Share “Tiny GPT”")
    expect(dialog.get_by_role("radio", name="Only me")).to_be_checked()
    dialog.get_by_role("radio", name="My courses").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Choose at least one course")
    dialog.get_by_role("checkbox", name="Language models").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("status")).to_contain_text("The members of 1 course see it.")
    sound(ada, "share-dialog")
    ada.keyboard.press("Escape")
    expect(ada.get_by_role("button", name="Share")).to_be_focused()

    ben.goto("/architectures/?show=shared")
    card = ben.get_by_role("listitem").filter(has_text="Tiny GPT")
    expect(card).to_contain_text("by ada")
    expect(card.locator("svg.thumbnail")).to_be_visible()
    sound(ben, "gallery-shared")
    card.get_by_role("button", name="Make a copy").click()
    ben.wait_for_url("**/edit/")
    expect(ben.get_by_role("link", name="A copy of “Tiny GPT” by ada")).to_be_visible()

    ben.get_by_role("link", name="A copy of “Tiny GPT” by ada").click()
    expect(ben.get_by_text("This is ada's design")).to_be_visible()
    expect(ben.get_by_role("button", name="Share")).to_have_count(0)
    ida.reload()
    expect(ida.get_by_role("link", name="Tiny GPT")).to_be_visible()


def test_a_link_is_opened_by_a_stranger_and_ends_when_it_is_switched_off(open_page: Pages) -> None:
    ada, stranger = open_page(), open_page()
    sign_in(ada, "ada")
    preset(ada, "Tiny story writer")
    ada.get_by_role("button", name="Share").click()
    dialog = ada.get_by_role("dialog")
    dialog.get_by_role("button", name="Make a link").click()
    link = dialog.get_by_label("The link", exact=True)
    expect(link).to_have_value(re.compile(r"/d/[\w-]{22}/$"))
    sound(ada, "share-link")
    address = link.input_value()

    stranger.goto(address)
    expect(stranger.get_by_role("heading", name="Tiny story writer")).to_be_visible()
    expect(stranger.get_by_text("by ada")).to_be_visible()
    expect(stranger.locator(".ed-totals")).to_contain_text("sound")
    stranger.locator(".react-flow__node", has_text="Attention").first.click()
    expect(
        stranger.get_by_role("region", name="Block", exact=False).or_(stranger.locator(".ed-inspector"))
    ).to_be_visible()
    stranger.keyboard.press("Delete")
    expect(stranger.locator(".react-flow__node", has_text="Attention").first).to_be_visible()
    assert stranger.locator('meta[name="robots"]').get_attribute("content") == "noindex, nofollow"
    sound(stranger, "linked")

    stranger.get_by_role("link", name="Make a copy").click()
    stranger.get_by_label("Username").fill("ben")
    stranger.get_by_label("Password").fill("correct-horse-battery")
    stranger.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(stranger.get_by_role("heading", name="Make a copy")).to_be_visible()
    sound(stranger, "linked-copy")
    stranger.get_by_role("button", name="Make a copy").click()
    stranger.wait_for_url("**/architectures/*/edit/")
    expect(stranger.get_by_text("A copy of another design")).to_be_visible()

    dialog.get_by_role("button", name="New link").click()
    expect(link).not_to_have_value(address)
    assert stranger.goto(address).status == 404  # type: ignore[union-attr]
    new = link.input_value()
    dialog.get_by_role("button", name="Switch off").click()
    expect(dialog.get_by_role("button", name="Make a link")).to_be_visible()
    assert stranger.goto(new).status == 404  # type: ignore[union-attr]


def test_sharing_from_the_gallery_on_a_phone_in_korean(open_page: Pages) -> None:
    page = open_page(width=390, color_scheme="dark")
    sign_in(page, "ada")
    preset(page, "Tiny hybrid")
    speak_korean(page)
    page.goto("/architectures/?q=hybrid&sort=size")
    expect(page.get_by_text("설계 1개를 찾았습니다")).to_be_visible()
    page.get_by_label("Tiny hybrid 더 보기").click()
    page.get_by_role("button", name="공유").click()
    dialog = page.get_by_role("dialog", name="“Tiny hybrid” 공유하기")
    dialog.get_by_role("radio", name="이 사이트의 모든 사람").check()
    dialog.get_by_role("button", name="저장").click()
    expect(dialog.get_by_role("status")).to_contain_text("이 사이트의 모든 사람이 볼 수 있습니다.")
    sound(page, "share-phone-ko")
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    dialog.get_by_role("button", name="닫기").click()
    expect(
        page.get_by_role("listitem").filter(has_text="Tiny hybrid").get_by_text("이 사이트의 모든 사람")
    ).to_be_visible()
    sound(page, "gallery-phone-ko")
    page.goto("/architectures/?show=public&q=nothing-like-it")
    expect(page.get_by_text("“nothing-like-it”(이)라는 것이 없습니다")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
