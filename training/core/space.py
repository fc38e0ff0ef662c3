"""The points of a search: a grid of named values, or draws from lists and ranges."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

MOST_TRIALS: Final = 64
MOST_VARIABLES: Final = 6
DIGITS: Final = 3  # of a drawn value
MOST_MULTIPLE: Final = 10**6
TRIES: Final = 500  # draws of a point until it is a new one

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
    multiple_of: int | None = Field(None, ge=1, le=MOST_MULTIPLE)  # of a range; then it is drawn whole

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
        if self.step and self._last() < self._first():
            raise PydanticCustomError(
                "no_multiple", "between low and high there is no multiple of {step}", {"step": self.step}
            )
        return self

    def titled(self, value: object) -> str:
        """Return how a title tells this value: `Learning rate = 0.01`."""
        return f"{self.label or self.name} = {self.told.get(str(value), value)}"

    @property
    def step(self) -> int:
        """Between one value of a range and the next; 0 where any number may be drawn."""
        return self.multiple_of or int(self.whole)

    def draw(self, source: random.Random) -> Value:
        """Return any of the values, or a number from `low` to `high`: each as likely, on the scale there is."""
        if self.values is not None:
            return source.choice(self.values)
        if self.step and not self.log:
            return source.randint(self._first(), self._last()) * self.step
        low, high = float(self.low or 0), float(self.high or 0)
        drawn = (
            math.exp(source.uniform(math.log(low), math.log(high))) if self.log else source.uniform(low, high)
        )
        if not self.step:
            return float(f"{drawn:.{DIGITS}g}")
        return min(max(round(drawn / self.step), self._first()), self._last()) * self.step

    def _first(self) -> int:
        return math.ceil(float(self.low or 0) / self.step)

    def _last(self) -> int:
        return math.floor(float(self.high or 0) / self.step)


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


def points(variables: Sequence[Variable], seed: int) -> Iterator[dict[str, Value]]:
    """Draw different points, the same for the same seed, until no new one comes."""
    source, found = random.Random(seed), set[tuple[Value, ...]]()  # noqa: S311 (a search, no secret)
    tries = 0
    while tries < TRIES:
        values = tuple(variable.draw(source) for variable in variables)
        tries += 1
        if values not in found:
            found.add(values)
            tries = 0
            yield dict(zip([variable.key for variable in variables], values, strict=True))
