"""A published model on its way in: uploaded or fetched, then read by a detached job."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from architectures.models import Architecture
from common.models import PublicModel, WorkState
from inference.models.completed_model import CompletedModel


class ModelImport(PublicModel):
    """One folder that somebody brings. Its files lie in `imports/<id>/` until it is ready or failed.

    `source` is {"files": [names]}, with "archive" where it is one, or {"hub": "owner/name"}. `code` and `values`
    say why it failed; `inference.words` has the sentences. The model, if there is one, has the id of its import.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="model_imports", verbose_name=_("owner")
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    source = models.JSONField(_("source"), default=dict)
    n_bytes = models.PositiveBigIntegerField(
        _("bytes"), default=0
    )  # what its files take while they lie there
    state = models.CharField(_("state"), max_length=8, choices=WorkState, default=WorkState.WAITING)
    progress = models.FloatField(_("progress"), default=0.0)
    code = models.CharField(_("code"), max_length=60, blank=True)
    values = models.JSONField(_("values"), default=dict, blank=True)
    architecture = models.ForeignKey(
        Architecture, models.SET_NULL, null=True, blank=True, verbose_name=_("architecture")
    )
    model = models.OneToOneField(
        CompletedModel,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="model_import",
        verbose_name=_("model"),
    )
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    claimed_by = models.CharField(_("claimed by"), max_length=32, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title or self.pk
