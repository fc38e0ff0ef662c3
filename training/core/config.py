"""The options of a training. The form, the API schema and the trainer all read this one class."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from training.core.spread import Spread

Prompt = Annotated[str, StringConstraints(max_length=500)]
Fraction = Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False)]
MAX_SEED = 2**31 - 1
LIMITS = ("max_steps", "max_minutes", "max_tokens", "max_epochs")
RETIRED = frozenset({"eval_batches"})  # options of older runs that say nothing now


def without_retired(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of an older run without those that are no more."""
    return {name: value for name, value in options.items() if name not in RETIRED}


class Optimisation(BaseModel):
    """How weights move."""

    optimizer: Literal["muon", "adamw", "adam", "sgd"] = Field(
        "muon", description="Muon moves the matrices, AdamW the rest; the others move everything."
    )
    lr: float = Field(3e-3, gt=0, le=1e12, allow_inf_nan=False, description="Peak learning rate.")
    muon_lr: float = Field(
        0.02, gt=0, le=1e12, allow_inf_nan=False, description="Peak learning rate of the matrices under Muon."
    )
    schedule: Literal["cosine", "linear", "constant", "wsd"] = Field(
        "cosine", description="How the learning rate falls after the warm-up."
    )
    warmup_steps: int = Field(20, ge=0, le=1_000_000, description="Steps until the peak learning rate.")
    min_lr_ratio: float = Field(
        0.05, ge=0, le=1, description="The last learning rate, as a share of the peak."
    )
    weight_decay: float = Field(
        0.1, ge=0, le=10, allow_inf_nan=False, description="Pull of matrices towards zero."
    )
    betas: tuple[Fraction, Fraction] = Field((0.9, 0.95), description="Memory of Adam's two averages.")
    momentum: Fraction = Field(0.9, description="Momentum of SGD.")
    grad_clip: float = Field(
        1.0, ge=0, allow_inf_nan=False, description="Largest gradient norm; 0 clips nothing."
    )
    ema_decay: float | None = Field(
        None,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Average the weights over the steps, and judge and keep the average; empty: the last ones.",
    )


class Batching(BaseModel):
    """How much text makes one step."""

    batch_size: int = Field(16, ge=1, le=4096, description="Sequences in one forward pass.")
    grad_accum_steps: int = Field(1, ge=1, le=1024, description="Forward passes in one step.")
    context_length: int | None = Field(
        None, ge=2, le=131_072, description="Tokens in a sequence; empty takes the design's own."
    )
    stride: int | None = Field(
        None,
        ge=1,
        le=131_072,
        description="Tokens from the beginning of one sequence to that of the next; empty: no overlap.",
    )
    dropout: float | None = Field(
        None,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Share of values dropped wherever the design can drop some; empty: its own.",
    )
    pad_vocab: int | None = Field(
        None,
        ge=2,
        le=1024,
        description="Round the vocabulary up to a multiple of this, which GPUs like (64); empty: as it is.",
    )
    val_fraction: float = Field(0.05, gt=0, le=0.5, description="Share of the documents held out.")


class Budget(BaseModel):
    """When training is over: whichever limit comes first."""

    max_steps: int | None = Field(None, ge=1, le=100_000_000, description="Steps to train.")
    max_minutes: float | None = Field(
        None,
        gt=0,
        le=100_000,
        allow_inf_nan=False,
        description="Minutes to train. The learning rate goes by the clock then, so no two such runs end alike.",
    )
    max_tokens: int | None = Field(None, ge=1, le=10**15, description="Tokens to train on.")
    max_epochs: float | None = Field(
        None, gt=0, le=1_000_000, allow_inf_nan=False, description="Times to read the whole training text."
    )
    early_stopping_patience: int | None = Field(
        None, ge=1, le=10_000, description="Evaluations without progress before training ends."
    )


class Reporting(BaseModel):
    """How often the trainer looks, writes and saves. A number of steps, where given, wins over seconds."""

    eval_interval: int | None = Field(None, ge=1, description="Steps between evaluations.")
    eval_seconds: float = Field(
        5.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds between evaluations, without a number of steps; more where one takes long, ten times as "
        "long as it.",
    )
    eval_bytes: int = Field(
        32_768,
        ge=256,
        le=10_000_000,
        description="Bytes of held-out text that an evaluation asks about, spread over all of it: the same text for "
        "every tokenizer and context length.",
    )
    sample_interval: int | None = Field(None, ge=1, description="Steps between samples.")
    sample_seconds: float = Field(
        15.0, gt=0, allow_inf_nan=False, description="Seconds between samples, without a number of steps."
    )
    sample_prompts: list[Prompt] = Field(
        default_factory=lambda: [""], max_length=8, description="Beginnings that the model continues."
    )
    sample_tokens: int = Field(80, ge=1, le=2048, description="Tokens in a sample.")
    checkpoint_interval: int | None = Field(None, ge=1, description="Steps between checkpoints.")
    checkpoint_seconds: float = Field(
        20.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds between checkpoints, without a number of steps; more where one takes long with the "
        "evaluation before it, ten times as long as both.",
    )
    keep_checkpoints: int = Field(
        2, ge=1, le=100, description="Newest checkpoints to keep; the best one is kept besides."
    )
    checkpoint_megabytes: int | None = Field(
        None,
        ge=1,
        le=10_000_000,
        description="Room for checkpoints in MB: older ones go first, the last and the best stay; empty: no limit.",
    )


class TrainConfig(Optimisation, Batching, Budget, Reporting, Spread):
    """Every option of a training, with defaults that suit a model of about a million parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    precision: Literal["fp32", "bf16"] = Field("fp32", description="Number format of the arithmetic.")
    compile: Literal["auto", "on", "off"] = Field(
        "auto",
        description="Compile the model first. Automatic does so on a GPU, and where measured to save more than it takes. "
        "On several devices it is not compiled.",
    )
    init_seed: int = Field(0, ge=0, le=MAX_SEED, description="Seed of the first weights.")
    data_seed: int = Field(0, ge=0, le=MAX_SEED, description="Seed of the order of the data.")
    sample_seed: int = Field(0, ge=0, le=MAX_SEED, description="Seed of the samples.")
    threads: int | None = Field(
        None,
        ge=1,
        le=1024,
        description="CPU threads; empty takes one for small steps, else the cores that are free at the start.",
    )

    @model_validator(mode="before")
    @classmethod
    def knows_older_runs(cls, values: Any) -> Any:
        """Leave out what older runs were told; their jobs still run."""
        return without_retired(values) if isinstance(values, dict) else values

    @model_validator(mode="after")
    def has_an_end(self) -> Self:
        """A training without any limit would never end."""
        if all(getattr(self, name) is None for name in LIMITS):
            raise ValueError(f"give at least one of {', '.join(LIMITS)}")
        return self
