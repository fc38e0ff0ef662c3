"""Runs, corpora and what else training tests need; `site` is a real database file that processes share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from tests.waiting import wait_for

DESIGN = {"format": 1, "nodes": {}, "edges": [], "vars": {"context_length": 32}}


@pytest.fixture
def corpus(db: None) -> Any:
    return make_corpus()


def make_corpus(**fields: Any) -> Any:
    from training.models import Corpus

    values = {"title": "Tales", "kind": "upload", "state": "ready", "visibility": "public", **fields}
    return Corpus.objects.create(**values)


def make_run(owner: Any, **fields: Any) -> Any:
    """A queued run whose data is ready, on the disk too."""
    from training.models import Run, TokenFile, Tokenizer
    from training.paths import tokenizer_file, tokens_folder

    corpus = fields.pop("corpus", None) or make_corpus()
    tokenizer = Tokenizer.objects.create(
        title="t", kind="bytes", corpus=corpus, state="ready", vocab_size=257
    )
    tokens = TokenFile.objects.create(
        corpus=corpus, tokenizer=tokenizer, state="ready", digest=tokenizer.pk * 5
    )
    tokenizer_file(tokenizer).parent.mkdir(parents=True)
    tokenizer_file(tokenizer).write_text("{}")
    tokens_folder(tokens).mkdir(parents=True)
    for name in ("train.bin", "val.bin", "meta.json"):
        (tokens_folder(tokens) / name).write_text("{}")
    values = {
        "title": "Run",
        "design": DESIGN,
        "fingerprint": "f",
        "config": {"max_steps": 20, "batch_size": 4},
    }
    values |= {"corpus": corpus, "tokenizer": tokenizer, "token_file": tokens, **fields}
    return Run.objects.create(owner=owner, **values)


@pytest.fixture
def run_of() -> Callable[..., Any]:
    """A factory: `run_of(ada, state="training", lease="x")`."""
    return make_run


@pytest.fixture
def leased(run_of: Callable[..., Any], ada: Any) -> Any:
    """A run that this host is training."""
    from training.processes import this_host

    now = timezone.now()
    held = {"lease": "a" * 32, "lease_host": this_host(), "lease_device": "cpu", "heartbeat_at": now}
    return run_of(ada, state="training", attempt=1, started_at=now, **held)


@pytest.fixture
def sound_design(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every design is a sound one of 1000 parameters: what makes it so is tested with the architectures."""
    from training.services import designs, runs

    facts = designs.DesignFacts(DESIGN, "f" * 64, "Tiny", 1000, 2000, 64_000)
    monkeypatch.setattr(runs, "checked_design", lambda *_, **__: facts)


@pytest.fixture
def tell() -> Callable[..., None]:
    """A trainer's voice: `tell(run, {"seq": 1, "type": "metric", …})` appends to events.jsonl."""

    def append(run: Any, *events: dict[str, Any]) -> None:
        from training.paths import job_folder

        job_folder(run).mkdir(parents=True, exist_ok=True)
        with (job_folder(run) / "events.jsonl").open("a") as file:
            for event in events:
                file.write(json.dumps({"time": 1.0, **event}) + "\n")

    return append


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """An empty database file with all tables, made once."""
    from django.core.management import call_command
    from django.db import connections

    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    with django_db_blocker.unblock(), UseDatabase(path):
        call_command("migrate", verbosity=0)
        connections["default"].cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


class UseDatabase:
    """Within: the ORM works on another SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        from django.db import connections

        self.before, self.name = connections["default"], connections.settings["default"]["NAME"]
        connections.settings["default"]["NAME"] = str(self.path)
        connections["default"] = connections.create_connection("default")
        forget_kinds()

    def __exit__(self, *_: object) -> None:
        from django.db import connections

        connections["default"].close()
        connections.settings["default"]["NAME"] = self.name
        connections["default"] = self.before
        forget_kinds()


def forget_kinds() -> None:
    """Each database has numbers of its own for the kinds of things."""
    from django.contrib.contenttypes.models import ContentType

    ContentType.objects.clear_cache()


@pytest.fixture
def site(
    migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any
) -> Iterator[Path]:
    """A home folder and a database file that started processes use too. Whatever they leave is ended."""
    home = Path(django_settings.SLAMDUNK_HOME)
    database = home / "db.sqlite3"
    database.write_bytes(migrated.read_bytes())
    monkeypatch.setenv("SLAMDUNK_HOME", str(home))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    with django_db_blocker.unblock(), UseDatabase(database):
        yield home
        end_leftovers(home)


def end_leftovers(home: Path) -> None:
    import os
    import signal

    from training.processes import kill_remembered, recall

    for file in home.glob("runs/*/supervisor-*.pid"):
        if (pid := recall(file)) is not None:
            os.kill(pid, signal.SIGKILL)
    for file in home.glob("runs/*/trainer.pid"):
        kill_remembered(file)


@pytest.fixture
def fake_trainer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trainer without torch: fast, and held by the file `hold` in its job folder."""
    monkeypatch.setenv("SLAMDUNK_TRAINER_MODULE", "tests.training.fake_trainer")


@pytest.fixture
def eventually() -> Callable[..., Any]:
    return wait_for
