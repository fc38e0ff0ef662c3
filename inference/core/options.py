"""What a person may choose about a continuation. No torch: the web process checks with this too."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

MAX_PROMPT_CHARACTERS = 100_000
MAX_NEW_TOKENS = 4_096
MAX_SEED = 2**63 - 1

StopString = Annotated[str, Field(min_length=1, max_length=100)]


class GenerationOptions(BaseModel):
    """How to choose the next token, and when to stop. Filters apply in the order in which they stand here."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    max_new_tokens: int = Field(200, ge=1, le=MAX_NEW_TOKENS, description="Tokens to write at most.")
    repetition_penalty: float = Field(
        1.0, ge=0.5, le=5.0, description="Above 1, tokens already in the text become less likely."
    )
    temperature: float = Field(
        0.6, ge=0.0, le=5.0, description="0 takes the likeliest token; higher is more surprising."
    )
    top_k: int = Field(0, ge=0, le=1_000_000, description="Only the k likeliest tokens; 0 for all.")
    min_p: float = Field(
        0.0, ge=0.0, lt=1.0, description="Only tokens at least this likely, relative to the likeliest."
    )
    top_p: float = Field(
        1.0, gt=0.0, le=1.0, description="The smallest set of likeliest tokens with this probability."
    )
    seed: int | None = Field(
        None, ge=0, le=MAX_SEED, description="The same seed writes the same text; empty for a new one."
    )
    stop: list[StopString] = Field(
        default_factory=list, max_length=8, description="Writing ends before any of these texts."
    )


class GenerateRequest(BaseModel):
    """A beginning, and how to go on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt: str = Field("", max_length=MAX_PROMPT_CHARACTERS, description="The beginning of the text.")
    options: GenerationOptions = Field(default_factory=lambda: GenerationOptions.model_validate({}))
