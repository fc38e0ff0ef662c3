"""Korean modifiers: the word with the particle that fits its last syllable."""

_FIRST_SYLLABLE, _LAST_SYLLABLE = ord("가"), ord("힣")
_FINALS = 28  # 27 final consonants, and none
_RIEUL = 8

# Form after a final consonant (which names the modifier) -> form after a vowel.
_AFTER_VOWEL = {
    "은": "는",
    "이": "가",
    "을": "를",
    "과": "와",
    "아": "야",
    "으로": "로",
    "이랑": "랑",
    "이라는": "라는",
    "이에요": "예요",
    "이야": "야",
    "이었어요": "였어요",
}


def final_consonant(word: str) -> int:
    """Return the number of the last syllable's final consonant, 0 where it has none."""
    code = ord(word[-1])
    if not _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE:
        raise ValueError(word)
    return (code - _FIRST_SYLLABLE) % _FINALS


def with_particle(word: str, modifier: str) -> str:
    """Return "공을" or "배를"; raise KeyError for a particle that is not in the table."""
    after_vowel = _AFTER_VOWEL[modifier]
    final = final_consonant(word)
    # 로 follows ㄹ as it follows a vowel: 교실로, 학교로, but 공원으로.
    if final == 0 or (modifier == "으로" and final == _RIEUL):
        return word + after_vowel
    return word + modifier
