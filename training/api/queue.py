"""`/api/v1/queue/`."""

from __future__ import annotations

from typing import Any, cast

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.rights import check_editable, check_operator, sound, visible
from training.api.queue_shapes import HostInput, QueueBoard, ReasonInput
from training.models import QueueHost, Run
from training.queue_board import queue_board
from training.services import operating

HOST = r"hosts/(?P<pk>[^/.]+)"


class QueueViewSet(viewsets.GenericViewSet[Any]):
    """Everybody sees the queue; operators pause it and drain hosts."""

    queryset = QueueHost.objects.none()  # the board is no list of rows; hosts are asked for by id
    serializer_class = QueueBoard
    pagination_class = None
    filter_backends = []

    @extend_schema(responses=QueueBoard)
    def list(self, request: Request) -> Response:
        """What runs where, what waits in its true order, and why."""
        return self.board()

    @extend_schema(request=ReasonInput, responses=QueueBoard)
    @action(detail=False, methods=["post"])
    def pause(self, request: Request) -> Response:
        """Let nothing start until the queue is resumed. For operators."""
        operator, reason = self.operator(), self.given(ReasonInput)["reason"]
        operating.queue_pause(user=operator, reason=reason)
        return self.board()

    @extend_schema(request=None, responses=QueueBoard)
    @action(detail=False, methods=["post"])
    def resume(self, request: Request) -> Response:
        """Let runs start again. For operators."""
        self.operator()
        operating.queue_resume()
        return self.board()

    @extend_schema(request=HostInput, responses=QueueBoard)
    @action(detail=False, methods=["patch"], url_path=HOST)
    def host(self, request: Request, pk: str) -> Response:
        """Set how many runs each device of a host takes at once. For operators."""
        host = self.found(pk)
        operating.host_slots(host=host, slots=self.given(HostInput)["slots"])
        return self.board()

    @extend_schema(request=ReasonInput, responses=QueueBoard)
    @action(detail=False, methods=["post"], url_path=HOST + "/drain")
    def drain(self, request: Request, pk: str) -> Response:
        """Let nothing new start on a host; what runs there goes on. For operators."""
        host, reason = self.found(pk), self.given(ReasonInput)["reason"]
        operating.host_drain(host=host, user=self.operator(), reason=reason)
        return self.board()

    @extend_schema(request=None, responses=QueueBoard)
    @action(detail=False, methods=["post"], url_path=HOST + "/undrain")
    def undrain(self, request: Request, pk: str) -> Response:
        """Let runs start on a host again. For operators."""
        operating.host_undrain(host=self.found(pk))
        return self.board()

    @extend_schema(request=None, responses=QueueBoard)
    @action(detail=False, methods=["post"], url_path=r"runs/(?P<pk>[^/.]+)/first")
    def first(self, request: Request, pk: str) -> Response:
        """Let a run of one's own that waits go before one's other runs; before others' it goes no sooner."""
        run = get_object_or_404(visible(Run.objects.all(), request.user), pk=pk if sound(pk) else "")
        check_editable(request.user, run)
        operating.run_first(run=run)
        return self.board()

    def board(self) -> Response:
        return Response(QueueBoard(queue_board(cast(User, self.request.user))).data)

    def operator(self) -> User:
        check_operator(self.request.user)
        return cast(User, self.request.user)

    def found(self, pk: str) -> QueueHost:
        """Return a host, for an operator."""
        self.operator()
        return get_object_or_404(QueueHost, pk=pk if sound(pk) else "")

    def given(self, shape: type[ReasonInput] | type[HostInput]) -> dict[str, Any]:
        asked = shape(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)
