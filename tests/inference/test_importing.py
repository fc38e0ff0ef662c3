"""The job that brings a model in, as a process of its own: it ends well, and when it is killed another goes on."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inference import services
from inference.models import CompletedModel, ModelImport
from inference.services import imports
from tests.inference.core.imports import published
from tests.training.conftest import eventually, migrated, site

__all__ = ["eventually", "migrated", "site"]
pytestmark = [pytest.mark.processes, pytest.mark.slow]


@pytest.fixture
def waiting(site: Path, tmp_path: Path) -> ModelImport:
    from accounts.models import User

    folder = published.save(tmp_path / "tiny", published.gpt2())
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in folder.iterdir()]
    return services.import_create_upload(user=User.objects.create_user("ada"), files=files, title="Tiny")


def settled(bringing: ModelImport) -> bool:
    bringing.refresh_from_db()
    return bringing.state in ("ready", "failed")


def test_a_detached_job_brings_the_model_in(waiting: ModelImport, eventually: Any) -> None:
    assert imports.import_what_may() == 1
    eventually(lambda: settled(waiting), within=60)
    assert (waiting.state, waiting.code) == ("ready", "")
    assert CompletedModel.objects.get().pk == waiting.pk == waiting.model_id
    eventually(lambda: not imports.import_folder(waiting.pk).exists())


def test_a_job_that_is_killed_is_followed_by_another(
    waiting: ModelImport, eventually: Any, monkeypatch: pytest.MonkeyPatch, later: Any
) -> None:
    started: list[int] = []
    launch = imports.launch_detached
    monkeypatch.setattr(
        imports, "launch_detached", lambda *a, **options: started.append(launch(*a, **options) or 0)
    )
    imports.import_what_may()
    pid = eventually(lambda: process_of(waiting))
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: process_of(waiting) is None)
    imports.release_expired()  # sees the claim
    later(imports.CLAIM_TTL)
    assert imports.import_what_may() == 1
    eventually(lambda: settled(waiting), within=60)
    assert (waiting.state, waiting.attempt) == ("ready", 2)
    assert CompletedModel.objects.count() == 1
    assert len(started) == 2


def process_of(bringing: ModelImport) -> int | None:
    """The process that works on an import, as the system lists it."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if bringing.pk.encode() in command and b"inference.importing" in command:
                return int(entry.name)
    return None
