"""What operators do with the queue: pause it with a reason, drain a host, and see who had the devices."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from training.models import DeviceTime, QueueHost, QueueSettings
from training.services.wake import send_ticket


@admin.register(QueueSettings)
class QueueSettingsAdmin(admin.ModelAdmin[QueueSettings]):
    list_display = ("__str__", "paused", "reason", "paused_by", "paused_at")
    readonly_fields = ("paused_by", "paused_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not QueueSettings.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: QueueSettings | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: QueueSettings, form: Any, change: bool) -> None:
        if "paused" in form.changed_data:
            user = request.user if isinstance(request.user, User) else None
            obj.paused_by = user if obj.paused else None
            obj.paused_at = timezone.now() if obj.paused else None
        super().save_model(request, obj, form, change)
        send_ticket()


@admin.register(QueueHost)
class QueueHostAdmin(admin.ModelAdmin[QueueHost]):
    list_display = ("name", "draining", "reason", "drained_by", "updated_at")
    readonly_fields = ("name", "devices", "drained_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # hosts write themselves down

    def save_model(self, request: HttpRequest, obj: QueueHost, form: Any, change: bool) -> None:
        if "draining" in form.changed_data:
            user = request.user if isinstance(request.user, User) else None
            obj.drained_by = user if obj.draining else None
        super().save_model(request, obj, form, change)
        send_ticket()


@admin.register(DeviceTime)
class DeviceTimeAdmin(admin.ModelAdmin[DeviceTime]):
    list_display = ("user", "day", "seconds")
    list_filter = ("day",)
    list_select_related = ("user",)
    search_fields = ("user__username",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: DeviceTime | None = None) -> bool:
        return False
