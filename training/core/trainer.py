"""The training loop. It receives a module and its data, and knows nothing of designs."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from torch import Tensor, nn

from training.core.batches import BatchOrder, TokenData, to_device
from training.core.compiling import Compiled
from training.core.config import TrainConfig
from training.core.dead import DEAD_LAYER, DeadLayers
from training.core.errors import TrainingError
from training.core.evaluation import Evaluator, evaluating, held_out_batches, write_sample
from training.core.events import EventLog, stands
from training.core.faults import first_fault
from training.core.fitting import check_step
from training.core.fixes import calmer, with_fix
from training.core.flops import Compute, peak_flops
from training.core.keeper import Keeper
from training.core.level import Level
from training.core.memory import peak_memory
from training.core.norms import matrices, matrix_gradients, norm_facts
from training.core.objective import Objective
from training.core.pace import Costs
from training.core.progress import FIRST_SAMPLE, Budget, Due, Speed, judged_before_saving, metric_due
from training.core.randomness import random_state, restore_random_state
from training.core.routing import Adjusting, load_facts
from training.core.schedules import lr_factor
from training.core.tokenizer import Tokenizer
from training.core.weights import place, saved_buffers
from training.core.world import World

End = Literal["completed", "stopped", "interrupted"]
Asked = Callable[[], Literal["stopped", "interrupted"] | None]
GLANCE = 4  # a batch divided by so many is judged before the first step


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
    is_trained: bool = False  # the first weights are not drawn, but those of an earlier training
    compiled: bool = False  # whether to compile the model first
    flops_per_token: int | None = None  # forward, as the design was counted
    checkpoint_room: int | None = None  # bytes; the last and the best are kept even so


class Trainer:
    """Trains a module: from the start, or from the newest checkpoint in its folder."""

    def __init__(
        self, job: Job, events: EventLog, asked_to_stop: Asked = lambda: None, world: World | None = None
    ) -> None:
        config = self.config = job.config
        self.job, self.events, self.asked_to_stop = job, events, asked_to_stop
        self.world = world or World()
        self.dtype = torch.bfloat16 if config.precision == "bf16" else torch.float32
        self.model = self.world.prepare(place(job.model, job.device, self.dtype), self.dtype).train()
        self.adjusting = self.model if isinstance(self.model, Adjusting) else None
        self.optimizer = self.world.optimizer(self.model, config, self.dtype)
        self.objective = Objective(self.model, len(job.token_n_bytes))
        self.buffers = saved_buffers(self.model)
        self.order = BatchOrder(job.data.train, job.context_length, config.data_seed, stride=config.stride)
        batches = held_out_batches(
            job.data.val, job.token_n_bytes, job.context_length, config.batch_size, config.eval_bytes
        )
        self.evaluator = Evaluator(batches, job.token_n_bytes, job.device, self.world)
        # What losses must have in common to be compared.
        self.judged_by = [self.evaluator.n_tokens, self.evaluator.n_bytes]
        # What was just drawn guesses everywhere alike: a short look at it lets the curve begin sooner.
        rows = max(1, config.batch_size // GLANCE)
        few = [(x[:rows], y[:rows]) for x, y in batches[:1]]
        self.glance = (
            self.evaluator if job.is_trained else Evaluator(few, job.token_n_bytes, job.device, self.world)
        )
        self.looked_at = self.evaluator.batches[0][0].to(job.device)  # for the norms of activations
        self.dead = DeadLayers(matrices(job.model))
        self._share = 1.0 / (
            config.grad_accum_steps * self.world.size
        )  # of a step, in one pass of one process
        self.tokens_per_step = config.batch_size * config.grad_accum_steps * job.context_length
        per_step = config.batch_size * config.grad_accum_steps
        self.budget = Budget(config, self.tokens_per_step, self.order.per_epoch / per_step)
        self.speed, self.level = Speed(), Level(len(job.token_n_bytes))
        peak = peak_flops(job.device, config.precision, self.world.size)
        self.compute = Compute(job.flops_per_token, peak)
        self.step = self.stale_evals = 0
        self.loss_sum, self.n_losses = 0.0, 0  # since the last metric
        self.aux_sum: float | None = None  # likewise, of a model that adds to the loss
        self._aux: float | None = None  # of that, what belongs to the present step
        self.train_loss = math.nan
        self.facts: dict[str, float | None] = {}  # the last evaluation, and the step it was made at
        self.judged_step, self.eval_took = -1, 0.0
        self.best_loss, self.elapsed_before = math.inf, 0.0
        self.keeper, self.costs, self.compiled = Keeper(self), Costs(), False
        self.world.start_drawing(config.data_seed)  # dropout

    @property
    def since_start(self) -> float:
        return self.world.now() - self._started

    @property
    def elapsed(self) -> float:
        """Seconds of training, those before a resume included."""
        return self.elapsed_before + self.since_start

    def run(self) -> End:
        """Train until the budget is used, patience ends or somebody asks to stop. Raises TrainingError."""
        self.begin()
        config = self.config
        eval_due = Due(config.eval_interval, config.eval_seconds)
        sample_due = Due(config.sample_interval, config.sample_seconds, FIRST_SAMPLE)
        save_due = Due(config.checkpoint_interval, config.checkpoint_seconds)
        if self.step == 0:
            self.evaluate()
        while not self._over():
            asked = self.world.asked(self.asked_to_stop())
            if asked is not None:
                self.keeper.save()
                return asked
            self.costs.timed("step", self.train_step)
            if eval_due.now(self.step, self.since_start):
                self._evaluate_now(eval_due)
                if config.early_stopping_patience is not None and self.stale_evals == 0:
                    self.costs.timed("checkpoint", self.keeper.save)  # what is best now may be what is kept
            if sample_due.now(self.step, self.since_start):
                self.costs.timed("sample", self.sample)
            if save_due.now(self.step, self.since_start):
                began = self.since_start - (self.eval_took if self.judged_step == self.step else 0.0)
                self._judge_first(eval_due)
                self.costs.timed("checkpoint", self.keeper.save)
                save_due.rest(began, self._agreed())
        self._close()
        return "completed"

    def _evaluate_now(self, due: Due) -> None:
        began = self.since_start
        self.costs.timed("eval", self.evaluate)
        ended = self._agreed()
        self.eval_took = ended - began
        due.rest(began, ended)

    def _agreed(self) -> float:
        """Return the seconds since the start as all processes see them now, not as of the last step."""
        self.world.agree(lambda: None)
        return self.since_start

    def _judge_first(self, eval_due: Due) -> None:
        """Judge what a checkpoint will keep: else none could be known to be the best.

        Not where patience counts the evaluations: there every improvement is kept as it is found.
        """
        if judged_before_saving(self.config) and self.judged_step != self.step:
            self._evaluate_now(eval_due)

    def begin(self) -> None:
        """Start the clock, take up what is there, and tell the plan."""
        self._started = self.world.agree(time.monotonic)
        self.keeper.resume()
        if self.job.compiled:
            self.costs.timed("compile", self._compile)
        check_step(self.job.device, self.try_batch)
        self._tell_plan()

    def _compile(self) -> None:
        """Compile what a step computes. A machine that cannot is told of, and the training goes on without."""
        self.events.log("compile_begins")
        plain, self.objective = self.objective, Objective(Compiled(self.model), len(self.job.token_n_bytes))
        try:
            self.try_batch()
        except Exception as error:  # noqa: BLE001 (if the model is at fault, the next step tells so)
            self.objective = plain
            self.events.log(
                "compile_failed", level="warning", reason=f"{type(error).__name__}: {str(error)[:200]}"
            )
        else:
            self.compiled = True

    def weights(self) -> dict[str, Tensor]:
        """Return the fp32 weights that are kept, by name on the CPU: averaged ones where asked for, tied ones once."""
        return {
            name: t.detach().cpu()
            for name, t in {**self.optimizer.averaged_weights(), **self.buffers}.items()
        }

    # one step

    def train_step(self) -> None:
        """Move the weights once, and tell of it."""
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
        self._keep_for_replay()
        self._aux = None
        losses = [self._backward() for _ in range(config.grad_accum_steps)]
        self.world.join_gradients(self.optimizer)
        # One wait for the device in a step: for what is to be checked before the weights move.
        loss, norm, aux = self.world.add_up(torch.stack(losses).sum(), self.optimizer.grad_norm(), self._aux)
        self._check(loss, norm)
        too_long = 0 < config.grad_clip < norm
        self.optimizer.step(factor, norm / config.grad_clip if too_long else None)
        if self.adjusting is not None:
            self.adjusting.after_step()
        self.speed.add(time.monotonic() - began)
        self.loss_sum, self.n_losses = self.loss_sum + loss, self.n_losses + 1
        if aux is not None:
            self.aux_sum = (self.aux_sum or 0.0) + aux
        if metric_due(self.step):
            self._tell_metric(factor, norm)

    def _backward(self) -> Tensor:
        """Add the gradients of one batch; return its share of the step's loss."""
        batch = self.order.next_batch(self.config.batch_size)
        x, y = (to_device(self.world.rows(t), self.job.device) for t in batch)
        return self.objective.backward(x, y, self._share, self._auxiliary, self.optimizer.gather)

    def _auxiliary(self) -> Tensor | None:
        """Return what the model adds to the loss; it is told by itself."""
        added = self.adjusting.auxiliary_loss() if self.adjusting is not None else None
        if added is None:
            return None
        added = added * self._share
        self._aux = (self._aux or 0.0) + added.item()
        return added

    def _keep_for_replay(self) -> None:
        """Keep what makes the step that begins: the weights do not move before it has been found sound."""
        self.optimizer.zero_grad()
        self._before = self.order.cursor, random_state(self.job.device)

    def try_batch(self) -> None:
        """Go forwards and back once, and leave everything as it was."""
        added = self.aux_sum
        self._keep_for_replay()
        try:
            self._backward()
        finally:
            self.optimizer.zero_grad()
            self.order.cursor, randomness = self._before
            restore_random_state(randomness, self.job.device)
            self.aux_sum = added

    def _not_finite(self, **told: float | None) -> TrainingError:
        """Run the step again from the state before it, and name the first block that gave no number."""
        self.order.cursor, randomness = self._before
        restore_random_state(randomness, self.job.device)
        self.optimizer.zero_grad()
        if self.compiled:  # then no block could be looked into
            self.objective = Objective(self.model, len(self.job.token_n_bytes))
        replay = lambda: [self._backward() for _ in range(self.config.grad_accum_steps)]  # noqa: E731
        found = self.world.first_found(lambda: first_fault(self.job.model, replay, self.world.size == 1))
        values = with_fix({"step": self.step, **told, **found}, calmer(self.config))
        return TrainingError("loss_not_finite", **values)

    def _check(self, loss: float, norm: float) -> None:
        if not (math.isfinite(loss) and math.isfinite(norm)):
            raise self._not_finite(loss=loss, grad_norm=norm)
        if (level := self.level.add(loss)) is not None:
            raise self._diverged(level)

    def _diverged(self, loss: float) -> TrainingError:
        return TrainingError("diverged", **with_fix({"step": self.step, "loss": loss}, calmer(self.config)))

    def _check_end(self) -> None:
        """Keep no model that the last steps broke: they may be too few to have been noticed."""
        loss = self.facts["val_loss"]
        if loss is None or not math.isfinite(loss):
            raise self._not_finite(loss=loss)
        if self.level.is_beyond(loss):
            raise self._diverged(loss)

    def _over(self) -> bool:
        return self._out_of_patience() or self.budget.progress(self.step, self.elapsed) >= 1.0

    def _out_of_patience(self) -> bool:
        patience = self.config.early_stopping_patience
        return patience is not None and self.stale_evals >= patience

    # what is told

    def _tell_plan(self) -> None:
        self.events.emit(
            "plan",
            total_steps=self.budget.total_steps,
            tokens_per_step=self.tokens_per_step,
            device=str(self.job.device),
            threads=torch.get_num_threads(),
            compiled=self.compiled,
        )

    def _tell_metric(self, factor: float, norm: float) -> None:
        self.train_loss = self.loss_sum / self.n_losses
        added = {} if self.aux_sum is None else {"aux_loss": self.aux_sum / self.n_losses}
        self.loss_sum, self.n_losses, self.aux_sum = 0.0, 0, None
        per_step = self.speed.seconds_per_step
        tokens_per_s = self.tokens_per_step / per_step if per_step else None
        self.events.emit(
            "metric",
            step=self.step,
            tokens=self.step * self.tokens_per_step,
            loss=self.train_loss,
            **added,
            **self.optimizer.rates(factor),
            grad_norm=norm,
            tokens_per_s=round(tokens_per_s, 1) if tokens_per_s else None,
            **self.compute.facts(tokens_per_s),
            memory_bytes=peak_memory(self.job.device),
            elapsed_s=round(self.elapsed, 3),
            eta_s=round(self.budget.eta(self.step, self.elapsed, per_step), 1),
            **(load_facts(self.adjusting) if self.adjusting is not None else {}),
        )

    def evaluate(self) -> None:
        """Judge the weights. A training taken up before its first checkpoint has told of step 0 already."""
        evaluator = self.evaluator if self.step else self.glance
        with self.optimizer.averaged():
            self.facts, self.judged_step = evaluator.evaluate(self.model), self.step
        loss = self.facts["val_loss"]
        if self.step or not self.world.agree(lambda: stands(self.events.path, "eval", 0)):
            self.events.emit("eval", step=self.step, **self.facts)
            self._tell_norms()
        if evaluator is self.evaluator:  # a glance at other text compares with nothing
            improved = loss is not None and loss < self.best_loss
            self.stale_evals = 0 if improved else self.stale_evals + 1
            self.best_loss = min(self.best_loss, loss) if loss is not None else self.best_loss

    def _tell_norms(self) -> None:
        if not self.world.takes_part:
            return
        if facts := norm_facts(self.job.model, self.looked_at, self.optimizer.gradient, self.world):
            self.events.emit("norms", step=self.step, **facts)
            self._look_for_dead(facts.get("activation", {}))

    def _look_for_dead(self, output: dict[str, float]) -> None:
        """Tell of a layer that died; the training goes on. One taken up again has told of it already."""
        gradients = matrix_gradients(self.job.model, self.optimizer.gradient, self.world)
        found = self.dead.look(self.step, output, gradients)
        if found and not stands(self.events.path, "diagnosis", code=DEAD_LAYER):
            where = {"block": found.block, "where": found.where}
            self.events.diagnosis(DEAD_LAYER, step=found.step, level="warning", **where)

    def sample(self) -> None:
        if not self.world.takes_part:
            return
        for number, prompt in enumerate(self.config.sample_prompts):
            with evaluating(self.model), self.optimizer.averaged():
                text = write_sample(
                    self.world.writer(self.model),
                    self.job.tokenizer,
                    prompt,
                    n_tokens=self.config.sample_tokens,
                    context_length=self.job.context_length,
                    seed=self.config.sample_seed + number,
                    device=self.job.device,
                )
            self.events.emit("sample", step=self.step, prompt=prompt, text=text)

    def _close(self) -> None:
        """End a training: judge the weights that are kept, and keep them."""
        if self._out_of_patience() and self.keeper.take_best():
            with self.optimizer.averaged():
                self.facts = self.evaluator.evaluate(self.model)
            told: dict[str, Any] = {name: self.facts[name] for name in ("val_loss", "bits_per_byte")}
            self.events.log("best_checkpoint_taken", step=self.step, **told)
            return
        if self.judged_step != self.step:
            self.evaluate()
        self._check_end()
        if not self.world.agree(lambda: stands(self.events.path, "sample", self.step)):
            self.sample()
        self.keeper.save()
