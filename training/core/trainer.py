"""The training loop. It receives a module and its data, and knows nothing of designs."""

from __future__ import annotations

import math
import resource
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.core.batches import BatchOrder, TokenData
from training.core.checkpoint import Checkpoints, Snapshot
from training.core.config import TrainConfig
from training.core.errors import TrainingError
from training.core.evaluation import Evaluator, evaluating, write_sample
from training.core.events import EventLog, read_events
from training.core.optim import Optimizer
from training.core.progress import Budget, Due, Speed, metric_due
from training.core.routing import Adjusting, load_facts
from training.core.schedules import lr_factor
from training.core.tokenizer import Tokenizer
from training.core.weights import place, saved_buffers

End = Literal["completed", "stopped", "interrupted"]
Asked = Callable[[], Literal["stopped", "interrupted"] | None]
FIRST_SAMPLE = 3.0  # seconds after the start
RECENT_LOSSES = 20
DIVERGED = 4.0  # times the loss of guessing, over the recent steps


@dataclass(frozen=True)
class Job:
    """What a training works on."""

    model: nn.Module
    data: TokenData
    tokenizer: Tokenizer
    token_n_bytes: Tensor  # [V]
    config: TrainConfig
    context_length: int
    device: torch.device
    folder: Path


class Trainer:
    """Trains a module: from the start, or from the newest checkpoint in its folder."""

    def __init__(self, job: Job, events: EventLog, asked_to_stop: Asked = lambda: None) -> None:
        config = self.config = job.config
        self.job, self.events, self.asked_to_stop = job, events, asked_to_stop
        self.dtype = torch.bfloat16 if config.precision == "bf16" else torch.float32
        self.model = place(job.model, job.device, self.dtype).train()
        self.adjusting = self.model if isinstance(self.model, Adjusting) else None
        self.optimizer = Optimizer(self.model, config, self.dtype)
        self.buffers = saved_buffers(self.model)
        self.order = BatchOrder(job.data.train, job.context_length, config.data_seed)
        self.evaluator = Evaluator(
            job.data.val,
            job.context_length,
            config.batch_size,
            config.eval_batches,
            job.token_n_bytes,
            job.device,
        )
        self.tokens_per_step = config.batch_size * config.grad_accum_steps * job.context_length
        self.budget = Budget(config, self.tokens_per_step)
        self.checkpoints = Checkpoints(job.folder / "checkpoints")
        self.speed, self.recent = Speed(), deque[float](maxlen=RECENT_LOSSES)
        self.step = self.stale_evals = 0
        self.loss_sum, self.n_losses = 0.0, 0  # since the last metric
        self.aux_sum: float | None = None  # likewise, of a model that adds to the loss
        self.train_loss = math.nan
        self.facts: dict[str, float | None] = {}  # the last evaluation, and the step it was made at
        self.judged_step = -1
        self.best_loss, self.saved_step, self.best_saved = math.inf, 0, (math.inf, 0)
        self.elapsed_before = 0.0
        torch.manual_seed(config.data_seed)  # dropout

    @property
    def since_start(self) -> float:
        return time.monotonic() - self._started

    @property
    def elapsed(self) -> float:
        """Seconds of training, those before a resume included."""
        return self.elapsed_before + self.since_start

    def run(self) -> End:
        """Train until the budget is used, patience ends or somebody asks to stop. Raises TrainingError."""
        self._started = time.monotonic()
        config = self.config
        self._resume()
        self._tell_plan()
        eval_due = Due(config.eval_interval, config.eval_seconds)
        sample_due = Due(config.sample_interval, config.sample_seconds, FIRST_SAMPLE)
        save_due = Due(config.checkpoint_interval, config.checkpoint_seconds)
        if self.step == 0:
            self._evaluate()
        while not self._over():
            asked = self.asked_to_stop()
            if asked is not None:
                self._save()
                return asked
            self._train_step()
            if eval_due.now(self.step, self.since_start):
                self._evaluate()
            if sample_due.now(self.step, self.since_start):
                self._sample()
            if save_due.now(self.step, self.since_start):
                self._save()
        self._close()
        return "completed"

    def weights(self) -> dict[str, Tensor]:
        """Return the fp32 weights by name on the CPU; tied ones once."""
        return {name: t.detach().cpu() for name, t in {**self.optimizer.masters, **self.buffers}.items()}

    # one step

    def _train_step(self) -> None:
        began = time.monotonic()
        config = self.config
        progress = self.budget.progress(self.step, self.elapsed)
        self.step += 1
        factor = lr_factor(
            config.schedule,
            step=self.step,
            progress=progress,
            warmup_steps=config.warmup_steps,
            min_ratio=config.min_lr_ratio,
        )
        self.optimizer.zero_grad()
        loss = sum(self._backward() for _ in range(config.grad_accum_steps))
        norm = self.optimizer.clip_grad(config.grad_clip)
        self._check(loss, norm)
        self.optimizer.step(factor)
        if self.adjusting is not None:
            self.adjusting.after_step()
        self.speed.add(time.monotonic() - began)
        self.loss_sum, self.n_losses = self.loss_sum + loss, self.n_losses + 1
        if metric_due(self.step):
            self._tell_metric(factor, norm)

    def _backward(self) -> float:
        """Add the gradients of one batch; return its share of the step's loss."""
        x, y = self.order.next_batch(self.config.batch_size)
        logits = self.model(x.to(self.job.device, non_blocking=True))
        target = y.to(self.job.device, non_blocking=True).reshape(-1)
        loss = F.cross_entropy(logits.flatten(0, 1).float(), target) / self.config.grad_accum_steps
        self._with_auxiliary(loss).backward()  # type: ignore[no-untyped-call]
        return loss.item()

    def _with_auxiliary(self, loss: Tensor) -> Tensor:
        """Return what is differentiated: the loss, and what the model adds. The loss alone is told as such."""
        added = self.adjusting.auxiliary_loss() if self.adjusting is not None else None
        if added is None:
            return loss
        added = added / self.config.grad_accum_steps
        self.aux_sum = (self.aux_sum or 0.0) + added.item()
        return loss + added

    def _check(self, loss: float, norm: float) -> None:
        if not (math.isfinite(loss) and math.isfinite(norm)):
            raise TrainingError("loss_not_finite", step=self.step, loss=loss, grad_norm=norm)
        self.recent.append(loss)
        if len(self.recent) == RECENT_LOSSES:
            self._check_level(sum(self.recent) / len(self.recent))

    def _check_level(self, loss: float) -> None:
        guessing = math.log(len(self.job.token_n_bytes))
        if loss > DIVERGED * max(guessing, 1.0):
            raise TrainingError("diverged", step=self.step, loss=loss)

    def _check_end(self) -> None:
        """Keep no model that the last steps broke: they may be too few to have been noticed."""
        loss = self.facts["val_loss"]
        if loss is None or not math.isfinite(loss):
            raise TrainingError("loss_not_finite", step=self.step, loss=loss)
        self._check_level(loss)

    def _over(self) -> bool:
        patience = self.config.early_stopping_patience
        if patience is not None and self.stale_evals >= patience:
            return True
        return self.budget.progress(self.step, self.elapsed) >= 1.0

    # what is told

    def _tell_plan(self) -> None:
        self.events.emit(
            "plan",
            total_steps=self.budget.total_steps,
            tokens_per_step=self.tokens_per_step,
            device=str(self.job.device),
            threads=torch.get_num_threads(),
        )

    def _tell_metric(self, factor: float, norm: float) -> None:
        self.train_loss = self.loss_sum / self.n_losses
        added = {} if self.aux_sum is None else {"aux_loss": self.aux_sum / self.n_losses}
        self.loss_sum, self.n_losses, self.aux_sum = 0.0, 0, None
        per_step = self.speed.seconds_per_step
        self.events.emit(
            "metric",
            step=self.step,
            tokens=self.step * self.tokens_per_step,
            loss=self.train_loss,
            **added,
            lr=self.config.lr * factor,
            grad_norm=norm,
            tokens_per_s=round(self.tokens_per_step / per_step, 1) if per_step else None,
            memory_bytes=peak_memory(self.job.device),
            eta_s=round(self.budget.eta(self.step, self.elapsed, per_step), 1),
            **(load_facts(self.adjusting) if self.adjusting is not None else {}),
        )

    def _evaluate(self) -> None:
        """Judge the weights. A training taken up before its first checkpoint has told of step 0 already."""
        self.facts, self.judged_step = self.evaluator.evaluate(self.model), self.step
        loss = self.facts["val_loss"]
        if self.step or not self._told("eval", 0):
            self.events.emit("eval", step=self.step, **self.facts)
        improved = loss is not None and loss < self.best_loss
        self.stale_evals = 0 if improved else self.stale_evals + 1
        self.best_loss = min(self.best_loss, loss) if loss is not None else self.best_loss

    def _sample(self) -> None:
        for number, prompt in enumerate(self.config.sample_prompts):
            with evaluating(self.model):
                text = write_sample(
                    self.model,  # type: ignore[arg-type]
                    self.job.tokenizer,
                    prompt,
                    n_tokens=self.config.sample_tokens,
                    context_length=self.job.context_length,
                    seed=self.config.sample_seed + number,
                    device=self.job.device,
                )
            self.events.emit("sample", step=self.step, prompt=prompt, text=text)

    # what is kept

    def _save(self) -> None:
        """Keep a checkpoint. A disk that takes none is told, and training goes on."""
        if self.step in (0, self.saved_step):
            return
        loss = self.facts.get("val_loss")
        best = loss is not None and loss < self.best_saved[0]
        before, self.best_saved = self.best_saved, (loss, self.step) if best and loss else self.best_saved
        self.events.sync()
        try:
            n_bytes = self.checkpoints.write(self._snapshot(), self.best_saved[1])
        except OSError as error:
            self.best_saved = before
            self.events.log(
                "checkpoint_failed", level="warning", step=self.step, reason=error.strerror or str(error)
            )
            return
        self.saved_step = self.step
        self.events.emit("checkpoint", step=self.step, n_bytes=n_bytes, val_loss=loss, is_best=best)

    def _snapshot(self) -> Snapshot:
        tensors = {f"model.{name}": t for name, t in {**self.optimizer.masters, **self.buffers}.items()}
        tensors |= {f"optim.{name}": t for name, t in self.optimizer.state().items()}
        tensors["rng.cpu"] = torch.get_rng_state()
        if self.job.device.type == "cuda":
            tensors["rng.cuda"] = torch.cuda.get_rng_state(self.job.device)
        facts = {
            "step": self.step,
            "cursor": self.order.cursor,
            "elapsed": self.elapsed,
            "stale_evals": self.stale_evals,
            "best_loss": self.best_loss if math.isfinite(self.best_loss) else None,
            "best_saved": list(self.best_saved) if self.best_saved[1] else None,
            "loss_sum": self.loss_sum,
            "n_losses": self.n_losses,
            "aux_sum": self.aux_sum,
            "train_loss": self.train_loss if math.isfinite(self.train_loss) else None,
            "recent": list(self.recent),
            "facts": self.facts,
            "judged_step": self.judged_step,
        }
        return Snapshot(self.step, tensors, facts)

    def _resume(self) -> None:
        """Take up the newest checkpoint; what was told of later steps counts no more."""
        found = self.checkpoints.newest()
        if found is not None:
            self._restore(found)
        if self.events.next_seq > 1 and (found is not None or self._told("metric")):
            self.events.emit("resume", step=self.step)
        if found is not None and not self._told("checkpoint", self.step):  # killed between the two
            n_bytes, best = self.checkpoints.n_bytes(self.step), self.best_saved[1] == self.step
            loss = self.facts.get("val_loss")
            self.events.emit("checkpoint", step=self.step, n_bytes=n_bytes, val_loss=loss, is_best=best)

    def _restore(self, found: Snapshot) -> None:
        parts: dict[str, dict[str, Tensor]] = {"model": {}, "optim": {}, "rng": {}}
        for name, tensor in found.tensors.items():
            part, _, rest = name.partition(".")
            parts[part][rest] = tensor
        facts = found.facts
        self.step = self.saved_step = found.step
        self._load(parts["model"], parts["optim"], found.step)
        torch.set_rng_state(parts["rng"]["cpu"])
        if "cuda" in parts["rng"] and self.job.device.type == "cuda":
            torch.cuda.set_rng_state(parts["rng"]["cuda"], self.job.device)
        self.order.cursor = facts["cursor"]
        self.elapsed_before, self.stale_evals = facts["elapsed"], facts["stale_evals"]
        self.best_loss = math.inf if facts["best_loss"] is None else facts["best_loss"]
        self.best_saved = tuple(facts["best_saved"]) if facts["best_saved"] else (math.inf, 0)
        self.loss_sum, self.n_losses = facts["loss_sum"], facts["n_losses"]
        self.aux_sum = facts.get("aux_sum")  # none in a checkpoint of an earlier release
        self.train_loss = math.nan if facts["train_loss"] is None else facts["train_loss"]
        self.recent.extend(facts["recent"])
        self.facts, self.judged_step = facts["facts"], facts["judged_step"]

    def _load(self, weights: Mapping[str, Tensor], state: Mapping[str, Tensor], count: int) -> None:
        self.optimizer.load(weights, state, count)
        for name, buffer in self.buffers.items():
            buffer.copy_(weights[name])

    def _told(self, kind: str, step: int | None = None) -> bool:
        """Whether such an event stands: one that a later resume went back on does not."""
        told = list[int]()
        for event in read_events(self.events.path):
            if event["type"] == "resume":
                told = [at for at in told if at <= event["step"]]
            elif event["type"] == kind:
                told.append(event["step"])
        return bool(told) if step is None else step in told

    def _close(self) -> None:
        """End a training: judge the weights that are kept, and keep them."""
        patience = self.config.early_stopping_patience
        if patience is not None and self.stale_evals >= patience and self.best_saved[1] not in (0, self.step):
            best = self.checkpoints.read(self.best_saved[1])
            weights = {n.removeprefix("model."): t for n, t in best.tensors.items() if n.startswith("model.")}
            self._load(weights, self.optimizer.state(), self.optimizer.count)
            self.facts = self.evaluator.evaluate(self.model)
            self.step, self.train_loss = best.step, best.facts["train_loss"]  # of what is kept
            self.events.log("best_checkpoint_taken", step=best.step)
            return
        if self.judged_step != self.step:
            self._evaluate()
        self._check_end()
        if not self._told("sample", self.step):
            self._sample()
        self._save()


def peak_memory(device: torch.device) -> int:
    """Return the most memory used so far, in bytes: of the GPU where there is one, else of the process."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
