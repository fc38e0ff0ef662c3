"""A checkpoint is whole or not there, whatever the disk does."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import SafetensorError

from training.core import checkpoint
from training.core.checkpoint import Checkpoints, Snapshot


def snapshot(step: int) -> Snapshot:
    return Snapshot(step, {"model.w": torch.full((3, 4), float(step))}, {"step": step, "loss": 0.1 + step})


@pytest.fixture
def kept(tmp_path: Path) -> Checkpoints:
    return Checkpoints(tmp_path / "checkpoints")


def names(kept: Checkpoints) -> list[str]:
    return sorted(path.name for path in kept.folder.iterdir())


def test_what_is_written_is_read(kept: Checkpoints) -> None:
    n_bytes = kept.write(snapshot(7))
    found = kept.newest()
    assert found is not None
    assert (found.step, found.facts) == (7, {"step": 7, "loss": 7.1})
    assert torch.equal(found.tensors["model.w"], torch.full((3, 4), 7.0))
    assert n_bytes == sum(file.stat().st_size for file in (kept.folder / "step-000007").iterdir()) > 48


def test_views_of_one_buffer_are_kept_apart(kept: Checkpoints) -> None:
    flat = torch.arange(6.0)
    kept.write(Snapshot(1, {"a": flat[:2], "b": flat[2:].view(2, 2), "c": flat[2:].view(2, 2).mT}, {}))
    tensors = kept.read(1).tensors
    assert tensors["a"].tolist() == [0, 1]
    assert tensors["b"].tolist() == [[2, 3], [4, 5]]
    assert tensors["c"].tolist() == [[2, 4], [3, 5]]


def test_nothing_is_there_before_the_first(kept: Checkpoints) -> None:
    assert kept.newest() is None
    assert kept.steps() == []


def test_the_two_newest_and_the_best_are_kept(kept: Checkpoints) -> None:
    for step in (10, 20, 30, 40, 50):
        kept.write(snapshot(step), best_step=20 if step >= 20 else 10)
    assert kept.steps() == [20, 40, 50]
    kept.write(snapshot(60), best_step=60)
    assert kept.steps() == [50, 60]


def test_as_many_are_kept_as_are_asked_for(tmp_path: Path) -> None:
    kept = Checkpoints(tmp_path, n_kept=3)
    gone = [kept.write(snapshot(step), best_step=10) and kept.removed for step in (10, 20, 30, 40, 50)]
    assert kept.steps() == [10, 30, 40, 50]
    assert gone == [[], [], [], [], [20]]


def test_the_last_and_the_best_stay_however_little_room_there_is(tmp_path: Path) -> None:
    size = Checkpoints(tmp_path / "one").write(snapshot(1))
    kept = Checkpoints(tmp_path / "many", n_kept=100, room=3 * size + size // 2)
    for step in range(1, 8):
        kept.write(snapshot(step), best_step=2)
    assert kept.steps() == [2, 6, 7]
    assert kept.removed == [5]
    kept.room = 1
    kept.write(snapshot(8), best_step=2)
    assert kept.steps() == [2, 8]
    assert kept.removed == [6, 7]


def test_steps_are_in_order_beyond_a_million(kept: Checkpoints) -> None:
    for step in (999_999, 1_000_000, 10_000_000):
        kept.write(snapshot(step))
    assert kept.steps() == [1_000_000, 10_000_000]


def full_disk(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def full_disk_of_safetensors(tensors: Any, path: Path) -> None:
    path.write_bytes(b"half of i")
    raise SafetensorError("I/O error: No space left on device (os error 28)")


@pytest.mark.parametrize(
    ("part", "failure"),
    [("save_file", full_disk), ("save_file", full_disk_of_safetensors), ("write_json", full_disk)],
)
def test_a_write_that_fails_halfway_leaves_the_older_one_and_no_rubbish(
    kept: Checkpoints, monkeypatch: pytest.MonkeyPatch, part: str, failure: Any
) -> None:
    kept.write(snapshot(1))
    with monkeypatch.context() as patch:
        patch.setattr(checkpoint, part, failure)
        with pytest.raises(OSError, match="No space left"):
            kept.write(snapshot(2))
    assert names(kept) == ["step-000001"]
    found = kept.newest()
    assert found is not None
    assert found.facts["loss"] == 1.1
    kept.write(snapshot(2))
    assert kept.steps() == [1, 2]


def test_what_a_kill_left_aside_does_not_count_and_goes_away(kept: Checkpoints) -> None:
    kept.write(snapshot(1))
    (kept.folder / ".aside").mkdir()
    (kept.folder / ".aside" / "state.safetensors").write_bytes(b"half")
    found = kept.newest()
    assert found is not None
    assert found.step == 1
    kept.write(snapshot(2))
    assert names(kept) == ["step-000001", "step-000002"]


def test_a_step_written_again_is_replaced(kept: Checkpoints) -> None:
    kept.write(snapshot(1))
    kept.write(Snapshot(1, {"model.w": torch.zeros(2)}, {"step": 1, "again": True}))
    assert kept.read(1).facts["again"]
    assert kept.steps() == [1]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-8])


@pytest.mark.parametrize("file", ["state.safetensors", "state.json"])
@pytest.mark.parametrize(
    "harm", [cut, lambda f: f.write_bytes(b""), Path.unlink], ids=["cut", "emptied", "gone"]
)
def test_an_unreadable_newest_is_passed_over(kept: Checkpoints, file: str, harm: Any) -> None:
    kept.write(snapshot(1))
    kept.write(snapshot(2))
    harm(kept.folder / "step-000002" / file)
    found = kept.newest()
    assert found is not None
    assert found.step == 1


def test_a_disk_without_any_readable_one_starts_over(kept: Checkpoints) -> None:
    kept.write(snapshot(1))
    cut(kept.folder / "step-000001" / "state.safetensors")
    assert kept.newest() is None


def test_foreign_folders_do_not_disturb(kept: Checkpoints) -> None:
    kept.write(snapshot(3))
    (kept.folder / "step-by-step").mkdir()
    assert kept.steps() == [3]
