"""What REST takes in."""

from __future__ import annotations

from typing import Any, get_args

from django.utils.translation import gettext as _
from rest_framework import serializers

from training.core.vocabulary import PUBLISHED
from training.curves import MAX_POINTS, MIN_POINTS, SERIES
from training.services.compiling import Why
from training.services.tokenizers import MAX_VOCAB, MIN_VOCAB, TRAINED_KINDS

MAX_STEP = 10**15
HOW_KNOWN = ["measured", "measuring", "calculated"]  # of a cost
MAX_TEXT = 20_000  # characters to cut into tokens at once


class TokenizerOptions(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(TRAINED_KINDS)
    vocab_size = serializers.IntegerField(
        min_value=MIN_VOCAB, max_value=MAX_VOCAB, required=False, allow_null=True
    )


class TokenizerInput(TokenizerOptions):
    kind = serializers.ChoiceField([*TRAINED_KINDS, "tiktoken"])
    corpus = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    encoding = serializers.ChoiceField(
        list(PUBLISHED), required=False, default="gpt2", help_text="Of a published one (kind “tiktoken”)."
    )
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["kind"] != "tiktoken" and not attrs["corpus"]:
            raise serializers.ValidationError({"corpus": _("Choose the corpus to learn it from.")})
        return attrs


class EncodeInput(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=MAX_TEXT, trim_whitespace=False, allow_blank=True)


class TextToken(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    text = serializers.CharField()
    hex = serializers.CharField(help_text="The token's UTF-8 bytes.")


class Encoded(serializers.Serializer[Any]):
    tokens = TextToken(many=True)
    unknown = serializers.ListField(child=serializers.CharField())


class WorkInput(serializers.Serializer[Any]):
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
    corpus = serializers.CharField(
        max_length=60,
        required=False,
        allow_null=True,
        help_text="The id, or the short name of a shipped corpus. An estimate needs it for epochs.",
    )


class EstimateInput(WorkInput):
    measure = serializers.BooleanField(
        required=False,
        default=True,
        help_text="Have it measured by a short trial, if it has not been on this site.",
    )


class RunInput(WorkInput):
    corpus = serializers.CharField(max_length=60, help_text="The id, or the short name of a shipped corpus.")
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    demonstration = serializers.CharField(
        max_length=12,
        required=False,
        allow_null=True,
        help_text="The id of a course that the caller teaches: the run goes first, as its demonstration.",
    )


class DemonstrationInput(serializers.Serializer[Any]):
    course = serializers.CharField(max_length=12, help_text="One that the caller teaches.")


class RetryInput(serializers.Serializer[Any]):
    """Options to change; left out, those that the fault of the run asks for."""

    fix = serializers.DictField(required=False, allow_null=True)


class ResumeInput(serializers.Serializer[Any]):
    devices = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="How many, if other than before."
    )


class StopInput(serializers.Serializer[Any]):
    force = serializers.BooleanField(required=False, default=False)


class Measured(serializers.Serializer[Any]):
    by = serializers.ChoiceField(["probe", "run"], help_text="A short trial, or a whole run.")
    host = serializers.CharField()
    device = serializers.CharField()
    at = serializers.DateTimeField()
    beside = serializers.IntegerField(help_text="Runs that trained on the same host meanwhile.")


class EstimateParts(serializers.Serializer[Any]):
    """Seconds."""

    start = serializers.FloatField()
    steps = serializers.FloatField()
    evaluations = serializers.FloatField()
    samples = serializers.FloatField()
    checkpoints = serializers.FloatField()


class CompileEstimate(serializers.Serializer[Any]):
    compiled = serializers.BooleanField()
    why = serializers.ChoiceField(get_args(Why))
    takes_s = serializers.FloatField(allow_null=True)
    saves_s = serializers.FloatField(
        allow_null=True, help_text="Of the whole training, what it takes deducted."
    )
    measuring = serializers.BooleanField(help_text="A trial finds out; ask again.")


class Estimate(serializers.Serializer[Any]):
    n_parameters = serializers.IntegerField()
    tokens_per_step = serializers.IntegerField()
    total_steps = serializers.IntegerField(allow_null=True)
    flops_per_token = serializers.IntegerField(help_text="Forward pass.")
    devices = serializers.IntegerField()
    memory_bytes = serializers.IntegerField(help_text="Of each device.")
    checkpoint_bytes = serializers.IntegerField()
    seconds = serializers.FloatField(help_text="From the start of its process to its end.")
    seconds_per_step = serializers.FloatField()
    seconds_per_token = serializers.FloatField()
    parts = EstimateParts()
    compile = CompileEstimate()
    state = serializers.ChoiceField(
        HOW_KNOWN,
        help_text="While measuring, the figures are those of before, or calculated if there are none.",
    )
    progress = serializers.FloatField(help_text="Of the measuring, 0 to 1.")
    measured = Measured(allow_null=True)
    runs_now = serializers.IntegerField(help_text="Runs that train now where it was measured.")
    problem = serializers.CharField(allow_null=True, help_text="Why it could not be measured.")


class Events(serializers.Serializer[Any]):
    events = serializers.ListField(child=serializers.DictField())
    last_seq = serializers.IntegerField()


class OwnRuns(serializers.Serializer[Any]):
    runs = serializers.DictField(child=serializers.CharField(), help_text="States by id.")


class StepsQuery(serializers.Serializer[Any]):
    """A part of a run."""

    start = serializers.IntegerField(required=False, default=0, min_value=0, max_value=MAX_STEP)
    stop = serializers.IntegerField(
        required=False,
        default=None,
        allow_null=True,
        min_value=1,
        max_value=MAX_STEP,
        help_text="Not included.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["stop"] is not None and attrs["stop"] <= attrs["start"]:
            raise serializers.ValidationError({"stop": _("This must be beyond “start”.")})
        return attrs


class MetricsQuery(StepsQuery):
    points = serializers.IntegerField(
        required=False,
        min_value=MIN_POINTS,
        max_value=MAX_POINTS,
        help_text="About how many points a curve is to have; its extremes are kept. Without it, every point is told.",
    )
    series = serializers.CharField(
        required=False,
        default="metric,eval",
        max_length=60,
        help_text="Of metric, eval and norms, with commas.",
    )

    def validate_series(self, series: str) -> list[str]:
        names = list(dict.fromkeys(name for name in series.split(",") if name))
        if not names or set(names) - set(SERIES):
            raise serializers.ValidationError(_("Name some of metric, eval and norms, with commas."))
        return names


class CurveField(serializers.Serializer[Any]):
    """Of each piece: its lowest and highest value in the order in which they occurred, and its mean."""

    early = serializers.ListField(child=serializers.FloatField(allow_null=True))
    late = serializers.ListField(child=serializers.FloatField(allow_null=True))
    mean = serializers.ListField(child=serializers.FloatField(allow_null=True))


class Curve(serializers.Serializer[Any]):
    """Pieces of consecutive steps, from `first` to `last` each."""

    first = serializers.ListField(child=serializers.IntegerField())
    last = serializers.ListField(child=serializers.IntegerField())
    fields = serializers.DictField(child=CurveField())  # type: ignore[assignment]  # the name is the product's


class Metrics(serializers.Serializer[Any]):
    """With `points`: `series`, `from`, `to`, `steps_per_point`, `last_seq`, `latest`; else `metric` and `eval`."""

    metric = serializers.ListField(child=serializers.DictField(), required=False)
    eval = serializers.ListField(child=serializers.DictField(), required=False)
    series = serializers.DictField(child=Curve(), required=False)
    to = serializers.IntegerField(required=False)
    steps_per_point = serializers.IntegerField(required=False)
    last_seq = serializers.IntegerField(required=False, help_text="The event up to which this tells of.")
    latest = serializers.DictField(required=False, allow_null=True)


class Log(serializers.Serializer[Any]):
    text = serializers.CharField()
