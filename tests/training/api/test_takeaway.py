"""Taking a job away over REST."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from urllib.parse import unquote

import pytest

from training.models import Run
from training.services.jobs import job_write

RUNS = "/api/v1/runs/"


async def _whole(answer: Any) -> bytes:
    return b"".join([piece async for piece in answer.streaming_content])


def test_the_owner_takes_a_job_away_with_the_code_that_trains_it(ada_api: Any, leased: Run) -> None:
    from asgiref.sync import async_to_sync

    from training.paths import tokens_folder

    assert leased.token_file is not None
    for name in ("train.bin", "val.bin"):
        (tokens_folder(leased.token_file) / name).write_bytes(b"\1\0" * 600_000)
    early = ada_api.get(f"{RUNS}{leased.pk}/job/")
    assert (early.status_code, early.json()["errors"][0]["code"]) == (404, "job_not_ready")
    job_write(run=leased)
    Run.objects.filter(pk=leased.pk).update(title="여우 / run")
    answer = ada_api.get(f"{RUNS}{leased.pk}/job/")
    assert answer.status_code == 200
    assert f"여우-run-{leased.pk}.zip" in unquote(answer["Content-Disposition"])
    with zipfile.ZipFile(io.BytesIO(async_to_sync(_whole)(answer))) as taken:
        assert taken.testzip() is None
        names = set(taken.namelist())
        assert json.loads(taken.read("job/job.json"))["run"] == leased.pk
        assert len(taken.read("job/data/train.bin")) == 1_200_000
    assert {"README.txt", "requirements.txt", "training/core/main.py", "architectures/core/build.py"} <= names
    assert not [name for name in names if name.startswith("/") or ".." in name or "services" in name]


@pytest.mark.parametrize(
    ("shared", "corpus", "status"), [(False, True, 404), (True, False, 403), (True, True, 200)]
)
def test_another_takes_a_job_away_only_with_a_text_that_they_may_see(
    shared: bool, corpus: bool, status: int, ada_api: Any, leased: Run, ben: Any
) -> None:
    Run.objects.filter(pk=leased.pk).update(owner=ben, visibility="public" if shared else "private")
    assert leased.corpus is not None
    leased.corpus.owner, leased.corpus.visibility = ben, "public" if corpus else "private"
    leased.corpus.save()
    folder = job_write(run=leased)
    for name in ("train.bin", "val.bin"):
        (folder / "data" / name).write_bytes(b"\1\0")
    assert ada_api.get(f"{RUNS}{leased.pk}/job/").status_code == status
