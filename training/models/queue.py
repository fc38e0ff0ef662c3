"""The queue's own rows: its settings, its hosts, and what each person has had."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import PublicModel

ONLY = "queue"
MOST_SLOTS = 64  # runs at once on one device


class QueueSettings(models.Model):
    """One row: whether the queue is paused, and how long runs hold a device while others wait."""

    id = models.CharField(primary_key=True, max_length=12, default=ONLY, editable=False)
    paused = models.BooleanField(_("paused"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("paused by"),
    )
    paused_at = models.DateTimeField(_("paused since"), null=True, blank=True, editable=False)
    first_slice_s = models.FloatField(
        _("first slice, seconds"),
        default=20.0,
        help_text=_("So long a run trains before it may have to make room for one without a curve."),
    )
    later_slice_s = models.FloatField(
        _("later slices, seconds"),
        default=300.0,
        help_text=_("So long a run trains before it may have to make room for any other."),
    )
    runs_per_gpu = models.PositiveSmallIntegerField(
        _("runs on one GPU"),
        default=4,
        help_text=_("At most; side by side run only those whose memory has been measured and suffices."),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("settings of the queue")
        verbose_name_plural = _("settings of the queue")

    def __str__(self) -> str:
        return str(_("Queue"))


class QueueHost(PublicModel):
    """A machine that takes runs, the devices it has, and whether it takes new ones."""

    name = models.CharField(_("host"), max_length=120, unique=True)
    devices = models.JSONField(
        _("devices"), default=list
    )  # [{"name", "memory_bytes", "bf16"}], one a slot of the CPU
    slots = models.PositiveSmallIntegerField(
        _("runs at once"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SLOTS)],
        help_text=_("On the CPU, or on each GPU. Empty: as this site is set up."),
    )
    draining = models.BooleanField(_("takes no new runs"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    drained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("drained by"),
    )

    class Meta:
        verbose_name = _("host of the queue")
        verbose_name_plural = _("hosts of the queue")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class QueueShare(models.Model):
    """Device time of one person on the scale by which the queue shares out. It is no account: see DeviceTime."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="queue_share"
    )
    used_s = models.FloatField(default=0.0)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.used_s:.0f} s"


class DeviceTime(PublicModel):
    """The seconds of devices that one person's runs held, by the day on which they let them go."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="device_times", verbose_name=_("user")
    )
    day = models.DateField(_("day"))
    seconds = models.FloatField(_("seconds"), default=0.0)

    class Meta:
        verbose_name = _("device time")
        verbose_name_plural = _("device times")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="device_time_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.day}: {self.seconds:.0f} s"
