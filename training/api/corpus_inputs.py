"""What REST takes in and gives out about corpora."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from common.models import Visibility
from training.core.sources.cleaned import WITHOUT
from training.core.sources.generated import GENERATORS, MAX_BYTES, MIN_BYTES
from training.services.corpus_sources import DEFAULT_ROWS, MAX_ROWS

MOST_DOCUMENTS = 20
MAX_NUMBER = 2**31
MAX_COLUMNS = 8


class CorpusUpload(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), required=False, default=list
    )
    language = serializers.CharField(max_length=8, required=False, default="", allow_blank=True)
    column = serializers.CharField(
        max_length=200,
        required=False,
        default="",
        allow_blank=True,
        help_text="The column or field of a table that holds the text; without it, one called “text” or the like.",
    )
    visibility = serializers.ChoiceField(Visibility.choices, required=False, default=Visibility.PRIVATE)


class HubCorpusInput(serializers.Serializer[Any]):
    dataset = serializers.CharField(max_length=200, help_text="As the hub writes it: owner/name.")
    config = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    split = serializers.CharField(max_length=120, required=False, default="train")
    columns = serializers.ListField(
        child=serializers.CharField(max_length=200), required=False, min_length=1, max_length=MAX_COLUMNS
    )
    rows = serializers.IntegerField(min_value=1, max_value=MAX_ROWS, required=False, default=DEFAULT_ROWS)
    streaming = serializers.BooleanField(
        required=False,
        default=True,
        help_text="Read row by row; else the whole data set is fetched first.",
    )
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    language = serializers.CharField(max_length=8, required=False, default="", allow_blank=True)

    def validate_columns(self, columns: list[str]) -> list[str]:
        return columns or ["text"]

    def validate_split(self, split: str) -> str:
        if not all(letter.isalnum() or letter in "._-" for letter in split):
            raise serializers.ValidationError(_("Write the name of one split, such as “train”."))
        return split


class GeneratedCorpusInput(serializers.Serializer[Any]):
    generator = serializers.ChoiceField(list(GENERATORS))
    n_bytes = serializers.IntegerField(min_value=MIN_BYTES, max_value=MAX_BYTES)
    seed = serializers.IntegerField(min_value=0, max_value=MAX_NUMBER, required=False, default=0)
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)


class CleanInput(serializers.Serializer[Any]):
    without = serializers.MultipleChoiceField(choices=WITHOUT, allow_empty=False)


class DocumentsQuery(serializers.Serializer[Any]):
    start = serializers.IntegerField(min_value=1, max_value=MAX_NUMBER, required=False, default=1)
    count = serializers.IntegerField(min_value=1, max_value=MOST_DOCUMENTS, required=False, default=5)
    seed = serializers.IntegerField(
        min_value=0,
        max_value=MAX_NUMBER,
        required=False,
        help_text="Draws documents; the same seed, the same ones.",
    )
    numbers = serializers.CharField(
        required=False, default="", max_length=300, help_text="The documents with these numbers, with commas."
    )

    def validate_numbers(self, numbers: str) -> list[int]:
        named = [number.strip() for number in numbers.split(",") if number.strip()]
        if len(named) > MOST_DOCUMENTS or not all(one.isascii() and one.isdigit() for one in named):
            words = _("Name at most %(most)s documents by their numbers, with commas.")
            raise serializers.ValidationError(words % {"most": MOST_DOCUMENTS})
        return [int(one) for one in named]


class Document(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    n_characters = serializers.IntegerField()
    text = serializers.CharField(help_text="At most its first 4,000 characters.")


class Documents(serializers.Serializer[Any]):
    n_documents = serializers.IntegerField(allow_null=True)
    documents = Document(many=True)


class CatalogueEntry(serializers.Serializer[Any]):
    dataset = serializers.CharField()
    title = serializers.CharField()
    language = serializers.CharField()
    about = serializers.CharField()
    megabytes = serializers.IntegerField()
    rows = serializers.IntegerField()
    licence = serializers.CharField()
    config = serializers.CharField(allow_null=True)
    split = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    suggested_rows = serializers.IntegerField()


class Warned(serializers.Serializer[Any]):
    code = serializers.CharField()
    severity = serializers.ChoiceField(["warning", "note"])
    n = serializers.IntegerField()
    share = serializers.FloatField()
    examples = serializers.ListField(child=serializers.IntegerField(), help_text="Numbers of documents.")
    detail = serializers.CharField()


class CorpusStatistics(serializers.Serializer[Any]):
    scripts = serializers.ListField(
        child=serializers.DictField(), help_text="script, n, share of the letters."
    )
    n_different_characters = serializers.IntegerField()
    characters = serializers.ListField(child=serializers.ListField(), help_text="[character, how often].")
    words = serializers.ListField(child=serializers.ListField(), help_text="[word, how often].")
    words_in_characters = serializers.IntegerField(help_text="Words were counted in so much of the text.")
    lengths = serializers.DictField(
        help_text="bins of from, to, n; shortest, median, longest, in characters."
    )
    duplicates = serializers.DictField(help_text="n and examples of documents that were there before.")
    damage = serializers.DictField(help_text="By kind: n and examples.")
    n_damaged = serializers.IntegerField()
    split = serializers.DictField(help_text="by documents or end; n_train and n_val documents; fraction.")
    warnings = Warned(many=True)
