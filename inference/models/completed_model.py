"""What a run left behind: weights, tokenizer, design, report."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Shareable
from common.models import PublicModel, Visibility
from training.models import Run


class CompletedModel(PublicModel, Shareable):
    """A model that was trained here or brought from elsewhere. Its files lie in `models/<id>/` of the site's home."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="completed_models", verbose_name=_("owner")
    )
    title = models.CharField(_("title"), max_length=120)
    visibility = models.CharField(
        _("visible to"), max_length=8, choices=Visibility, default=Visibility.PRIVATE
    )
    run = models.OneToOneField(
        Run, models.SET_NULL, null=True, blank=True, related_name="completed_model", verbose_name=_("run")
    )
    design = models.JSONField(_("design"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64, db_index=True)
    n_parameters = models.PositiveBigIntegerField(_("parameters"))
    n_bytes = models.PositiveBigIntegerField(_("bytes"), default=0)
    vocab_size = models.PositiveIntegerField(_("vocabulary"))
    context_length = models.PositiveIntegerField(_("context length"))
    tokenizer_kind = models.CharField(_("tokenizer"), max_length=16)
    train_loss = models.FloatField(_("loss"), null=True, blank=True)
    val_loss = models.FloatField(_("validation loss"), null=True, blank=True)
    report = models.JSONField(_("report"), default=dict)

    class Meta:
        verbose_name = _("completed model")
        verbose_name_plural = _("completed models")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("model", args=[self.pk])
