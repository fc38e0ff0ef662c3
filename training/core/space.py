"""The points of a search: a grid of named values, or draws from lists and ranges."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

MOST_TRIALS: Final = 64
MOST_VARIABLES: Final = 6
DIGITS: Final = 3  # of a drawn value
TRIES: Final = 50  # draws of a point until it is a new one

Words = Annotated[str, StringConstraints(max_length=60)]
Value = bool | int | float | Words


class Variable(BaseModel):
    """One thing that varies: an option of the training, or a variable of the design."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=60)
    of: Literal["config", "vars"] = "config"
    values: list[Value] | None = Field(None, min_length=1, max_length=MOST_TRIALS)
    low: float | None = Field(None, allow_inf_nan=False)
    high: float | None = Field(None, allow_inf_nan=False)
    log: bool = False
    whole: bool = False
    label: Words = Field("", description="What titles call it; empty: by its name.")
    told: dict[Words, Words] = Field(
        default_factory=dict, max_length=MOST_TRIALS, description="What titles call its values."
    )

    @property
    def key(self) -> str:
        return self.name if self.of == "config" else f"vars.{self.name}"

    @model_validator(mode="after")
    def has_values(self) -> Self:
        """Either a list or a range that can be drawn from."""
        if self.values is not None:
            return self
        if self.low is None or self.high is None or self.low >= self.high or (self.log and self.low <= 0):
            raise PydanticCustomError(
                "no_values",
                "it needs values, or low and high with low < high (above 0 on a logarithmic scale)",
            )
        return self

    def titled(self, value: object) -> str:
        """Return how a title tells this value: `Learning rate = 0.01`."""
        return f"{self.label or self.name} = {self.told.get(str(value), value)}"

    def draw(self, source: random.Random) -> Value:
        if self.values is not None:
            return source.choice(self.values)
        low, high = float(self.low or 0), float(self.high or 0)
        drawn = (
            math.exp(source.uniform(math.log(low), math.log(high))) if self.log else source.uniform(low, high)
        )
        return round(drawn) if self.whole else float(f"{drawn:.{DIGITS}g}")


class TooManyTrials(ValueError):  # noqa: N818 (named for what happened)
    """A grid has more points than may be tried."""

    def __init__(self, n: int) -> None:
        self.n = n
        super().__init__(f"{n} trials")


class NoGrid(ValueError):  # noqa: N818
    """A range has no grid."""

    def __init__(self, variable: Variable) -> None:
        self.variable = variable
        super().__init__(variable.name)


def grid(variables: Sequence[Variable]) -> list[dict[str, Value]]:
    """Return every combination. Raises TooManyTrials, or NoGrid for a range."""
    lists = []
    for variable in variables:
        if variable.values is None:
            raise NoGrid(variable)
        lists.append(list(dict.fromkeys(variable.values)))
    n = math.prod(len(values) for values in lists)
    if n > MOST_TRIALS:
        raise TooManyTrials(n)
    keys = [variable.key for variable in variables]
    return [dict(zip(keys, point, strict=True)) for point in itertools.product(*lists)]


def draws(variables: Sequence[Variable], n: int, seed: int) -> list[dict[str, Value]]:
    """Return at most `n` different points, the same for the same seed; fewer if there are no more."""
    source, found = random.Random(seed), list[dict[str, Any]]()  # noqa: S311 (a search, no secret)
    for _ in range(n):
        for _ in range(TRIES):
            point = {variable.key: variable.draw(source) for variable in variables}
            if point not in found:
                found.append(point)
                break
    return found
