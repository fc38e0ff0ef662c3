"""A PostgreSQL and a Redis of the tests' own: on free loopback ports, gone when the tests end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.own_servers import Postgres, Redis


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL."""
    with Postgres() as server:
        yield server.url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a fresh, empty Redis that keeps nothing on disk."""
    with Redis() as server:
        yield server.url
