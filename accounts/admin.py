"""Accounts as operators see them."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, Course, Membership, Quota, Share, User

admin.site.unregister(Group)  # the role says it all


class QuotaInline(admin.StackedInline[Quota, User]):
    model = Quota
    extra = 0


@admin.register(User)
class SiteUserAdmin(UserAdmin[User]):
    """People with their role and limits."""

    list_display = ("username", "email", "role", "language", "is_active", "date_joined", "last_login")
    list_filter = ("role", "is_active", "language")
    search_fields = ("username", "email", "first_name", "last_name", "id")
    ordering = ("-date_joined",)
    date_hierarchy = "date_joined"
    inlines = (QuotaInline,)
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language")}),
        (_("Rights"), {"fields": ("role", "is_active")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "role", "password1", "password2")}),
    )


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin[ApiToken]):
    """Keys may be revoked here; nobody can read or make one for somebody else."""

    list_display = ("name", "prefix", "user", "created_at", "last_used_at", "expires_at")
    list_filter = ("created_at", "last_used_at")
    search_fields = ("name", "prefix", "user__username")
    list_select_related = ("user",)
    fields = ("name", "prefix", "user", "created_at", "last_used_at", "expires_at")
    readonly_fields = ("name", "prefix", "user", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Quota)
class QuotaAdmin(admin.ModelAdmin[Quota]):
    """The site's default is the row without a user."""

    list_display = (
        "__str__",
        "runs_at_once",
        "runs_queued",
        "max_parameters",
        "max_minutes",
        "max_disk_bytes",
        "device_hours_a_day",
        "max_devices",
    )
    search_fields = ("user__username",)
    autocomplete_fields = ("user",)
    list_select_related = ("user",)


class MembershipInline(admin.TabularInline[Membership, Course]):
    model = Membership
    fields = ("user", "role")
    autocomplete_fields = ("user",)
    extra = 0


class ShareInline(admin.TabularInline[Share, Course]):
    """What is shared with a course may be withdrawn here; sharing is for owners."""

    model = Share
    fields = readonly_fields = ("thing", "content_type", "by", "created_at")
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Course | None = None) -> bool:
        return False


@admin.register(Course)
class CourseAdmin(admin.ModelAdmin[Course]):
    list_display = ("title", "code", "archived", "people", "created_at")
    list_filter = ("archived", "created_at")
    search_fields = ("title", "id", "join_code", "memberships__user__username")
    date_hierarchy = "created_at"
    fields = ("title", "description", "archived", "join_code")
    readonly_fields = ("join_code",)
    inlines = (MembershipInline, ShareInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        return super().get_queryset(request).annotate(n_members=Count("memberships", distinct=True))

    @admin.display(description=_("members"), ordering="n_members")
    def people(self, obj: Course) -> int:
        number: int = obj.n_members  # type: ignore[attr-defined]
        return number
