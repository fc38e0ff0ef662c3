"""The pages in Chromium, as a person meets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import THEMES, sign_in, speak_korean, wear
from tests.browser.test_cards import axe

if TYPE_CHECKING:
    Site = Any

pytestmark = pytest.mark.browser
COST = {
    "n_parameters": 1_000_000, "tokens_per_step": 2048, "total_steps": 900, "flops_per_token": 1, "memory_bytes": 5e8,
    "checkpoint_bytes": 1e7, "seconds": 92.0, "seconds_per_step": 0.1, "seconds_per_token": 5e-5, "problem": None,
    "compile": {"why": "repays", "takes_s": 20.0, "saves_s": 90.0, "measuring": False},
    "parts": {"start": 1.0, "steps": 80.0, "evaluations": 9.0, "samples": 1.0, "checkpoints": 1.0},
}  # fmt: skip
PAGES = ["/", "/architectures/", "/architectures/new/", "/corpora/", "/runs/", "/runs/new/", "/models/"]


def test_a_stranger_signs_up_and_is_told_what_to_do(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Sign up").click()
    page.get_by_label("Username").fill("newcomer")
    page.get_by_label("Password", exact=True).fill("a-horse-of-my-own")
    page.get_by_label("Password confirmation").fill("a-horse-of-my-own")
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", name="Hello, newcomer")).to_be_visible()
    expect(page.get_by_role("list", name="What to do next")).to_contain_text("Choose a design")


def test_the_language_is_switched_and_remembered(ada: Page, open_page: Callable[..., Page]) -> None:
    ada.goto("/")
    ada.get_by_role("button", name="한국어").click()
    expect(ada.locator("html")).to_have_attribute("lang", "ko")
    ada.goto("/runs/new/")
    expect(ada.get_by_role("heading", name="어떤 글로 학습할까요")).to_be_visible()
    ada.get_by_role("button", name="English").click()
    expect(ada.locator("html")).to_have_attribute("lang", "en")


def test_the_theme_is_kept_without_a_flash(ada: Page) -> None:
    ada.goto("/")
    toggle = ada.get_by_role("button", name="Theme: as the system")
    toggle.click()
    ada.get_by_role("button", name="Theme: light").click()
    ada.reload(wait_until="commit")
    expect(ada.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_preset_becomes_a_design_of_ones_own(ada: Page) -> None:
    ada.goto("/architectures/new/")
    ada.get_by_role("button", name="Use this: Tiny story writer").click()
    expect(ada.get_by_role("heading", name="Tiny story writer")).to_be_visible()
    ada.goto("/architectures/")
    expect(ada.get_by_role("main").get_by_role("link", name="Tiny story writer").first).to_be_visible()


def test_the_cost_of_a_run_is_shown_and_what_is_wrong_is_named(ada: Page) -> None:
    ada.goto("/architectures/new/")
    ada.get_by_role("button", name="Use this: Tiny story writer").click()
    ada.wait_for_url("**/edit/")
    ada.goto("/runs/new/")
    cost = ada.get_by_role("region", name="What it will cost")
    expect(cost).to_contain_text("Parameters")
    ada.get_by_text("All options").click()
    strategy = ada.get_by_label("How devices share the model")
    expect(strategy).to_be_hidden()
    ada.get_by_label("Devices", exact=True).select_option("2 · 8 sequences each")
    expect(strategy).to_have_value("ddp")
    expect(cost).to_contain_text("Memory of each device")
    assert axe(ada) == []
    ada.get_by_label("Learning rate", exact=True).fill("fast")
    expect(ada.locator("#lr-error")).to_be_visible()
    expect(ada.get_by_label("Learning rate", exact=True)).to_have_value("fast")


def test_the_cost_is_measured_meanwhile_and_nothing_moves(open_page: Callable[..., Page]) -> None:
    page = open_page(width=360, color_scheme="dark")
    sign_in(page, "ben")  # who goes on in Korean
    page.goto("/architectures/new/")
    page.get_by_role("button", name="Use this: Tiny story writer").click()
    page.wait_for_url("**/edit/")
    speak_korean(page)
    told = [{"state": "measuring", "progress": 0.4}, {"state": "measured", "progress": 1.0, "seconds": 125.0}]
    seen = {"by": "probe", "host": "h", "device": "cpu", "at": "2026-01-01T10:00:00Z", "beside": 2}

    def answer(route: Route) -> None:
        now = told.pop(0) if len(told) > 1 else told[0]
        measured = seen if now["state"] == "measured" else None
        route.fulfill(json={**COST, **now, "measured": measured, "runs_now": 1 if measured else 0})

    first: list[Route] = []
    page.route("**/runs/estimate/", lambda route: answer(route) if first else first.append(route))
    with page.expect_request("**/runs/estimate/"):
        page.goto("/runs/new/")
    bar, start = page.locator(".cost-known progress"), page.locator("form button.btn-big")
    expect(page.locator(".cost dd").first).to_have_text("–")
    before = start.bounding_box()
    answer(first[0])
    expect(bar).to_have_attribute("value", "0.4")
    assert start.bounding_box() == before
    expect(page.locator(".cost")).to_contain_text("2:05")
    expect(bar).to_be_hidden()
    expect(page.locator(".cost-known")).to_contain_text("다른 학습 2개")
    assert before
    assert start.bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(page) == []


def test_p02_a_reload_brings_the_whole_history(ada: Page, site: Site) -> None:
    ada.goto(f"/runs/{site.ids['run']}/")
    for _ in range(2):
        expect(ada.get_by_role("img", name="Loss went from 6.900 to 3.000 in 40 steps.")).to_be_visible()
        expect(ada.get_by_role("region", name="Samples")).to_contain_text("a fox named Pim")
        ada.reload()


def test_p03_news_come_live_over_the_socket(ada: Page, site: Site) -> None:
    ada.goto(f"/runs/{site.ids['run']}/")
    expect(ada.get_by_text("live", exact=True)).to_be_visible()
    site.news("told over the socket")
    expect(ada.get_by_text("told over the socket")).to_be_visible()


def test_p03_news_come_by_polling_where_sockets_are_blocked(ada: Page, site: Site) -> None:
    ada.route_web_socket("**/ws/**", lambda socket: socket.close())
    ada.goto(f"/runs/{site.ids['run']}/")
    expect(ada.get_by_text("updating every few seconds")).to_be_visible()
    site.news("told without a socket")
    expect(ada.get_by_text("told without a socket")).to_be_visible()


def test_p03_a_page_cut_off_says_that_it_is_stale(ada: Page, site: Site) -> None:
    ada.route_web_socket("**/ws/**", lambda socket: socket.close())
    ada.route("**/api/v1/runs/**", lambda route: route.abort())
    ada.goto(f"/runs/{site.ids['run']}/")
    expect(ada.get_by_text("stale: no news from the site")).to_be_visible()


def test_p23_enter_while_a_syllable_is_composed_does_not_send(ada: Page, site: Site) -> None:
    ada.goto(f"/models/{site.ids['model']}/")
    prompt = ada.get_by_label("Beginning")
    prompt.fill("옛날 옛")
    prompt.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(ada.get_by_role("region", name="Text")).to_have_attribute("data-phase", "idle")
    prompt.press("Enter")
    expect(ada.get_by_role("region", name="Text")).not_to_have_attribute("data-phase", "idle")


def test_a_model_whose_files_are_gone_says_so(ada: Page, site: Site) -> None:
    ada.goto(f"/models/{site.ids['model']}/")
    ada.get_by_role("button", name="Write").click()
    expect(ada.get_by_role("alert")).to_contain_text("missing")


def test_a_model_is_renamed_and_deleted_after_a_question(ada: Page, site: Site) -> None:
    ada.goto(f"/models/{site.ids['model']}/")
    ada.get_by_label("Title").fill("Renamed")
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_role("heading", name="Renamed", exact=True)).to_be_visible()
    ada.get_by_role("button", name="Delete").click()
    question = ada.get_by_role("dialog", name="Delete “Renamed”?")
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_be_hidden()
    expect(ada.get_by_role("heading", name="Renamed", exact=True)).to_be_visible()


def test_an_empty_upload_is_refused_with_its_name(ada: Page) -> None:
    ada.goto("/corpora/")
    ada.get_by_label("Title").fill("Nothing")
    ada.get_by_label("Files").set_input_files({"name": "void.txt", "mimeType": "text/plain", "buffer": b""})
    ada.get_by_role("button", name="Upload and prepare").click()
    expect(ada.get_by_role("alert")).to_contain_text("void.txt")
    expect(ada.get_by_label("Title")).to_have_value("Nothing")


def test_an_upload_leads_to_its_page(ada: Page) -> None:
    ada.goto("/corpora/")
    text = {"name": "tales.txt", "mimeType": "text/plain", "buffer": "A tale. 이야기.\n".encode() * 300}
    ada.get_by_label("Title").fill("Tales")
    ada.get_by_label("Files").set_input_files(text)
    ada.get_by_role("button", name="Upload and prepare").click()
    expect(ada.get_by_role("heading", name="Tales")).to_be_visible()
    expect(ada.get_by_role("progressbar", name="Preparation")).to_be_visible()


def test_a_banner_says_that_no_worker_is_alive(ada: Page) -> None:
    ada.goto("/")
    expect(ada.get_by_text("No worker is alive")).to_be_visible()


def test_p27_what_belongs_to_another_is_not_there(ada: Page, site: Site) -> None:
    answer = ada.goto(f"/runs/{site.ids['foreign_run']}/")
    assert answer is not None
    assert answer.status == 404
    expect(ada.get_by_role("link", name="Go to the start page")).to_be_visible()


def test_the_skip_link_is_the_first_stop_of_the_keyboard(ada: Page) -> None:
    ada.goto("/")
    ada.keyboard.press("Tab")
    expect(ada.get_by_role("link", name="Skip to the content")).to_be_focused()
    ada.keyboard.press("Enter")
    expect(ada.locator("#content")).to_be_focused()


@pytest.mark.parametrize("language", ["English", "한국어"])
def test_nothing_sticks_out_of_a_phone(open_page: Callable[..., Page], site: Site, language: str) -> None:
    page = open_page(width=360)
    page.goto("/sign-in/")
    page.locator("[name=username]").fill("ada")
    page.locator("[name=password]").fill("correct-horse-battery")
    page.locator("main button").click()
    page.get_by_role("button", name=language).click()
    for path in [*PAGES, "/profile/", f"/runs/{site.ids['run']}/", f"/models/{site.ids['model']}/"]:
        page.goto(path, wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.get_by_role("button", name="English").click()


def test_pages_are_accessible(ada: Page, site: Site) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = {}
    for path in [*PAGES, "/profile/", f"/runs/{site.ids['run']}/", f"/models/{site.ids['model']}/"]:
        ada.goto(path, wait_until="networkidle")
        for theme in THEMES:
            wear(ada, theme)
            rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}
            violations = Axe().run(ada, options=rules).response["violations"]
            found[path, theme] = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in violations]
    assert {place: problems for place, problems in found.items() if problems} == {}
