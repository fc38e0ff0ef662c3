"""What the doors of corpora, tokenizers and runs have in common."""

from __future__ import annotations

from typing import Any

from rest_framework import mixins, viewsets
from rest_framework.exceptions import NotAuthenticated
from rest_framework.serializers import BaseSerializer

from accounts import rights
from accounts.models import User


class OwnedViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.UpdateModelMixin, viewsets.GenericViewSet[Any]
):
    """Things with an owner: one sees what one may see, and changes one's own."""

    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def person(self) -> User:
        """Return who asks; only signed-in people get here."""
        if not isinstance(self.request.user, User):
            raise NotAuthenticated
        return self.request.user

    def mine(self) -> Any:
        """Return the thing of this address for changing it."""
        thing = self.get_object()
        rights.check_editable(self.request.user, thing)
        return thing

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        rights.check_editable(self.request.user, serializer.instance)  # type: ignore[arg-type]
        serializer.save()
