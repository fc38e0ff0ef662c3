"""A site of the benchmark's own: real processes, a fresh home folder, a person with a token."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "benchmark-of-this-site"  # noqa: S105 (of a site that lives for a minute)
READY_WITHIN = 90.0  # seconds


@dataclass
class Site:
    """A running site and the key of its operator."""

    url: str
    pid: int
    home: str
    token: str = ""

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call the REST API; return the decoded answer."""
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            error.add_note(error.read().decode())  # the site says why
            raise

    def healthy(self) -> bool:
        try:
            self.call("GET", "health/")
        except OSError:
            return False
        return True


@contextmanager
def running_site() -> Iterator[Site]:
    """Start the whole site in a temporary home; stop it as Ctrl-C does."""
    with tempfile.TemporaryDirectory(prefix="slamdunk-bench-", ignore_cleanup_errors=True) as home:
        environment = {**os.environ, "SLAMDUNK_HOME": home, "SLAMDUNK_ADMIN_PASSWORD": PASSWORD}
        command = [sys.executable, "manage.py", "serve", "--port", "0"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            site = Site(address(process), process.pid, home)
            wait_for(site.healthy, READY_WITHIN)
            login = {"username": "admin", "password": PASSWORD}
            site.token = site.call("POST", "auth/token/", login)["token"]
            yield site
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def address(process: subprocess.Popen[str]) -> str:
    """Return the address that the starting site prints."""
    if process.stdout is None:
        raise RuntimeError("the site has no output to read")
    for line in process.stdout:
        if found := re.search(r"http://\S+?(?=/\s|/$)", line):
            return found[0]
    raise RuntimeError("the site ended before it printed its address")


def wait_for(condition: Any, within: float) -> float:
    """Wait until a condition holds; return the seconds it took."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > within:
            raise TimeoutError("the awaited state did not come")
        time.sleep(0.1)  # oftener, and the looking itself would slow what is measured
    return time.monotonic() - began
