"""What a model wrote, for whom, from which beginning."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import PublicModel
from inference.models.completed_model import CompletedModel


class Generation(PublicModel):
    """One continuation of one prompt."""

    model = models.ForeignKey(
        CompletedModel, models.CASCADE, related_name="generations", verbose_name=_("model")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="generations", verbose_name=_("user")
    )
    prompt = models.TextField(_("prompt"), blank=True)
    options = models.JSONField(_("options"), default=dict)
    text = models.TextField(_("text"), blank=True)
    n_tokens = models.PositiveIntegerField(_("tokens"), default=0)
    finish_reason = models.CharField(_("ended by"), max_length=12, blank=True)  # length, stop, cancelled
    seconds = models.FloatField(_("seconds"), default=0.0)

    class Meta:
        verbose_name = _("generation")
        verbose_name_plural = _("generations")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.prompt[:40]
