"""What trainings cost on the devices of this site, as measured there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models.corpus import Prepared


class Measurement(Prepared):
    """Speed and memory of one design under the options that matter for them, on one device.

    `state` is that of the probe. Figures of an earlier time stand until newer ones of the same host replace them.
    """

    class Source(models.TextChoices):
        PROBE = "probe", _("a short trial")
        RUN = "run", _("a whole run")

    key = models.CharField(max_length=64, editable=False)  # of the design, the vocabulary and the options
    host = models.CharField(_("host"), max_length=120, blank=True)
    device = models.CharField(_("device"), max_length=120, blank=True)
    job = models.JSONField(_("what is measured"), default=dict)  # design, vocab_size, config
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    figures = models.JSONField(_("figures"), default=dict)  # of training.core.pace.pace_of, and bytes
    source = models.CharField(_("measured by"), max_length=5, choices=Source, blank=True)
    beside = models.PositiveIntegerField(_("runs beside it"), default=0)
    measured_at = models.DateTimeField(_("measured"), null=True, blank=True)
    # For finding what is alike
    n_parameters = models.PositiveBigIntegerField(_("parameters"), default=0)
    flops_per_token = models.PositiveBigIntegerField(_("FLOPs a token, forward"), default=0)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["key", "host"], name="measurement_once")]

    def __str__(self) -> str:
        return f"{self.key[:8]} @ {self.host or '–'}"
