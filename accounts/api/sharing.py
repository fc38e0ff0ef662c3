"""Who sees a thing, in JSON: `visibility`, and with “course” the ids of the courses."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from rest_framework import serializers

from accounts import rights
from accounts.models import User
from accounts.services import thing_share
from accounts.services.sharing import MAX_COURSES


class CoursesField(serializers.ListField):
    """The courses that a thing is shared with. Only who may change the thing is told; others read none."""

    child = serializers.CharField(max_length=12)

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=MAX_COURSES, **options)

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, data: Any) -> list[str]:
        request = self.context.get("request")
        if request is None or not rights.may_edit(request.user, data):
            return []
        return [share.course_id for share in data.shares.all()]


class SharingSerializer(serializers.ModelSerializer[Any]):
    """A thing whose owner says who sees it. Selectors prefetch `shares` for lists of them."""

    courses = CoursesField()

    def update(self, instance: Any, validated_data: Any) -> Any:
        courses = validated_data.pop("courses", None)
        visibility = validated_data.pop("visibility", None)
        with transaction.atomic():
            if validated_data:  # only what was asked for: others write the rest of the row meanwhile
                for name, value in validated_data.items():
                    setattr(instance, name, value)
                instance.save(update_fields=[*validated_data, "updated_at"])
            if visibility is not None or courses is not None:
                wanted = visibility or instance.visibility
                user = self.context["request"].user
                self.share(user=user, thing=instance, visibility=wanted, courses=courses)
        return instance

    def share(self, *, user: User, thing: Any, visibility: str, courses: list[str] | None) -> None:
        """Say who sees the thing, and what belongs to it. Raises ProductError."""
        thing_share(user=user, thing=thing, visibility=visibility, courses=courses)
