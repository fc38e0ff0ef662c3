"""`make screenshots`: pictures of the main states of the site, in both languages, light and dark, into docs/screenshots.

usage: python -m scripts.screenshots [NAME …]      those states alone, by the beginning of their names
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, Page

from scripts.scenes import SCENES, Scene, Stage
from tests.browser.serving import ROOT, SEED, Servers, Site, running_chromium, sign_in

FOLDER = ROOT / "docs" / "screenshots"
LANGUAGES = {"en": "English", "ko": "한국어"}
THEMES = ("light", "dark")
HEIGHT = 800
NARROW = 600  # a telephone


def take(browser: Browser, site: Site, language: str, theme: str, scenes: list[Scene]) -> None:
    """Show each scene to a fresh browser, and keep what it looks like."""
    for scene in scenes:
        narrow = scene.width < NARROW
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": scene.width, "height": HEIGHT},
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            device_scale_factor=2 if narrow else 1,
            has_touch=narrow,
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        sign_in(page, "ada")
        speak(page, language)
        scene.play(Stage(page, site, language))
        page.screenshot(path=FOLDER / f"{scene.name}-{language}-{theme}.png", animations="disabled")
        context.close()


def speak(page: Page, language: str) -> None:
    page.goto("/")
    if page.locator("html").get_attribute("lang") != language:
        page.get_by_role("button", name=LANGUAGES[language]).first.click()
        page.locator(f"html[lang={language}]").wait_for()


def main(wanted: list[str]) -> None:
    chosen = [s for s in SCENES if not wanted or any(s.name.startswith(w) for w in wanted)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Servers(Path(folder))) as servers,
        servers.running_site() as site,
        running_chromium() as browser,
    ):
        site.program(SEED, "workers")
        for language in LANGUAGES:
            for theme in THEMES:
                take(browser, site, language, theme, chosen)
    print(f"{4 * len(chosen)} pictures in {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
