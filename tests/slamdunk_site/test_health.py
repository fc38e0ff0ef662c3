"""Is the site well?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from slamdunk_site import health
from training.services import worker_beat

ADDRESS = "/api/v1/health/"


@pytest.fixture(autouse=True)
def nothing_beside(settings: Any) -> None:
    settings.REDIS_URL = settings.MLFLOW_TRACKING_URI = ""


@pytest.fixture
def workers(db: None) -> None:
    for cluster in ("training", "short"):
        worker_beat(cluster=cluster)


def test_all_well_is_said_to_anybody(client: Client, workers: None) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "web": "ok", "database": "ok", "workers": "ok"}


def test_a_site_without_workers_is_not_well(client: Client, db: None) -> None:
    worker_beat(cluster="short")
    answer = client.get(ADDRESS)
    assert answer.status_code == 503
    assert (answer.json()["workers"], answer.json()["database"]) == ("down", "ok")


def test_redis_and_mlflow_are_asked_where_they_are_configured(
    client: Client, workers: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL, settings.MLFLOW_TRACKING_URI = "redis://:secret@127.0.0.1:1/0", "http://127.0.0.1:2"
    monkeypatch.setattr(health, "answers", lambda address: address.startswith("http"))
    answer = client.get(ADDRESS)
    assert answer.status_code == 503
    assert (answer.json()["redis"], answer.json()["mlflow"]) == ("down", "ok")
    assert b"secret" not in answer.content


def test_a_database_that_is_gone_is_said_not_thrown(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=gone))
    monkeypatch.setattr(health, "workers_alive", gone)
    found = health.parts()
    assert (found["web"], found["database"], found["workers"]) == (True, False, False)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1", "redis://127.0.0.1:1/0", "sqlite:///x.db", "nonsense"]
)
def test_an_address_where_nothing_listens_is_down(address: str) -> None:
    assert health.answers(address) is False
