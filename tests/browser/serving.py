"""A real site in a process of its own, and a real browser to look at it: for the browser tests and for the pictures."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.request import Request, urlopen

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.seed import session_key
from tests.programs import chromium
from training.processes import end_with_parent

ROOT = Path(__file__).parents[2]
SEED = Path(__file__).parent / "seed.py"
CSRF_TOKEN = "c" * 32
WARMING = 180  # seconds
CLOSING = 60  # seconds
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


def environment_of(home: Path) -> dict[str, str]:
    outside = {"REDIS_URL": "", "DATABASE_URL": "", "MLFLOW_TRACKING_URI": "", "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **outside, "SLAMDUNK_HOME": str(home), "PYTHONPATH": str(ROOT)}


def furnished(home: Path) -> dict[str, str]:
    """Fill a home folder with a database and some things to look at; return their ids."""
    made = Site("", environment_of(home))
    made.program("manage.py", "migrate", "-v0")
    ids: dict[str, str] = json.loads(made.program(SEED, "things"))
    return ids


def warm(url: str) -> None:
    """Ask for what needs every import of the site: no test shall wait for these on a busy machine."""
    nodes = {"tok": {"type": "TokenEmbedding", "d_model": 8}, "head": {"type": "LMHead"}}
    design = {"format": 1, "vars": {}, "nodes": nodes, "edges": ["in -> tok -> head -> out"]}
    headers = {
        "Cookie": f"sessionid={session_key('ada')}; csrftoken={CSRF_TOKEN}",
        "X-CSRFToken": CSRF_TOKEN,
        "Content-Type": "application/json",
    }
    asked = Request(f"{url}/api/v1/architectures/validate/", json.dumps({"design": design}).encode(), headers)  # noqa: S310
    with urlopen(asked, timeout=WARMING) as answer:  # noqa: S310
        answer.read()


class Servers:
    """Forks web processes on one home folder, one after the other: a start takes a tenth of a second, not several."""

    def __init__(self, folder: Path) -> None:
        if not (ROOT / "static/dist/.vite/manifest.json").exists():
            words = "The bundles are not built: run `npm run build` in frontend/ (make test does)."
            raise FileNotFoundError(words)
        self.home, self.furniture, self.words = (folder / name for name in ("home", "furniture", "web.fifo"))
        self.environment = environment_of(self.home)
        self.ids = furnished(self.furniture)
        shutil.copytree(self.furniture, self.home)  # with the key that signs: settings are read once
        os.mkfifo(self.words)
        # A library that starts threads when it is loaded could not be forked.
        environment = {**self.environment, "OPENBLAS_NUM_THREADS": "1"}
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.server"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent,
        )
        assert self.heard() == "ready 1"

    def heard(self) -> str:
        assert self.parent.stdout is not None
        return str(self.parent.stdout.readline()).strip()

    def ask(self, words: str) -> None:
        assert self.parent.stdin is not None
        self.parent.stdin.write(f"{words}\n")
        self.parent.stdin.flush()
        assert self.heard().isdecimal(), "the server's parent has ended"

    @contextmanager
    def running_site(self) -> Iterator[Site]:
        """Start the web process alone on a fresh copy of the furnished home folder; stop it at the end."""
        shutil.rmtree(self.home)
        shutil.copytree(self.furniture, self.home)
        self.ask(f"serve {self.words}")
        with self.words.open() as said:
            url, reader = address_of(said, self.home / "web.log")
            try:
                warm(url)
                yield Site(url, self.environment, self.ids)
            finally:
                self.ask("stop")
                reader.join()

    def close(self) -> None:
        self.parent.terminate()
        self.parent.communicate()


def address_of(words: IO[str], log: Path) -> tuple[str, threading.Thread]:
    """Wait for a server to say where it listens; what it says afterwards goes into a file."""
    said = []
    for line in words:
        said.append(line)
        if found := LISTENING.search(line):
            reader = threading.Thread(target=keep, args=(words, log), daemon=True)
            reader.start()
            return f"http://127.0.0.1:{found[1]}", reader
    raise AssertionError("".join(said))


def keep(said: IO[str], log: Path) -> None:
    """Read on to the end: a full pipe would stop the server."""
    with log.open("w") as file:
        shutil.copyfileobj(said, file)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        with in_time():
            browser.close()


@contextmanager
def in_time() -> Iterator[None]:
    """Kill a Chromium that does not open or close something: Playwright would wait for it for ever."""
    watch = threading.Timer(CLOSING, kill_chromium)
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def kill_chromium() -> None:
    """End the browser that this process has started."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if "chrom" in process.name():
                process.kill()


def sign_in(page: Page, name: str) -> None:
    """Give a page's browser the session that the seed made for somebody: the form is not every test's matter."""
    cookies = {"sessionid": session_key(name), "csrftoken": CSRF_TOKEN}
    page.context.add_cookies(
        [{"name": one, "value": value, "domain": "127.0.0.1", "path": "/"} for one, value in cookies.items()]
    )


def speak_korean(page: Page) -> None:
    """Switch the language of who is signed in, as the button in the header does."""
    asked: dict[str, str | float | bool] = {"language": "ko", "csrfmiddlewaretoken": CSRF_TOKEN}
    answer = page.request.post("/i18n/setlang/", form=asked, max_redirects=0)
    assert answer.status == 302, answer.status
