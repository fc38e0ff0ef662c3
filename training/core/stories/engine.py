"""A small grammar of plots: choose a plot, cast its slots, choose one wording for each beat, fill it in.

A wording names slots in braces: `{hero}`, a property of one `{hero.his}`, or with a modifier that the
language explains, `{toy:a}` (English article) or `{toy:을}` (Korean particle).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

# A word, or a word under the key "" together with its properties.
Value = str | Mapping[str, str]
# How a language writes a word with a modifier: ("orange ball", "a") -> "an orange ball".
Inflect = Callable[[str, str], str]

_SLOT = re.compile(r"\{([\w.]+)(?::([^}]+))?\}")


@dataclass(frozen=True)
class Plot:
    """One kind of story: who and what appears in it, and what happens, beat by beat in several wordings."""

    name: str
    cast: Mapping[str, Sequence[Value]]
    beats: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Story:
    """One telling: the plot, what was bound to its slots, and the text."""

    plot: Plot
    bound: Mapping[str, str]
    text: str


@cache
def parts(template: str) -> tuple[tuple[str, str, str], ...]:
    """Split a wording into (words before, slot, modifier); the last part has no slot."""
    found: list[tuple[str, str, str]] = []
    end = 0
    for match in _SLOT.finditer(template):
        found.append((template[end : match.start()], match[1], match[2] or ""))
        end = match.end()
    found.append((template[end:], "", ""))
    return tuple(found)


def tell(plots: Sequence[Plot], rng: Random, inflect: Inflect) -> Story:
    """Tell one story, all choices taken from `rng`."""
    plot = rng.choice(plots)
    bound = _bind(plot, rng)
    text = " ".join(_fill(rng.choice(wordings), bound, inflect) for wordings in plot.beats)
    return Story(plot=plot, bound=bound, text=text)


def _bind(plot: Plot, rng: Random) -> dict[str, str]:
    """Cast every slot; no two slots get the same word, so that nobody meets themselves."""
    chosen: list[Value] = []
    bound: dict[str, str] = {}
    for slot, table in plot.cast.items():
        value = rng.choice(table)
        while value in chosen:
            value = rng.choice(table)
        chosen.append(value)
        if isinstance(value, str):
            bound[slot] = value
        else:
            bound.update({f"{slot}.{key}" if key else slot: word for key, word in value.items()})
    return bound


def _fill(template: str, bound: Mapping[str, str], inflect: Inflect) -> str:
    """Put the bound words into one wording."""
    written: list[str] = []
    for before, slot, modifier in parts(template):
        written.append(before)
        if slot:
            word = bound[slot]
            written.append(inflect(word, modifier) if modifier else word)
    return "".join(written)
