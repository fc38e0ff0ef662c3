"""The browser tests' site, their browser, and who is signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import (
    Servers,
    Site,
    in_time,
    running_chromium,
    sign_in,
    speak_korean,
)

Theme = Literal["light", "dark"]
__all__ = ["THEMES", "Site", "sign_in", "speak_korean", "wear"]
THEMES: tuple[Theme, ...] = ("light", "dark")
TIME = 300  # seconds of a test
PATIENCE = 20_000  # milliseconds: a busy machine is slow, and how slow is no test's matter


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """End a test that hangs with its process: Playwright outlives no exception in its own loop, and would turn idly."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.timeout(TIME, method="thread"))


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with closing(Servers(tmp_path_factory.mktemp("site"))) as made:
        yield made


@pytest.fixture(scope="module")
def site(servers: Servers) -> Iterator[Site]:
    with servers.running_site() as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Ends with the module: Playwright's loop must not be there while asynchronous tests run."""
    expect.set_options(timeout=PATIENCE)
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A factory of fresh browsers' pages. A script error on any of them fails the test."""
    contexts, broken = [], []

    def make(width: int = 1280, **options: str | bool) -> Page:
        size = {"width": width, "height": 800}
        with in_time():
            context = chromium.new_context(base_url=site.url, viewport=size, **options)  # type: ignore[arg-type]
            contexts.append(context)
            page = context.new_page()
        context.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield make
    for context in contexts:
        with in_time():
            context.close()
    assert broken == []


def wear(page: Page, theme: Theme) -> None:
    """Let the system change to a theme; the page follows it where it stands, at once."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("data-theme", theme)


@pytest.fixture
def ada(open_page: Callable[..., Page]) -> Page:
    """Ada's page, signed in."""
    page = open_page()
    sign_in(page, "ada")
    return page
