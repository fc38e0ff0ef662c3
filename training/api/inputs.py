"""What REST takes in."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.models import Visibility
from training.services.tokenizers import MAX_VOCAB, MIN_VOCAB, TRAINED_KINDS

MAX_TEXT = 20_000  # characters to cut into tokens at once


class CorpusUpload(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), required=False, default=list
    )
    language = serializers.CharField(max_length=8, required=False, default="", allow_blank=True)
    visibility = serializers.ChoiceField(Visibility.choices, required=False, default=Visibility.PRIVATE)


class TokenizerOptions(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(TRAINED_KINDS)
    vocab_size = serializers.IntegerField(
        min_value=MIN_VOCAB, max_value=MAX_VOCAB, required=False, allow_null=True
    )


class TokenizerInput(TokenizerOptions):
    corpus = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)


class EncodeInput(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=MAX_TEXT, trim_whitespace=False, allow_blank=True)


class Token(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    text = serializers.CharField()
    hex = serializers.CharField(help_text="The token's UTF-8 bytes.")


class Encoded(serializers.Serializer[Any]):
    tokens = Token(many=True)
    unknown = serializers.ListField(child=serializers.CharField())


class EstimateInput(serializers.Serializer[Any]):
    version = serializers.CharField(max_length=12, required=False, allow_null=True)
    design = serializers.DictField(required=False, allow_null=True)
    tokenizer = serializers.CharField(max_length=12, required=False, allow_null=True)
    tokenizer_options = TokenizerOptions(required=False, allow_null=True)
    start = serializers.CharField(
        max_length=12,
        required=False,
        allow_null=True,
        help_text="The id of a completed model to go on from, with its design and tokenizer.",
    )
    config = serializers.DictField(required=False, default=dict)


class RunInput(EstimateInput):
    corpus = serializers.CharField(max_length=60, help_text="The id, or the short name of a shipped corpus.")
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)


class StopInput(serializers.Serializer[Any]):
    force = serializers.BooleanField(required=False, default=False)


class Estimate(serializers.Serializer[Any]):
    n_parameters = serializers.IntegerField()
    tokens_per_step = serializers.IntegerField()
    total_steps = serializers.IntegerField(allow_null=True)
    flops_per_token = serializers.IntegerField(help_text="Forward pass.")
    memory_bytes = serializers.IntegerField()
    checkpoint_bytes = serializers.IntegerField()
    seconds = serializers.FloatField()


class Events(serializers.Serializer[Any]):
    events = serializers.ListField(child=serializers.DictField())
    last_seq = serializers.IntegerField()


class Metrics(serializers.Serializer[Any]):
    metric = serializers.ListField(child=serializers.DictField())
    eval = serializers.ListField(child=serializers.DictField())


class Log(serializers.Serializer[Any]):
    text = serializers.CharField()
