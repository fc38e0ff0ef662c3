"""A real site in a process of its own, and a real browser to look at it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
SEED = Path(__file__).parent / "seed.py"
PASSWORD = "correct-horse-battery"
LISTENING = re.compile(r"Listening on TCP address 127\.0\.0\.1:(\d+)")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Site:
    """Where the site is, and what is on it."""

    url: str
    environment: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)

    def program(self, *arguments: str | Path) -> str:
        """Run a Python program of the repository on this site's database; return what it prints."""
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def news(self, words: str) -> None:
        """Let Ada's run write a line to its log."""
        self.program(SEED, "news", self.ids["run"], words)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if not (ROOT / "static/dist/.vite/manifest.json").exists():
        pytest.fail("The bundles are not built: run `npm run build` in frontend/ (make test does).")
    home = tmp_path_factory.mktemp("site")
    outside = {"REDIS_URL": "", "DATABASE_URL": "", "MLFLOW_TRACKING_URI": "", "PYTHONUNBUFFERED": "1"}
    environment = {**os.environ, **outside, "SLAMDUNK_HOME": str(home), "PYTHONPATH": str(ROOT)}
    made = Site("", environment)
    made.program("manage.py", "migrate", "-v0")
    made.ids = json.loads(made.program(SEED, "things"))
    command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", "0", "slamdunk_site.asgi:application"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as server:
        made.url = f"http://127.0.0.1:{port_of(server, home / 'web.log')}"
        yield made
        server.terminate()


def port_of(server: subprocess.Popen[str], log: Path) -> str:
    """Wait for the server to say where it listens; what it says afterwards goes into a file."""
    assert server.stderr is not None
    said = []
    for line in server.stderr:
        said.append(line)
        if found := LISTENING.search(line):
            threading.Thread(target=keep, args=(server.stderr, log), daemon=True).start()
            return found[1]
    raise AssertionError("".join(said))


def keep(said: IO[str], log: Path) -> None:
    """Read on to the end: a full pipe would stop the server."""
    with log.open("w") as file:
        shutil.copyfileobj(said, file)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Ends with the module: Playwright's loop must not be there while asynchronous tests run."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A factory of fresh browsers' pages. A script error on any of them fails the test."""
    contexts, broken = [], []

    def make(width: int = 1280, **options: str | bool) -> Page:
        size = {"width": width, "height": 800}
        context = chromium.new_context(base_url=site.url, viewport=size, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert broken == []


@pytest.fixture
def ada(open_page: Callable[..., Page]) -> Page:
    """Ada's page, signed in."""
    page = open_page()
    sign_in(page, "ada")
    return page


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name=f"Hello, {name}").wait_for()
