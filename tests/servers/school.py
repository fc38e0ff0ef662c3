"""A pytest plugin (`-p tests.servers.school`): the tests that use the database, each process with a Redis of its own.

Processes would empty each other's caches and hear each other's channels otherwise. It has to be loaded before the
settings.
"""

from __future__ import annotations

import os

import pytest

worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{worker}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what knows no database: it would be tested twice."""
    outside = [item for item in items if not uses_database(item)]
    config.hook.pytest_deselected(items=outside)
    items[:] = [item for item in items if uses_database(item)]


def uses_database(item: pytest.Item) -> bool:
    named = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(named) or item.get_closest_marker("django_db") is not None
