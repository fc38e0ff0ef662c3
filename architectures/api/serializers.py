"""Architectures as JSON."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.sharing import CoursesField
from accounts.rights import may_edit
from architectures.core.fitting import Room
from architectures.models import Architecture, ArchitectureVersion
from architectures.selectors import origin_of
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
            "name",
            "note",
            "author",
            "created_at",
            "updated_at",
        ]


class VersionRowSerializer(VersionSerializer):
    """A version in the list of all, with the count of the one before it."""

    n_parameters_before = serializers.IntegerField(allow_null=True, read_only=True)

    class Meta(VersionSerializer.Meta):
        fields = [*VersionSerializer.Meta.fields, "n_parameters_before"]


class DescribeSerializer(serializers.Serializer[Any]):
    """What a version is called, and what it is about."""

    name = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    note = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)


class RevisionSerializer(serializers.ModelSerializer[Architecture]):
    """Where a design is, without the design; an editor asks it often."""

    author = serializers.CharField(source="current.author.username", default=None, read_only=True)

    class Meta:
        model = Architecture
        fields = ["revision", "author", "updated_at"]
        read_only_fields = fields


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


class OriginSerializer(serializers.Serializer[Any]):
    """What a design is a copy of."""

    id = serializers.CharField()
    title = serializers.CharField()
    owner = serializers.CharField(source="owner.username")


class ArchitectureDetailSerializer(ArchitectureSerializer):
    """An architecture with its newest design. `courses` and `link` are told to who may change it alone."""

    design = serializers.JSONField(source="current.design", read_only=True)
    courses = CoursesField()
    link = serializers.SerializerMethodField(help_text="The address of the public link, if it is on.")
    forked_from = serializers.SerializerMethodField(help_text="What it is a copy of, if one may see that.")

    class Meta(ArchitectureSerializer.Meta):
        fields = [*ArchitectureSerializer.Meta.fields, "design", "courses", "link", "forked_from"]

    def get_link(self, architecture: Architecture) -> str | None:
        request = self.context.get("request")
        if request is None or not architecture.link_token or not may_edit(request.user, architecture):
            return None
        return link_address(request, architecture.link_token)

    @extend_schema_field(OriginSerializer(allow_null=True))
    def get_forked_from(self, architecture: Architecture) -> Any:
        request = self.context.get("request")
        origin = origin_of(request.user, architecture) if request else None
        return OriginSerializer(origin).data if origin else None


def link_address(request: Any, token: str) -> str:
    """Return the whole address of a public link."""
    return str(request.build_absolute_uri(reverse("linked-design", args=[token])))


class LinkSerializer(serializers.Serializer[Any]):
    link = serializers.CharField()


class LinkedSerializer(serializers.Serializer[Any]):
    """All that a public link tells of a design."""

    title = serializers.CharField()
    owner = serializers.CharField(source="owner.shown_name")
    design = serializers.JSONField(source="current.design")


class CreateSerializer(serializers.Serializer[Any]):
    """What a new architecture is made from: a preset's slug, or a design."""

    title = serializers.CharField(required=False)
    preset = serializers.CharField(max_length=100, required=False)
    design = DesignField(required=False)


class SaveSerializer(serializers.Serializer[Any]):
    """A new state, made from `revision`; or another title or visibility alone."""

    title = serializers.CharField(required=False)
    visibility = serializers.ChoiceField(Visibility.choices, required=False)
    courses = CoursesField(help_text="With the visibility “course”: the courses to share it with.")
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


class ReadSerializer(serializers.Serializer[Any]):
    """What an imported document says. `family` is named where it is a published config."""

    title = serializers.CharField()
    design = serializers.JSONField()
    family = serializers.CharField(allow_null=True)


class HubSerializer(serializers.Serializer[Any]):
    """A published model by its hub id."""

    hub = serializers.CharField(max_length=200, source="repo", help_text="“owner/name”")
    title = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class RoomSerializer(serializers.Serializer[Any]):
    """A memory that a batch is to fit into, and how it is trained on."""

    memory_bytes = serializers.IntegerField(min_value=1, max_value=2**50)
    context_length = serializers.IntegerField(
        min_value=1, max_value=1_048_576, required=False, allow_null=True, default=None
    )
    precision = serializers.ChoiceField(["fp32", "bf16"], default="fp32")


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
    room = RoomSerializer(
        required=False,
        allow_null=True,
        default=None,
        help_text="Also tell the largest batch that fits.",
    )

    def validate_room(self, value: dict[str, Any] | None) -> Room | None:
        return Room(**value) if value else None


class DiagnosticSerializer(serializers.Serializer[Any]):
    """One finding. `path` names the node, `attr` its parameter or port, `fix` what the editor can do about it."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(["error", "warning", "info"])
    message = serializers.CharField()
    path = serializers.CharField(allow_blank=True)
    attr = serializers.CharField(allow_null=True)
    values = serializers.DictField()
    fix = serializers.DictField(allow_null=True)


class LoadSerializer(serializers.Serializer[Any]):
    """What costs were counted for; the context is the design's own where none was asked for."""

    batch_size = serializers.IntegerField()
    context_length = serializers.IntegerField()
    precision = serializers.ChoiceField(["fp32", "bf16"])


class FitSerializer(serializers.Serializer[Any]):
    """The largest batch for a memory, 0 if none fits, and the bytes of training on it and on one sequence more."""

    memory_bytes = serializers.IntegerField()
    context_length = serializers.IntegerField(help_text="No longer than `context_limit`.")
    context_limit = serializers.IntegerField(
        allow_null=True, help_text="Tokens that tables of positions reach."
    )
    precision = serializers.ChoiceField(["fp32", "bf16"])
    batch_size = serializers.IntegerField()
    training_bytes = serializers.IntegerField()
    next_bytes = serializers.IntegerField()


class DeviceSerializer(serializers.Serializer[Any]):
    """A machine that models are trained on. `usable_bytes`: what its system and driver leave of the memory."""

    slug = serializers.CharField()
    title = serializers.DictField(child=serializers.CharField())
    memory_bytes = serializers.IntegerField()
    usable_bytes = serializers.IntegerField()
    here = serializers.BooleanField(help_text="Whether it is this site's own.")


class ReportSerializer(serializers.Serializer[Any]):
    """What validation found, and what the design costs."""

    valid = serializers.BooleanField()
    diagnostics = DiagnosticSerializer(many=True)
    fingerprint = serializers.CharField(allow_blank=True)
    shapes = serializers.DictField(child=serializers.ListField())
    implied = serializers.DictField(
        child=serializers.DictField(), help_text="By node: what parameters that are left out come to."
    )
    nodes = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))
    totals = serializers.DictField(child=serializers.IntegerField())
    load = LoadSerializer(allow_null=True)
    fit = FitSerializer(allow_null=True, help_text="Where `room` was asked about.")


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
    hidden = serializers.BooleanField(help_text="Not offered by itself in a list of new blocks.")
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
