"""`/api/v1/courses/`."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import rights, selectors, services
from accounts.api import course_serializers as shapes
from accounts.models import Course, User
from accounts.throttles import JoinThrottle


class CourseViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Course]):
    """The courses in which one is; operators see all."""

    serializer_class = shapes.CourseSerializer
    filterset_fields = {"archived": ["exact"]}
    search_fields = ("title",)
    ordering_fields = ("created_at", "updated_at", "title")
    queryset = Course.objects.none()

    def get_queryset(self) -> QuerySet[Course]:
        return selectors.courses(self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "operator": rights.is_operator(self.request.user)}

    def person(self) -> User:
        return cast(User, self.request.user)

    def led(self, pk: str) -> Course:
        return rights.get_led_course_or_404(self.request.user, pk)

    def answer(self, pk: str, code: int = status.HTTP_200_OK) -> Response:
        rights.get_course_or_404(self.request.user, pk)
        return Response(self.get_serializer(self.get_queryset().get(pk=pk)).data, code)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.answer(pk)

    @extend_schema(request=shapes.CourseRequest, responses={201: shapes.CourseSerializer})
    def create(self, request: Request) -> Response:
        """Make a course, and be its instructor."""
        given = shapes.CourseRequest(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.course_create(user=self.person(), **given.validated_data)
        return self.answer(made.pk, status.HTTP_201_CREATED)

    @extend_schema(request=shapes.CourseChange, responses=shapes.CourseSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the title or the description, or archive the course."""
        course = self.led(pk)
        given = shapes.CourseChange(data=request.data)
        given.is_valid(raise_exception=True)
        services.course_change(course=course, **given.validated_data)
        return self.answer(pk)

    @extend_schema(request=shapes.JoinRequest, responses=shapes.CourseSerializer)
    @action(detail=False, methods=["post"], throttle_classes=[JoinThrottle])
    def join(self, request: Request) -> Response:
        """Become a student of the course with a code."""
        given = shapes.JoinRequest(data=request.data)
        given.is_valid(raise_exception=True)
        return self.answer(services.course_join(user=self.person(), **given.validated_data).pk)

    @extend_schema(methods=["POST"], request=None, responses=shapes.CodeSerializer)
    @extend_schema(methods=["DELETE"], request=None, responses={204: None})
    @action(detail=True, methods=["post", "delete"])
    def code(self, request: Request, pk: str) -> Response:
        """Give the course a new code (the old one no longer works), or switch joining off."""
        course = self.led(pk)
        if request.method == "DELETE":
            services.code_off(course=course)
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response({"join_code": services.code_renew(course=course)})

    @extend_schema(responses=shapes.MemberSerializer(many=True), filters=False)
    @action(detail=True)
    def members(self, request: Request, pk: str) -> Response:
        """Who is in the course, instructors first."""
        rows = selectors.members(rights.get_course_or_404(request.user, pk))
        page: Any = self.paginate_queryset(cast(Any, rows))
        return self.get_paginated_response(shapes.MemberSerializer(page, many=True).data)

    @extend_schema(methods=["PATCH"], request=shapes.MemberSerializer, responses=shapes.MemberSerializer)
    @extend_schema(methods=["DELETE"], request=None, responses={204: None})
    @action(detail=True, methods=["patch", "delete"], url_path=r"members/(?P<user_id>\w{1,12})")
    def member(self, request: Request, pk: str, user_id: str) -> Response:
        """Make a member an instructor or a student of this course; or take them out of it, or leave (“me”).

        What a person shared with a course is no longer shared when they have left it.
        """
        if request.method == "DELETE" and user_id in ("me", self.person().pk):
            services.course_leave(user=self.person(), course=rights.get_course_or_404(request.user, pk))
            return Response(status=status.HTTP_204_NO_CONTENT)
        course = self.led(pk)
        if request.method == "DELETE":
            services.member_remove(course=course, user_id=user_id)
            return Response(status=status.HTTP_204_NO_CONTENT)
        given = shapes.MemberSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        role = given.validated_data.get("role", "student")
        changed = services.member_role_set(course=course, user_id=user_id, role=role)
        return Response(shapes.MemberSerializer(changed).data)

    @extend_schema(responses=shapes.SharedSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def shared(self, request: Request, pk: str) -> Response:
        """What members share with the course: designs, corpora, runs, models."""
        course = rights.get_course_or_404(request.user, pk)
        groups = selectors.shared_things(course)
        rows = [shared_json(group.kind, thing) for group in groups for thing in group.things]
        return Response(shapes.SharedSerializer(rows, many=True).data)


def shared_json(kind: str, thing: Any) -> dict[str, Any]:
    url = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""
    facts = {"id": thing.pk, "title": thing.title, "updated_at": thing.updated_at, "url": url}
    return {"kind": kind, "owner": thing.owner.username if thing.owner else None, **facts}
