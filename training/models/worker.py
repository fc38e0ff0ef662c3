"""Which workers are alive."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import PublicModel


class WorkerHeartbeat(PublicModel):
    """The last sign of life of one cluster on one host."""

    host = models.CharField(_("host"), max_length=120)
    cluster = models.CharField(_("cluster"), max_length=40)  # "training" or "short"
    pid = models.PositiveIntegerField(_("process"), default=0)
    beat_at = models.DateTimeField(_("last sign of life"))

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        constraints = [models.UniqueConstraint(fields=["host", "cluster"], name="worker_once")]

    def __str__(self) -> str:
        return f"{self.cluster}@{self.host}"
