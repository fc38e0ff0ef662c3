"""Well-known small data sets of the Hugging Face hub that suit a small model, with what is worth knowing first.

Sizes are of the text in the split, rounded, as the data sets' own cards tell; licences too.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop


@dataclass(frozen=True)
class Entry:
    """A data set, and the options that suit a first try."""

    dataset: str
    title: str
    language: str
    about: str  # English; translated where it is shown
    megabytes: int
    rows: int  # that there are
    licence: str
    config: str | None = None
    split: str = "train"
    columns: list[str] = field(default_factory=lambda: ["text"])
    suggested_rows: int = 20_000


CATALOGUE: Final = [
    Entry(
        "roneneldan/TinyStories",
        "TinyStories",
        "en",
        gettext_noop(
            "Short stories in the words of small children. A model of a few million parameters learns to tell them."
        ),
        1900,
        2_119_719,
        "CDLA-Sharing-1.0",
    ),
    Entry(
        "karpathy/tiny_shakespeare",
        "Tiny Shakespeare",
        "en",
        gettext_noop("Scenes of Shakespeare's plays, a classic for models of characters."),
        1,
        1,
        gettext_noop("Public domain"),
        suggested_rows=1,
    ),
    Entry(
        "Salesforce/wikitext",
        "WikiText-2",
        "en",
        gettext_noop(
            "Good articles of the English Wikipedia, line by line: the usual yardstick of language models."
        ),
        11,
        36_718,
        "CC BY-SA 3.0",
        config="wikitext-2-raw-v1",
        suggested_rows=36_718,
    ),
    Entry(
        "Salesforce/wikitext",
        "WikiText-103",
        "en",
        gettext_noop("The same kind of articles, fifty times as many."),
        545,
        1_801_350,
        "CC BY-SA 3.0",
        config="wikitext-103-raw-v1",
        suggested_rows=200_000,
    ),
    Entry(
        "wikimedia/wikipedia",
        "Korean Wikipedia",
        "ko",
        gettext_noop("Articles of the Korean Wikipedia as of November 2023."),
        1400,
        647_897,
        "CC BY-SA 3.0",
        config="20231101.ko",
        suggested_rows=10_000,
    ),
    Entry(
        "e9t/nsmc",
        "NSMC",
        "ko",
        gettext_noop("Short Korean reviews of films, in everyday language."),
        15,
        150_000,
        "CC0",
        columns=["document"],
        suggested_rows=150_000,
    ),
    Entry(
        "stas/openwebtext-10k",
        "OpenWebText 10k",
        "en",
        gettext_noop("Ten thousand web pages that people recommended: a taste of what GPT-2 read."),
        50,
        10_000,
        "CC0",
        suggested_rows=10_000,
    ),
    Entry(
        "Elriggs/openwebtext-100k",
        "OpenWebText 100k",
        "en",
        gettext_noop("A hundred thousand web pages that people recommended, of those that GPT-2 read."),
        500,
        100_000,
        "CC0",
    ),
    Entry(
        "allenai/c4",
        "C4 (validation part)",
        "en",
        gettext_noop("Cleaned web pages of every kind."),
        800,
        364_608,
        "ODC-BY",
        config="en",
        split="validation",
        suggested_rows=20_000,
    ),
    Entry(
        "fancyzhx/ag_news",
        "AG News",
        "en",
        gettext_noop("Short news items of four kinds: a few sentences each."),
        30,
        120_000,
        gettext_noop("Not stated"),
        suggested_rows=120_000,
    ),
]


def catalogue() -> list[dict[str, Any]]:
    """Return the entries with their words in the language that is active now."""
    return [
        {**asdict(entry), "about": gettext(entry.about), "licence": gettext(entry.licence)}
        for entry in CATALOGUE
    ]
