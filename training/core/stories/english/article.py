"""The English modifier `a`: the word with its indefinite article."""

# By letter, not by sound: the tables hold no word like "hour" or "unicorn".
_VOWELS = "aeiou"


def with_article(word: str, modifier: str) -> str:
    """Return "a ball" or "an apple"; raise KeyError for a modifier English does not have."""
    if modifier != "a":
        raise KeyError(modifier)
    return f"an {word}" if word[0].lower() in _VOWELS else f"a {word}"
