"""Programs beside Python that some tests need: which are there, and what is skipped where they are not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import chromium

REQUIRE_ALL = "SLAMDUNK_REQUIRE_ALL"  # set by CI: a test skipped for want of a program fails the run


def postgres_bin(program: str) -> str | None:
    """Return the newest installed PostgreSQL's program; Debian keeps them off the PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    return str(installed[-1]) if installed else shutil.which(program)


PROGRAMS = {
    "browser": ("Chromium", chromium),
    "redis": ("redis-server", lambda: shutil.which("redis-server")),
    "shell": ("curl or jq", lambda: shutil.which("curl") and shutil.which("jq")),
    "postgres": ("PostgreSQL", lambda: postgres_bin("initdb")),
}
missing: dict[str, list[str]] = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    absent = {mark: words for mark, (words, find) in PROGRAMS.items() if find() is None}
    for item in items:
        for mark, words in absent.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=f"{words} is not installed"))
                missing.setdefault(words, []).append(item.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for words, tests in missing.items():
        terminalreporter.write_line(f"skipped because {words} is not installed: {len(tests)}")
        for test in tests:
            terminalreporter.write_line(f"  {test}")


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    yield
    if missing and os.environ.get(REQUIRE_ALL):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
