"""How a list of models may be narrowed."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters  # type: ignore[import-untyped,unused-ignore]

from inference.models import CompletedModel


class CompletedModelFilter(filters.FilterSet):  # type: ignore[misc,unused-ignore]
    """`?mine=true&tokenizer_kind=bpe&max_parameters=1000000`."""

    mine = filters.BooleanFilter(method="of_the_asker")
    owner = filters.CharFilter(field_name="owner__username")
    run = filters.CharFilter(field_name="run_id")  # by id alone, so that it tells nothing about runs
    min_parameters = filters.NumberFilter(field_name="n_parameters", lookup_expr="gte")
    max_parameters = filters.NumberFilter(field_name="n_parameters", lookup_expr="lte")

    class Meta:
        model = CompletedModel
        fields = ["visibility", "tokenizer_kind", "fingerprint"]

    def of_the_asker(
        self, queryset: QuerySet[CompletedModel], name: str, value: bool
    ) -> QuerySet[CompletedModel]:
        user = self.request.user
        return queryset.filter(owner=user.pk) if value else queryset.exclude(owner=user.pk)
