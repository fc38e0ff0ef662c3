"""Architectures as JSON."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from architectures.models import Architecture, ArchitectureVersion
from common.models import Visibility


class DesignField(serializers.JSONField):
    """A design as a JSON object; what is in it is looked at later."""

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        if not isinstance(value, dict):
            raise serializers.ValidationError(_("A design is a JSON object. Export one and compare."))
        return value


class VersionSerializer(serializers.ModelSerializer[ArchitectureVersion]):
    """A version without its design."""

    author = serializers.CharField(source="author.username", default=None)

    class Meta:
        model = ArchitectureVersion
        fields = [
            "id",
            "number",
            "kind",
            "fingerprint",
            "n_parameters",
            "note",
            "author",
            "created_at",
            "updated_at",
        ]


class VersionDetailSerializer(VersionSerializer):
    class Meta(VersionSerializer.Meta):
        fields = [*VersionSerializer.Meta.fields, "design"]


class ArchitectureSerializer(serializers.ModelSerializer[Architecture]):
    """An architecture without its design."""

    owner = serializers.CharField(source="owner.username", read_only=True)
    current = VersionSerializer(read_only=True)

    class Meta:
        model = Architecture
        fields = ["id", "title", "owner", "visibility", "revision", "current", "created_at", "updated_at"]
        read_only_fields = ["id", "revision", "created_at", "updated_at"]


class ArchitectureDetailSerializer(ArchitectureSerializer):
    design = serializers.JSONField(source="current.design", read_only=True)

    class Meta(ArchitectureSerializer.Meta):
        fields = [*ArchitectureSerializer.Meta.fields, "design"]


class CreateSerializer(serializers.Serializer[Any]):
    """What a new architecture is made from: a preset's slug, or a design."""

    title = serializers.CharField(max_length=1000, required=False)
    preset = serializers.CharField(max_length=100, required=False)
    design = DesignField(required=False)


class SaveSerializer(serializers.Serializer[Any]):
    """A new state, made from `revision`; or another title or visibility alone."""

    title = serializers.CharField(max_length=1000, required=False)
    visibility = serializers.ChoiceField([Visibility.PRIVATE, Visibility.PUBLIC], required=False)
    design = DesignField(required=False)
    revision = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    kind = serializers.ChoiceField(ArchitectureVersion.Kind.choices, default="autosave")
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    confirm_empty = serializers.BooleanField(default=False)


class RestoreSerializer(serializers.Serializer[Any]):
    revision = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class ImportSerializer(serializers.Serializer[Any]):
    """A file that was exported."""

    file = serializers.FileField(allow_empty_file=True)
    title = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class HubSerializer(serializers.Serializer[Any]):
    """A published model by its hub id."""

    hub = serializers.CharField(max_length=200, source="repo", help_text="“owner/name”")
    title = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class ValidateSerializer(serializers.Serializer[Any]):
    """A design to check, and what to count its costs for."""

    design = DesignField()
    batch_size = serializers.IntegerField(min_value=1, max_value=65536, default=8)
    context_length = serializers.IntegerField(
        min_value=1, max_value=1_048_576, required=False, allow_null=True, default=None
    )
    vocab_size = serializers.IntegerField(
        min_value=1, max_value=4_000_000, required=False, allow_null=True, default=None
    )
    precision = serializers.ChoiceField(["fp32", "bf16"], default="fp32")


class DiagnosticSerializer(serializers.Serializer[Any]):
    """One finding. `path` names the node, `attr` its parameter or port, `fix` what the editor can do about it."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(["error", "warning", "info"])
    message = serializers.CharField()
    path = serializers.CharField(allow_blank=True)
    attr = serializers.CharField(allow_null=True)
    values = serializers.DictField()
    fix = serializers.DictField(allow_null=True)


class ReportSerializer(serializers.Serializer[Any]):
    """What validation found, and what the design costs."""

    valid = serializers.BooleanField()
    diagnostics = DiagnosticSerializer(many=True)
    fingerprint = serializers.CharField(allow_blank=True)
    shapes = serializers.DictField(child=serializers.ListField())
    nodes = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))
    totals = serializers.DictField(child=serializers.IntegerField())


class PortSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    kind = serializers.ChoiceField(["tokens", "stream", "logits"])
    many = serializers.BooleanField()  # type: ignore[assignment]  # the name that the palette reads


class BlockSerializer(serializers.Serializer[Any]):
    """A kind of node; `params` is the JSON Schema of its parameters."""

    type = serializers.CharField()
    title = serializers.DictField(child=serializers.CharField())
    summary = serializers.DictField(child=serializers.CharField())
    category = serializers.CharField()
    colour = serializers.CharField()
    icon = serializers.CharField(help_text="A lucide icon's name.")
    icon_svg = serializers.CharField(help_text="The icon as SVG.")
    card = serializers.CharField()
    container = serializers.BooleanField()
    inputs = PortSerializer(many=True)
    outputs = PortSerializer(many=True)
    params = serializers.DictField()


class CardSerializer(serializers.Serializer[Any]):
    """A teaching card. Formulas are KaTeX source in elements of the class "math"."""

    title = serializers.CharField()
    html = serializers.CharField()
    figure_svg = serializers.CharField(help_text="The drawing alone; it stands in the HTML too.")
    parameters = serializers.DictField(child=serializers.CharField(), help_text="HTML by dotted name.")
    sources = serializers.ListField(child=serializers.CharField())


class PresetQuerySerializer(serializers.Serializer[Any]):
    group = serializers.ChoiceField(["start", "class", "published"], required=False)


class PresetSerializer(serializers.Serializer[Any]):
    """A design that ships with the product."""

    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.DictField(child=serializers.CharField())
    group = serializers.ChoiceField(["start", "class", "published"])
    family = serializers.CharField(allow_null=True, help_text="Slug of the published family.")
    year = serializers.IntegerField(allow_null=True)
    n_parameters = serializers.IntegerField(help_text="With its own vocabulary, or with 1024 tokens.")
    sibling = serializers.CharField(allow_null=True, help_text="The same at class size, or as published.")
    sources = serializers.ListField(child=serializers.CharField())
    design = serializers.SerializerMethodField()

    def get_design(self, preset: Any) -> dict[str, Any]:
        return dict(preset.design.to_json())
