"""A whole site: `manage.py serve` with its clusters, an SQLite file and the real trainer, seen over REST."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.waiting import wait_for
from training.core.stories import stories
from training.processes import recall

ROOT = Path(__file__).parents[2]
PASSWORD = "correct-horse-battery"
STARTED = re.compile(r"SLaM Dunk is at http://localhost:(\d+)/")
FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OUTSIDE = {"REDIS_URL": "", "DATABASE_URL": "", "MLFLOW_TRACKING_URI": "", "SLAMDUNK_TRAINER_MODULE": ""}
STOPS_WITHIN = 60.0  # seconds for `serve` to end on SIGTERM


def until(seen: Callable[[], Any], within: float = 180.0) -> Any:
    """Return the first true answer; fail if none comes."""
    return wait_for(seen, within)


class Person:
    """Somebody with a token."""

    def __init__(self, url: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self.http = httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=60)

    def get(self, path: str) -> Any:
        return self._answer(self.http.get(path))

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return self._answer(self.http.post(path, json=body, **options))

    def upload(self, title: str, text: str) -> Any:
        files = {"files": ("stories.jsonl", text.encode())}
        return self._answer(self.http.post("/corpora/", data={"title": title}, files=files))

    @staticmethod
    def _answer(response: httpx.Response) -> Any:
        assert response.is_success, f"{response.request.url}: {response.status_code} {response.text[:2000]}"
        return response.json()


class Site:
    """The started site, its files, and its processes."""

    def __init__(self, home: Path, n_slots: int) -> None:
        self.home, self.password = home, PASSWORD
        slots = {"SLAMDUNK_CPU_SLOTS": str(n_slots), "SLAMDUNK_SPLIT_ON_CPU": "true", "VITE_DEV_SERVER": "1"}
        self.environment = {**os.environ, **OUTSIDE, **slots, "SLAMDUNK_HOME": str(home)}
        self.environment.pop("SLAMDUNK_TRAINER_MODULE")
        self.started: list[psutil.Process] = []
        self.own: list[subprocess.Popen[bytes]] = []
        self.people: list[Person] = []
        self.serve = self.program("serve", "--no-mlflow", "--port", "0")
        port = until(lambda: STARTED.search(self.said("serve")) or self.serve.poll() is not None)
        assert port is not True, self.said("serve")
        self.url = f"http://127.0.0.1:{port[1]}"

    def program(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start `manage.py …`; it is ended with the site."""
        with (self.home / f"{arguments[0]}.said").open("ab") as said:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.own.append(process)
        self.started.append(psutil.Process(process.pid))
        return process

    def said(self, name: str) -> str:
        return (self.home / f"{name}.said").read_text()

    def logs(self, name: str) -> str:
        """The end of what a service has written to its log."""
        return (self.home / "logs" / f"{name}.log").read_text()[-4000:]

    def processes(self, *words: str) -> list[psutil.Process]:
        """Return the processes under `serve` with all these words in their command."""
        below = psutil.Process(self.serve.pid).children(recursive=True)
        return [p for p in below if all(word in " ".join(command_of(p)) for word in words)]

    def trainers(self, run: str) -> list[psutil.Process]:
        """Return the living processes that train a run: the one that is written down, and those below it."""
        files = self.home.glob(f"runs/{run}/trainer.pid")
        found = [psutil.Process(pid) for pid in map(recall, files) if pid is not None]
        return [process for first in found for process in (first, *first.children(recursive=True))]

    def services(self) -> list[psutil.Process]:
        """The programs that `serve` keeps alive: the web server and two clusters."""
        found = psutil.Process(self.serve.pid).children()
        return [p for p in found if {"qcluster", "daphne"} & set(command_of(p))]

    def answers(self) -> bool:
        """Whether the web server is there."""
        try:
            return httpx.get(f"{self.url}/api/v1/health/", timeout=5).status_code in (200, 503)
        except httpx.TransportError:
            return False

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read the database as it is, beside the site."""
        database = sqlite3.connect(f"file:{self.home / 'db.sqlite3'}?mode=ro", uri=True, timeout=20)
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()

    def sign_up(self, name: str) -> Person:
        """Make an account on the page for it, and a token over REST."""
        with httpx.Client(base_url=self.url, timeout=60) as browser:
            page = browser.get("/sign-up/")
            found = FORM_TOKEN.search(page.text)
            assert found is not None, f"{page.status_code} {page.text[:2000]} {self.logs('web')}"
            form = {"username": name, "password1": PASSWORD, "password2": PASSWORD}
            answer = browser.post("/sign-up/", data={**form, "csrfmiddlewaretoken": found[1]})
            assert answer.status_code == 302, answer.text
            made = browser.post("/api/v1/auth/token/", data={"username": name, "password": PASSWORD})
        self.people.append(Person(self.url, made.json()["token"]))
        return self.people[-1]

    def stop(self) -> list[psutil.Process]:
        """Stop as Ctrl-C does; return what was left behind, which is ended too."""
        for process in list(self.started):
            if process.is_running():
                self.started += process.children(recursive=True)
        files = [*self.home.glob("runs/*/supervisor-*.pid"), *self.home.glob("runs/*/trainer.pid")]
        self.started += [psutil.Process(pid) for pid in map(recall, files) if pid is not None]
        for mine in reversed(self.own):
            mine.send_signal(signal.SIGTERM)
        _gone, left = psutil.wait_procs(self.started, timeout=STOPS_WITHIN)
        for process in left:
            process.kill()
        psutil.wait_procs(left, timeout=10)
        for mine in self.own:
            mine.wait(timeout=10)
        for person in self.people:
            person.http.close()
        return left


def command_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


@pytest.fixture(scope="session", name="wait_for")
def waiting() -> Callable[..., Any]:
    return until


@pytest.fixture(scope="session")
def tales() -> str:
    """About 200 kB of generated stories, one JSON object a line."""
    return "".join(json.dumps({"text": text}) + "\n" for text in islice(stories("en", 0), 400))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with two slots, as `make run` starts it. Stopping it leaves no process behind."""
    made = Site(tmp_path_factory.mktemp("site"), n_slots=2)
    yield made
    assert made.stop() == []
