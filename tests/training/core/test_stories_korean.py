"""Korean particles, checked against the decomposition of Hangul rather than the generator's arithmetic."""

import re
import unicodedata
from itertools import islice
from random import Random

import pytest

from training.core.stories import LANGUAGES, stories, tell
from training.core.stories.korean.particles import with_particle

AFTER_CONSONANT = {"은", "이", "을", "과", "아", "으로", "이라는", "이에요", "이야", "이었어요"}
AFTER_VOWEL = {"는", "가", "를", "와", "야", "로", "라는", "예요", "였어요"}
PARTICLES = "|".join(sorted(AFTER_CONSONANT | AFTER_VOWEL, key=len, reverse=True))
NARRATIVE_END = re.compile(r"(요|죠)[.!]?$")


def has_final(word: str) -> bool:
    """Say whether the last syllable decomposes into three letters."""
    return len(unicodedata.normalize("NFD", word[-1])) == 3


def ends_in_rieul(word: str) -> bool:
    return unicodedata.normalize("NFD", word[-1])[-1] == "ᆯ"


def fits(word: str, particle: str) -> bool:
    if particle in ("로", "으로"):
        return (particle == "으로") == (has_final(word) and not ends_in_rieul(word))
    return (particle in AFTER_CONSONANT) == has_final(word)


def test_every_particle_after_every_bound_word_fits() -> None:
    telling = LANGUAGES["ko"]
    rng = Random(11)
    checked = 0
    for _ in range(5000):
        story = tell(telling.plots, rng, telling.inflect)
        nouns = {
            word for slot, word in story.bound.items() if "." not in slot or slot.endswith((".name", ".kind"))
        }
        for noun in nouns - {word[:-1] for word in nouns}:
            for found in re.finditer(rf"(?<![가-힣]){noun}({PARTICLES})(?![가-힣])", story.text):
                assert fits(noun, found[1]), (noun, found[1], story.text)
                checked += 1
    assert checked > 50_000


def test_narration_keeps_to_one_polite_style() -> None:
    for text in islice(stories("ko", 1), 5000):
        narration = re.sub(r'"[^"]*"', "", text)
        for sentence in re.findall(r"[^.!?]+[.!?]", narration):
            if len(sentence.strip()) > 12 and not sentence.startswith("휙"):
                assert NARRATIVE_END.search(sentence.strip()), sentence


@pytest.mark.parametrize(
    ("word", "modifier", "written"),
    [
        ("공", "을", "공을"),
        ("배", "을", "배를"),
        ("교실", "으로", "교실로"),
        ("공원", "으로", "공원으로"),
        ("민준", "아", "민준아"),
        ("지우", "아", "지우야"),
        ("민준", "이라는", "민준이라는"),
        ("지우", "이에요", "지우예요"),
    ],
)
def test_particles_follow_the_last_syllable(word: str, modifier: str, written: str) -> None:
    assert with_particle(word, modifier) == written


def test_a_word_that_is_not_korean_is_refused() -> None:
    with pytest.raises(ValueError, match="ball"):
        with_particle("ball", "을")
