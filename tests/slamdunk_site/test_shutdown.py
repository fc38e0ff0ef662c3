"""The web process ends when it is told to, whatever it is doing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[2]
LISTENING = re.compile(r"Listening on TCP address 127\.0\.0\.1:(\d+)")


@pytest.fixture
def daphne() -> Iterator[subprocess.Popen[str]]:
    command = [
        sys.executable,
        "-m",
        "daphne",
        "-b",
        "127.0.0.1",
        "-p",
        "0",
        "tests.slamdunk_site.stuck:application",
    ]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        yield server
        server.kill()


def test_a_request_under_way_does_not_keep_the_server_from_ending(daphne: subprocess.Popen[str]) -> None:
    assert daphne.stderr is not None
    port = next(found[1] for line in daphne.stderr if (found := LISTENING.search(line)))
    caller = HTTPConnection("127.0.0.1", int(port), timeout=60)
    caller.request("GET", "/")
    assert caller.getresponse().read(9) == b"under way"
    daphne.terminate()
    assert daphne.wait(60) == 0
    caller.close()
