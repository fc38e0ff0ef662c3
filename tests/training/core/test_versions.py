"""With what a model was made can be told from its report."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from training.core import versions as module
from training.core.versions import described, packaged, versions


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    told = subprocess.run(
        ["git", "-C", str(folder), *who, *words], capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


def test_a_product_with_a_history_names_its_commit_and_what_was_changed_since(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "a")
    git(tmp_path, "commit", "-qm", "First")
    commit = git(tmp_path, "rev-parse", "HEAD")
    assert described(tmp_path) == commit[:12]
    (tmp_path / "a").write_text("2")
    assert described(tmp_path) == f"{commit[:12]}-dirty"
    inside = tmp_path / "copy"
    inside.mkdir()
    assert described(inside) is None, "the history around a copy is not the product's"


def test_a_release_names_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROOT", tmp_path)
    assert "product" not in versions()
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    assert packaged(tmp_path) == versions()["product"] == "1.2.3"
    monkeypatch.setenv("SLAMDUNK_RELEASE", "2.0")
    assert versions()["product"] == "2.0"
