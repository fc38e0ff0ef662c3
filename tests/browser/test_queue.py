"""The queue in Chromium: a student finds their place, and an operator pauses and drains."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.serving import speak_korean

if TYPE_CHECKING:
    Site = Any

pytestmark = pytest.mark.browser
SEED = Path(__file__).parent / "seed_queue.py"


@pytest.fixture(scope="module")
def seeded(site: Site) -> dict[str, str]:
    found: dict[str, str] = json.loads(site.program(SEED))
    return found


def sound(page: Page, name: str) -> None:
    """Nothing on this state of the page is a hindrance, nor wider than the window."""
    if folder := os.environ.get("SLAMDUNK_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_student_finds_their_place_and_why_it_waits(ada: Page, seeded: dict[str, str]) -> None:
    ada.goto("/runs/")
    ada.get_by_role("navigation", name="Main").get_by_role("link", name="Queue").click()
    line = ada.get_by_role("region", name="What waits").get_by_role("listitem")
    expect(line).to_have_count(3)
    expect(line.nth(0)).to_contain_text("Another person's run")
    expect(ada.get_by_role("main")).not_to_contain_text("secret")
    mine = ada.locator(f'[data-run="{seeded["mine"]}"]')
    expect(mine).to_contain_text("Made room for others")
    expect(mine).to_contain_text(re.compile(r"in (less than a minute|about \d+ minutes?)"))
    host = ada.get_by_role("article", name="atelier")
    expect(host).to_contain_text("2 of 2 taken")
    expect(host.get_by_role("link", name="Quick fox")).to_be_visible()
    expect(ada.get_by_role("button", name="Pause the queue")).to_have_count(0)
    sound(ada, "queue")

    mine.get_by_role("link", name="Slow bear").press("Enter")
    place = ada.locator("[data-waiting]")
    expect(place).to_contain_text(re.compile(r"Waiting: position \d of 3, starts in"))
    expect(place).to_contain_text("goes on exactly where it was")
    sound(ada, "queue-run")
    place.get_by_role("link", name="See the whole queue").click()
    expect(ada.get_by_role("heading", name="Queue", exact=True)).to_be_visible()


def test_a_student_puts_a_run_before_the_others(ada: Page, site: Site, seeded: dict[str, str]) -> None:
    run = site.program(SEED, "run", "ada").strip()
    ada.goto("/queue/")
    own = ada.get_by_role("region", name="What waits").locator("li.mine")
    expect(own).to_have_count(3)
    expect(own.nth(0)).to_contain_text("Small owl")
    ada.get_by_role("button", name="Before my others: “Demonstrated”").press("Enter")
    expect(own.nth(0)).to_contain_text("Demonstrated")
    expect(ada.get_by_role("button", name="Before my others: “Small owl”")).to_be_visible()
    sound(ada, "queue-first")
    site.program(SEED, "end", run)


def test_an_operator_pauses_drains_and_sets_slots_and_students_see_it(
    open_page: Callable[..., Page], seeded: dict[str, str]
) -> None:
    ola, ben = open_page(width=905), open_page(width=360, color_scheme="dark")
    sign_in(ola, "ola")
    sign_in(ben, "ben")
    speak_korean(ben)
    ben.goto("/queue/")
    expect(ben.get_by_role("link", name="Ben's next secret")).to_be_visible()
    sound(ben, "queue-narrow")
    ola.goto("/queue/")
    expect(ola.get_by_role("link", name="Ben's secret")).to_be_visible()
    ola.get_by_label("Why nothing is to start").fill("Power works until noon")
    ola.keyboard.press("Enter")
    expect(ola.get_by_role("main").get_by_text("The queue is paused.")).to_be_visible()
    expect(ben.get_by_role("main")).to_contain_text("Power works until noon")
    expect(ben.get_by_role("main")).to_contain_text("대기열이 일시 중지되었습니다")
    sound(ola, "queue-paused")
    sound(ben, "queue-paused-narrow")
    ola.get_by_role("button", name="Resume the queue").click()

    host = ola.get_by_role("article", name="atelier")
    host.get_by_text("Operate atelier").click()
    host.get_by_label("Runs at once").fill("3")
    host.get_by_role("button", name="Save").click()
    expect(host).to_contain_text("2 of 3 taken")
    host.get_by_text("Operate atelier").click()
    host.get_by_label("Why this host takes no new runs").fill("A new disk")
    host.get_by_role("button", name="Take no new runs").click()
    expect(host).to_contain_text("A new disk")
    sound(ola, "queue-drained")
    host.get_by_role("button", name="Take runs again").click()
    expect(host.get_by_role("button", name="Take no new runs")).to_be_visible()


def test_a_site_that_does_not_answer_is_said_and_the_page_goes_on_by_itself(
    ada: Page, seeded: dict[str, str]
) -> None:
    ada.route("**/api/v1/queue/", lambda route: route.abort())
    ada.goto("/queue/")
    expect(ada.get_by_role("alert")).to_contain_text("does not answer")
    sound(ada, "queue-offline")
    ada.unroute("**/api/v1/queue/")
    expect(ada.get_by_role("article", name="atelier")).to_be_visible()
    expect(ada.get_by_role("alert")).to_have_count(0)


def test_an_instructor_demonstrates_a_run(
    open_page: Callable[..., Page], site: Site, seeded: dict[str, str]
) -> None:
    ida = open_page()
    sign_in(ida, "ida")
    ida.goto("/courses/")
    ida.get_by_label("Title").fill("Language models")
    ida.get_by_role("button", name="Make the course").click()
    expect(ida.get_by_role("heading", name="Language models")).to_be_visible()
    ida.goto("/runs/new/")
    expect(ida.get_by_label("Demonstration for a course").get_by_role("option")).to_have_count(2)
    sound(ida, "queue-new-run")
    run = site.program(SEED, "run", "ida").strip()
    ida.goto(f"/runs/{run}/")
    expect(ida.locator("[data-waiting]")).to_contain_text("position")
    ida.get_by_label("Demonstration for a course").select_option("Language models")
    expect(ida.locator("[data-waiting]")).to_contain_text("position 1 of 4")
    expect(ida.get_by_text("demonstration", exact=True)).to_be_visible()
    sound(ida, "queue-demonstration")
    ida.get_by_role("button", name="No longer a demonstration").click()
    expect(ida.get_by_label("Demonstration for a course")).to_be_visible()
    site.program(SEED, "end", run)
