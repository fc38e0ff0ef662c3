"""What `/api/v1/queue/` tells and takes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from training.models.queue import MOST_SLOTS
from training.serializers import ErrorField

MOST_REASON = 200


class QueuedRun(serializers.Serializer[Any]):
    """A run in the queue. `id`, `title` and `owner` are null for one that the caller may not see."""

    id = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    owner = serializers.CharField(allow_null=True)
    is_mine = serializers.BooleanField()
    state = serializers.CharField()
    demonstration = serializers.BooleanField()
    made_room = serializers.BooleanField(help_text="It waits because it gave its devices to others.")


class RunningRun(QueuedRun):
    host = serializers.CharField()
    devices = serializers.ListField(child=serializers.CharField())
    started_at = serializers.DateTimeField(allow_null=True)
    making_room = serializers.BooleanField(help_text="The queue has asked for its devices.")
    silent_s = serializers.FloatField(
        allow_null=True, help_text="Seconds without a sign of life of its machine, if there were too many."
    )
    step = serializers.IntegerField()
    total_steps = serializers.IntegerField(allow_null=True)
    eta_s = serializers.FloatField(allow_null=True)
    trained_s = serializers.FloatField()


class WaitingRun(QueuedRun):
    position = serializers.IntegerField(
        allow_null=True,
        help_text="1 is next, in the order in which runs would start. Null while its data is prepared.",
    )
    starts_in_s = serializers.FloatField(
        allow_null=True, help_text="About, if nobody else comes. Null where nobody can tell."
    )
    waits_because = ErrorField(allow_null=True)
    may_go_first = serializers.BooleanField(
        help_text="It is one's own, and may be put before another of one's own."
    )


class QueueDevice(serializers.Serializer[Any]):
    name = serializers.CharField()
    slots = serializers.IntegerField(help_text="Runs at once, at most.")
    taken = serializers.IntegerField()
    memory_bytes = serializers.IntegerField(allow_null=True)


class Host(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()
    alive = serializers.BooleanField()
    draining = serializers.BooleanField(help_text="It takes no new runs.")
    reason = serializers.CharField()
    slots = serializers.IntegerField(allow_null=True, help_text="As an operator has set it for each device.")
    devices = QueueDevice(many=True)


class MyPart(serializers.Serializer[Any]):
    running = serializers.IntegerField()
    waiting = serializers.IntegerField()
    runs_at_once = serializers.IntegerField()
    device_hours_today = serializers.FloatField()
    device_hours_a_day = serializers.IntegerField(allow_null=True)


class QueueBoard(serializers.Serializer[Any]):
    paused = serializers.BooleanField()
    reason = serializers.CharField()
    paused_at = serializers.DateTimeField(allow_null=True)
    paused_by = serializers.CharField(allow_null=True, help_text="For operators.")
    may_operate = serializers.BooleanField()
    first_slice_s = serializers.FloatField()
    later_slice_s = serializers.FloatField()
    runs_per_gpu = serializers.IntegerField()
    hosts = Host(many=True)
    running = RunningRun(many=True)
    waiting = WaitingRun(many=True, help_text="Those that start first come first.")
    n_waiting = serializers.IntegerField()
    mine = MyPart()


class ReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(
        max_length=MOST_REASON, required=False, default="", allow_blank=True, help_text="For those who wait."
    )


class HostInput(serializers.Serializer[Any]):
    slots = serializers.IntegerField(
        min_value=1,
        max_value=MOST_SLOTS,
        allow_null=True,
        help_text="Runs at once on the CPU, or on each GPU. Null: as the site is set up.",
    )
