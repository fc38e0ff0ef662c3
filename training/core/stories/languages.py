"""Which languages stories are told in, and the endless stream of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from training.core.stories.engine import Inflect, Plot, tell
from training.core.stories.english import PLOTS as ENGLISH_PLOTS
from training.core.stories.english.article import with_article
from training.core.stories.korean import PLOTS as KOREAN_PLOTS
from training.core.stories.korean.particles import with_particle

Language = Literal["en", "ko"]


@dataclass(frozen=True)
class Telling:
    """A language's plots and how it writes a word with a modifier."""

    plots: Sequence[Plot]
    inflect: Inflect


LANGUAGES: dict[Language, Telling] = {
    "en": Telling(ENGLISH_PLOTS, with_article),
    "ko": Telling(KOREAN_PLOTS, with_particle),
}


def stories(language: Language, seed: int) -> Iterator[str]:
    """Yield stories without end; the same seed gives the same stories."""
    telling = LANGUAGES[language]
    rng = Random(seed)  # noqa: S311 - reproducible on purpose, nothing secret
    while True:
        yield tell(telling.plots, rng, telling.inflect).text
