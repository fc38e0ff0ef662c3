"""A completed model in MLflow's registry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import PublicModel
from inference.models.completed_model import CompletedModel


class Registration(PublicModel):
    """Under which name a model is, or is to be, in MLflow's registry. `version` is empty until it is there.

    `code` and `values` say why MLflow did not take it; `inference.words` has the sentences.
    """

    model = models.OneToOneField(
        CompletedModel, models.CASCADE, related_name="registration", verbose_name=_("model")
    )
    name = models.CharField(_("name"), max_length=120)
    version = models.CharField(_("version"), max_length=12, blank=True)
    code = models.CharField(_("code"), max_length=60, blank=True)
    values = models.JSONField(_("values"), default=dict, blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()
