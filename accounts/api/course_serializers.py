"""Courses in JSON."""

from typing import Any

from rest_framework import serializers

from accounts.models import Course, CourseRole, Membership
from accounts.services.courses import MAX_DESCRIPTION, MAX_TITLE


class CourseSerializer(serializers.ModelSerializer[Course]):
    """A course as a member sees it. The code is for its instructors."""

    role = serializers.ChoiceField(CourseRole.choices, read_only=True, allow_null=True)
    n_members = serializers.IntegerField(read_only=True)
    n_shares = serializers.IntegerField(read_only=True)
    join_code = serializers.SerializerMethodField()

    class Meta:
        model = Course
        fields = [
            "id",
            "title",
            "description",
            "archived",
            "role",
            "join_code",
            "n_members",
            "n_shares",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields

    def get_join_code(self, course: Course) -> str | None:
        """Only instructors and operators are told; null also where joining is off."""
        leads = getattr(course, "role", None) == CourseRole.INSTRUCTOR or self.context.get("operator")
        return (course.code or None) if leads else None


class CourseRequest(serializers.Serializer[Any]):
    """A new course."""

    title = serializers.CharField(max_length=10 * MAX_TITLE)
    description = serializers.CharField(
        max_length=10 * MAX_DESCRIPTION, required=False, allow_blank=True, default=""
    )


class CourseChange(serializers.Serializer[Any]):
    """What shall be different."""

    title = serializers.CharField(max_length=10 * MAX_TITLE, required=False)
    description = serializers.CharField(max_length=10 * MAX_DESCRIPTION, required=False, allow_blank=True)
    archived = serializers.BooleanField(required=False)


class JoinRequest(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=100)


class CodeSerializer(serializers.Serializer[Any]):
    join_code = serializers.CharField()


class MemberSerializer(serializers.ModelSerializer[Membership]):
    """A person in a course. `id` is the person's."""

    id = serializers.CharField(source="user_id", read_only=True)
    username = serializers.CharField(source="user.username", read_only=True)
    name = serializers.CharField(source="user.get_full_name", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "username", "name", "role", "created_at"]
        read_only_fields = ["created_at"]


class SharedSerializer(serializers.Serializer[Any]):
    """A thing that is shared with a course. `url` is its page, where it has one."""

    kind = serializers.CharField()
    id = serializers.CharField()
    title = serializers.CharField()
    owner = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_blank=True)
    updated_at = serializers.DateTimeField()
