"""MLflow as `make run` starts it, once for all tests here, and somebody who trains and somebody who looks."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient
from mlflow.tracking import MlflowClient

from slamdunk_site.management.commands.serve import mlflow_service
from slamdunk_site.processes import Service
from training.models import Run
from training.services.following import follow_rest
from training.tracking import Tracker, open_tracker


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("mlflow")
    service = mlflow_service(home, home)
    start(service)
    yield service
    service.kill_group()
    service.process.wait()


def start(service: Service) -> None:
    service.start()
    address = service.environment["MLFLOW_TRACKING_URI"] + "/health"
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 (our own)
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(service.log.read_text())


@pytest.fixture
def tracker(
    server: Service,
    request: pytest.FixtureRequest,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    db: None,
) -> Tracker:
    """An experiment of the test's own."""
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "60")  # the machine may be busy with other tests
    settings.MLFLOW_TRACKING_URI = server.environment["MLFLOW_TRACKING_URI"]
    return open_tracker(MlflowClient(settings.MLFLOW_TRACKING_URI), request.node.name, None)


@pytest.fixture
def trained(leased: Run, tell: Callable[..., None]) -> Callable[..., Run]:
    """A voice: `trained(1, 2, resume=1)` tells of steps 1 and 2, and that a resume went back to step 1."""

    def told(*steps: int, resume: int | None = None) -> Run:
        run = Run.objects.get(pk=leased.pk)
        events: list[dict[str, Any]] = [
            {"type": "metric", "step": n, "loss": 1 / n, "lr": 0.1, "muon_lr": 0.2, "mfu": 0.4} for n in steps
        ]
        if resume is not None:
            events.append({"type": "resume", "step": resume})
        numbered = [
            {"seq": run.last_seq + n, "time": 1000.0 + run.last_seq + n, **e} for n, e in enumerate(events, 1)
        ]
        tell(run, *numbered)
        follow_rest(run=run)
        return run

    return told


@pytest.fixture
def ask() -> Callable[..., tuple[Any, bytes]]:
    """A browser: `ask("/mlflow/", user=ola)` returns the response and its body."""

    def asked(path: str, user: Any = None, method: str = "GET", **headers: str) -> tuple[Any, bytes]:
        async def go() -> tuple[Any, bytes]:
            client = AsyncClient()
            if user is not None:
                await client.aforce_login(user)
            body = {"data": b'{"experiment_ids": []}', "content_type": "application/json"}
            response = await client.generic(
                method, path, **(body if method == "POST" else {}), headers=headers
            )
            whole = [piece async for piece in response] if response.streaming else [response.content]
            return response, b"".join(whole)

        answer: tuple[Any, bytes] = async_to_sync(go)()
        return answer

    return asked


@pytest.fixture
def restart(server: Service) -> Callable[[], None]:
    return lambda: start(server)
