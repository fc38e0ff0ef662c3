"""Architectures as operators see them."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from architectures.models import Architecture, ArchitectureVersion, CompositeBlock


class VersionInline(admin.TabularInline[ArchitectureVersion, Architecture]):
    """The history; designs are changed on the canvas alone."""

    model = ArchitectureVersion
    fk_name = "architecture"
    fields = readonly_fields = ("number", "kind", "n_parameters", "author", "note", "created_at")
    extra = 0
    can_delete = False
    ordering = ("-number",)

    def has_add_permission(self, request: HttpRequest, obj: Architecture | None = None) -> bool:
        return False


@admin.register(Architecture)
class ArchitectureAdmin(admin.ModelAdmin[Architecture]):
    list_display = ("title", "owner", "visibility", "version", "parameters", "updated_at")
    list_filter = ("visibility", "updated_at")
    search_fields = ("title", "id", "owner__username")
    list_select_related = ("owner", "current")
    date_hierarchy = "created_at"
    fields = ("id", "title", "owner", "visibility", "revision", "created_at", "updated_at")
    readonly_fields = ("id", "owner", "revision", "created_at", "updated_at")
    inlines = (VersionInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("version"), ordering="current__number")
    def version(self, obj: Architecture) -> int | None:
        return obj.current.number if obj.current else None

    @admin.display(description=_("parameters"), ordering="current__n_parameters")
    def parameters(self, obj: Architecture) -> int | None:
        return obj.current.n_parameters if obj.current else None


@admin.register(CompositeBlock)
class CompositeBlockAdmin(admin.ModelAdmin[CompositeBlock]):
    """Own blocks; their insides are changed on the canvas alone."""

    list_display = ("title", "owner", "visibility", "updated_at")
    list_filter = ("visibility", "updated_at")
    search_fields = ("title", "summary", "id", "owner__username")
    list_select_related = ("owner",)
    fields = ("id", "title", "summary", "owner", "visibility", "colour", "node", "created_at", "updated_at")
    readonly_fields = ("id", "owner", "node", "created_at", "updated_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
