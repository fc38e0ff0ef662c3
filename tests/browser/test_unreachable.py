"""A machine that is silent for a while, in Chromium: its run is neither called live nor dead, and what it did arrives."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import THEMES, speak_korean, wear

if TYPE_CHECKING:
    Site = Any

pytestmark = pytest.mark.browser
SEED = Path(__file__).parent / "seed_watching.py"


def sound(page: Page, name: str) -> None:
    """Nothing on this state of the page is a hindrance, nor wider than the window."""
    for theme in THEMES:
        wear(page, theme)
        if folder := os.environ.get("SLAMDUNK_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{theme}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_p07_a_silent_machine_is_told_and_forgotten_when_it_is_back(ada: Page, site: Site) -> None:
    run = json.loads(site.program(SEED, "things"))["live"]
    site.program(SEED, "beat", run)
    ada.goto(f"/runs/{run}/")
    expect(ada.get_by_text("step 400 of 2,000")).to_be_visible()
    silent = ada.locator("[data-silent]")
    expect(silent).to_contain_text("No sign of life for 0:1")
    expect(silent).to_contain_text("may go on there")
    expect(ada.locator("[data-state=training]").first).to_be_visible()
    sound(ada, "silent-run")

    queue, listed = ada.context.new_page(), ada.context.new_page()
    queue.goto("/queue/")
    expect(queue.locator("[data-silent]")).to_contain_text("no sign of life 0:")
    sound(queue, "silent-queue")
    listed.set_viewport_size({"width": 360, "height": 800})
    speak_korean(listed)
    listed.goto("/runs/")
    row = listed.locator(f'[data-run="{run}"]')
    expect(row.locator("[data-silent]")).to_contain_text("응답 없음 0:")
    sound(listed, "silent-runs-korean")

    site.program(SEED, "more", run)  # what the trainer told meanwhile
    site.program(SEED, "beat", run)
    expect(silent).to_have_count(0)
    expect(ada.get_by_text("step 420 of 2,000")).to_be_visible()
    for page in (queue, listed):
        expect(page.locator("[data-silent]")).to_have_count(0)
