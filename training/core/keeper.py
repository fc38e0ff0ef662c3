"""Writes the checkpoints of a trainer, and takes them up again."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from training.core.checkpoint import Checkpoints, Snapshot
from training.core.errors import TrainingError
from training.core.events import stands

if TYPE_CHECKING:
    from training.core.trainer import Trainer


class Keeper:
    """What a trainer has on disk. A training that is taken up goes on bit for bit on a CPU."""

    def __init__(self, trainer: Trainer) -> None:
        config = trainer.config
        asked, left = config.checkpoint_megabytes, trainer.job.checkpoint_room
        rooms = [room for room in (asked * 10**6 if asked else None, left) if room is not None]
        room = min(rooms, default=None)
        self.quota_binds = left is not None and left == room  # and is yet to be told of
        self.trainer, self.world, self.events = trainer, trainer.world, trainer.events
        self.checkpoints = Checkpoints(trainer.job.folder / "checkpoints", config.keep_checkpoints, room)
        self.saved_step, self.took_best = 0, False
        self.saved_loss: float | None = None
        self.best_saved = math.inf, 0  # its loss and its step

    def save(self) -> None:
        """Keep a checkpoint. A disk that takes none is told, and training goes on."""
        step = self.trainer.step
        if step in (0, self.saved_step):
            return
        loss = self._loss()
        ranked = math.inf if loss is None else loss  # one that was asked to end may not have been judged
        best = ranked < self.best_saved[0] or not self.best_saved[1]
        before, self.best_saved = self.best_saved, (ranked, step) if best else self.best_saved
        self.events.sync()
        snapshot = self.snapshot()  # every process adds its part; one writes
        n_bytes = self.world.agree(lambda: self._write(snapshot))
        if n_bytes is None:
            self.best_saved = before
            return
        self.saved_step, self.saved_loss = step, loss
        gone = {"removed": self.checkpoints.removed} if self.checkpoints.removed else {}
        self.events.emit("checkpoint", step=step, n_bytes=n_bytes, val_loss=loss, is_best=best, **gone)
        if self.quota_binds and self.checkpoints.crowded_out:
            self.quota_binds = False
            self.events.log("checkpoints_within_quota", level="warning", step=step)

    def _loss(self) -> float | None:
        """Return the held-out loss of these very weights; None if they were not judged."""
        trainer = self.trainer
        return trainer.facts.get("val_loss") if trainer.judged_step == trainer.step else None

    def resume(self) -> None:
        """Take up the newest checkpoint; what was told of later steps counts no more."""
        found = self.world.newest(self.checkpoints)
        if found is not None:
            self._restore(found)
        if self.world.is_first:
            self._tell_resume(found)

    def take_best(self) -> bool:
        """Go back to the best checkpoint. Return whether there was an earlier one to go back to."""
        trainer, best_step = self.trainer, self.best_saved[1]
        if best_step in (0, trainer.step):
            return False
        best = self.checkpoints.read(best_step)
        self._load(best)
        trainer.step, trainer.train_loss = best.step, best.facts["train_loss"]
        self.took_best = True
        return True

    def told(self) -> dict[str, Any]:
        """Return, for the report, which checkpoint the model is of, and the losses of the last and the best."""
        loss, step = self.best_saved
        return {
            "taken": "best" if self.took_best else "last",
            "last": {"step": self.saved_step, "val_loss": self.saved_loss},
            "best": {"step": step, "val_loss": loss if math.isfinite(loss) else None},
        }

    def _write(self, snapshot: Snapshot) -> int | None:
        try:
            return self.checkpoints.write(snapshot, self.best_saved[1])
        except OSError as error:
            reason = error.strerror or str(error)
            self.events.log("checkpoint_failed", level="warning", step=snapshot.step, reason=reason)
            return None

    def snapshot(self) -> Snapshot:
        """Return all that the training is at this step."""
        trainer = self.trainer
        tensors = {
            f"model.{name}": t for name, t in {**trainer.optimizer.weights(), **trainer.buffers}.items()
        }
        tensors |= {f"optim.{name}": t for name, t in trainer.optimizer.state().items()}
        tensors |= {f"rng.{name}": t for name, t in self.world.random_state(trainer.job.device).items()}
        return Snapshot(trainer.step, tensors, self._facts())

    def _facts(self) -> dict[str, Any]:
        trainer = self.trainer
        return {
            "step": trainer.step,
            "cursor": trainer.order.cursor,
            "elapsed": trainer.elapsed,
            "stale_evals": trainer.stale_evals,
            "best_loss": trainer.best_loss if math.isfinite(trainer.best_loss) else None,
            "best_saved": self._best_saved(),
            "loss_sum": trainer.loss_sum,
            "n_losses": trainer.n_losses,
            "aux_sum": trainer.aux_sum,
            "train_loss": trainer.train_loss if math.isfinite(trainer.train_loss) else None,
            "recent": list(trainer.level.recent),
            "level": trainer.level.to_json(),
            "facts": trainer.facts,
            "judged_step": trainer.judged_step,
            "judged_by": trainer.judged_by,
        }

    def _best_saved(self) -> list[float | None] | None:
        loss, step = self.best_saved
        return [loss if math.isfinite(loss) else None, step] if step else None

    def _tell_resume(self, found: Snapshot | None) -> None:
        step, told = self.trainer.step, self.events.path
        if self.events.next_seq > 1 and (found is not None or stands(told, "metric")):
            self.events.emit("resume", step=step)
        if found is not None and not stands(told, "checkpoint", step):  # killed between the two
            n_bytes, best = self.checkpoints.n_bytes(step), self.best_saved[1] == step
            self.events.emit("checkpoint", step=step, n_bytes=n_bytes, val_loss=self._loss(), is_best=best)

    def _restore(self, found: Snapshot) -> None:
        trainer, facts = self.trainer, found.facts
        trainer.step = self.saved_step = found.step
        self._load(found)
        seed = trainer.config.data_seed + found.step
        self.world.restore_random_state(found.part("rng"), trainer.job.device, seed)
        trainer.order.cursor = facts["cursor"]
        trainer.elapsed_before, trainer.stale_evals = facts["elapsed"], facts["stale_evals"]
        trainer.best_loss = math.inf if facts["best_loss"] is None else facts["best_loss"]
        loss, step = facts["best_saved"] or (None, 0)
        self.best_saved = math.inf if loss is None else loss, step
        trainer.loss_sum, trainer.n_losses = facts["loss_sum"], facts["n_losses"]
        trainer.aux_sum = facts.get("aux_sum")  # none in a checkpoint of an earlier release
        trainer.train_loss = math.nan if facts["train_loss"] is None else facts["train_loss"]
        trainer.level.restore(facts["recent"], facts.get("level", {}))
        trainer.facts, trainer.judged_step = facts["facts"], facts["judged_step"]
        self.saved_loss = self._loss()
        if facts.get("judged_by") != trainer.judged_by:
            # By another text, in an earlier release: nothing compares.
            trainer.best_loss, trainer.stale_evals, trainer.judged_step = math.inf, 0, -1
            self.best_saved, self.saved_step, self.saved_loss = (math.inf, 0), 0, None

    def _load(self, found: Snapshot) -> None:
        weights = found.part("model")
        try:
            self.trainer.optimizer.load(weights, found.part("optim"), found.step)
        except (KeyError, RuntimeError) as error:
            raise TrainingError("checkpoint_not_alike", step=found.step) from error
        for name, buffer in self.trainer.buffers.items():
            buffer.copy_(weights[name])
