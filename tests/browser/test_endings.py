"""Runs end and begin while their owner looks at something else, or at the list of all runs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import speak_korean

if TYPE_CHECKING:
    Site = Any

pytestmark = pytest.mark.browser
SEED = Path(__file__).parent / "seed_watching.py"
KNOWN = """id => Object.entries(localStorage).some(([key, ids]) => key.startsWith("runs.going-on") && ids.includes(id))"""


@pytest.fixture(scope="module")
def live(site: Site) -> str:
    return str(json.loads(site.program(SEED, "things"))["live"])


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("SLAMDUNK_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png")


def test_all_runs_come_move_and_leave_without_a_reload(ada: Page, site: Site, live: str) -> None:
    ada.goto("/runs/")
    curve = ada.locator(f'[data-run="{live}"] .spark polyline')
    expect(curve).to_be_visible()
    before = curve.get_attribute("points") or ""
    site.program(SEED, "more", live)
    expect(curve).not_to_have_attribute("points", before)
    new = site.program(SEED, "new", "Small owl").strip()
    expect(ada.locator(f'[data-run="{new}"]')).to_contain_text("queued")
    ada.get_by_label("State").select_option("queued")
    expect(ada.locator("[data-run]")).to_have_count(1)
    site.program(SEED, "state", new, "preparing")
    expect(ada.locator(f'[data-run="{new}"]')).to_have_count(0)
    site.program(SEED, "state", new, "stopped")


def test_who_is_elsewhere_hears_of_the_end_once(ada: Page, site: Site, live: str) -> None:
    ada.emulate_media(reduced_motion="reduce")
    ada.goto("/models/")
    ada.wait_for_function(KNOWN, arg=live)
    site.program(SEED, "state", live, "completed")
    told = ada.get_by_role("link", name="“Quick fox” is done. The model is ready to write.")
    expect(told).to_be_visible()
    picture(ada, "ended")
    found = Axe().run(ada, context="#toasts")
    assert found.violations_count == 0, found.generate_report()
    told.click()
    expect(ada).to_have_url(f"{site.url}/runs/{live}/")
    ada.goto("/models/")
    other = site.program(SEED, "new", "Slow bear").strip()
    ada.wait_for_function(KNOWN, arg=other)  # what is going on was told to this page too
    expect(ada.locator(".toast")).to_have_count(0)


def test_the_page_of_a_run_tells_its_end_once(ada: Page, site: Site) -> None:
    run = site.program(SEED, "new", "Quiet owl").strip()
    ada.goto(f"/runs/{run}/")
    ada.wait_for_function(KNOWN, arg=run)
    site.program(SEED, "state", run, "stopped")
    expect(ada.locator(".toast")).to_contain_text("“Quiet owl” has stopped.")
    ada.wait_for_function(f"id => !({KNOWN})(id)", arg=run)  # the news of every page has come too
    expect(ada.locator(".toast")).to_have_count(1)


def test_on_a_phone_in_korean_a_failure_is_told(ada: Page, site: Site) -> None:
    run = site.program(SEED, "new", "작은 여우").strip()
    ada.set_viewport_size({"width": 360, "height": 800})
    speak_korean(ada)
    ada.goto("/corpora/")
    ada.wait_for_function(KNOWN, arg=run)
    site.program(SEED, "state", run, "failed")
    told = ada.get_by_role("link", name="“작은 여우” 학습이 실패했습니다.")
    expect(told).to_be_visible()
    picture(ada, "ended-korean")
    assert ada.evaluate("document.documentElement.scrollWidth <= innerWidth")
