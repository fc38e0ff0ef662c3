"""REST of the library of own blocks, under /api/v1/composites/."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.sharing import CoursesField
from accounts.models import User
from accounts.rights import may_edit
from architectures import selectors, services
from architectures.models import CompositeBlock
from common.models import Visibility


class CompositeSerializer(serializers.ModelSerializer[CompositeBlock]):
    """A block of the library with its inside, ready to be put into a design."""

    owner = serializers.CharField(source="owner.username", read_only=True)
    courses = CoursesField(read_only=True)
    mine = serializers.SerializerMethodField(help_text="Whether it may be changed by who asks.")

    class Meta:
        model = CompositeBlock
        who = ["owner", "mine", "visibility", "courses"]
        fields = ["id", "title", "summary", *who, "colour", "node", "digest", "created_at", "updated_at"]

    def get_mine(self, block: CompositeBlock) -> bool:
        return may_edit(self.context["request"].user, block)


class CompositeChangeSerializer(serializers.Serializer[Any]):
    """What is to be kept or changed."""

    title = serializers.CharField(max_length=1000, required=False)
    summary = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    visibility = serializers.ChoiceField(Visibility.choices, required=False)
    courses = CoursesField(help_text="With the visibility “course”: the courses to share it with.")
    colour = serializers.ChoiceField(CompositeBlock.Colour.choices, required=False)
    node = serializers.DictField(required=False)


class CompositeCreateSerializer(CompositeChangeSerializer):
    node = serializers.DictField()


class CompositeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[CompositeBlock]):
    """Blocks that people made of others and keep to use again."""

    serializer_class = CompositeSerializer
    filterset_fields = {"visibility": ["exact"], "owner__username": ["exact"]}
    search_fields = ("title", "summary")
    ordering_fields = ("created_at", "updated_at", "title")
    queryset = CompositeBlock.objects.none()

    def get_queryset(self) -> QuerySet[CompositeBlock]:
        return selectors.composites(self.request.user)

    def answer(self, block: CompositeBlock, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(block).data, code)

    @extend_schema(responses=CompositeSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.answer(selectors.get_composite(request.user, pk))

    @extend_schema(request=CompositeCreateSerializer, responses={201: CompositeSerializer})
    def create(self, request: Request) -> Response:
        """Keep a composite. Its arguments are left out: they belong to the place where it stood."""
        given = CompositeCreateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.composite_create(user=cast(User, request.user), **given.validated_data)
        return self.answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=CompositeChangeSerializer, responses=CompositeSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Rename it, show it to others, or replace its inside. Designs that use it stay as they are."""
        held = selectors.get_own_composite(request.user, pk)
        given = CompositeChangeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return self.answer(
            services.composite_change(user=cast(User, request.user), block=held, **given.validated_data)
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        services.composite_delete(block=selectors.get_own_composite(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)
