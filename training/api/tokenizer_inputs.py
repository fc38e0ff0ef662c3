"""What REST takes in and gives out about the cuts and merges of tokenizers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from training.api.inputs import MAX_TEXT

MOST_COMPARED = 12
MOST_MERGES = 1000
MAX_HISTORY = 4_000  # characters


class CompareInput(serializers.Serializer[Any]):
    tokenizers = serializers.ListField(
        child=serializers.CharField(max_length=12), min_length=1, max_length=MOST_COMPARED
    )
    text = serializers.CharField(
        max_length=MAX_TEXT, trim_whitespace=False, allow_blank=True, required=False, default=""
    )
    corpus = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["text"]) == bool(attrs["corpus"]):
            raise serializers.ValidationError({"text": _("Give either a text or a corpus.")})
        return attrs


class Compared(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    vocab_size = serializers.IntegerField()
    n_unknown = serializers.IntegerField(help_text="Different characters that it does not know.")
    counted = serializers.BooleanField(help_text="False: worked out from a sample of the corpus.")
    n_tokens = serializers.IntegerField()
    n_characters = serializers.IntegerField()
    n_bytes = serializers.IntegerField()


class HistoryInput(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=MAX_HISTORY, trim_whitespace=False, allow_blank=True)


class TextHistory(serializers.Serializer[Any]):
    hex = serializers.CharField(help_text="The text's bytes.")
    base = serializers.ListField(child=serializers.IntegerField(), help_text="The id of each byte.")
    joined = serializers.ListField(
        child=serializers.IntegerField(allow_null=True),
        help_text="For each place between two bytes: the id of the merge that closed it, or null.",
    )
    vocab_size = serializers.IntegerField()


class MergesQuery(serializers.Serializer[Any]):
    after = serializers.IntegerField(min_value=0, max_value=10**6, required=False, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=MOST_MERGES, required=False, default=200)


class MergeRow(serializers.Serializer[Any]):
    n = serializers.IntegerField()
    id = serializers.IntegerField()
    left = serializers.CharField(help_text="Bytes, in hexadecimal.")
    right = serializers.CharField(help_text="Bytes, in hexadecimal.")
    count = serializers.IntegerField(
        allow_null=True, help_text="How often the pair was there when it was merged."
    )
    n_characters = serializers.IntegerField(allow_null=True, help_text="In so many characters of the text.")


class Merges(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    learning = serializers.BooleanField()
    merges = MergeRow(many=True)
