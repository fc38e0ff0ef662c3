"""A search over options or sizes: many runs made from one form, and shown as one thing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Shareable
from common.models import PublicModel, Visibility
from training.models.corpus import Corpus, Tokenizer
from training.models.run import Run


class Sweep(PublicModel, Shareable):
    """What is searched, on what, and how."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sweeps", verbose_name=_("owner")
    )
    title = models.CharField(_("title"), max_length=120)
    visibility = models.CharField(
        _("visible to"), max_length=8, choices=Visibility, default=Visibility.PRIVATE
    )
    method = models.CharField(_("method"), max_length=8)  # grid or random
    # [{"name", "of": "config" | "vars", "values" | "low", "high", "log", …}]
    space = models.JSONField(_("space"))
    seed = models.PositiveIntegerField(_("seed"), null=True, blank=True)  # of random draws
    corpus = models.ForeignKey(Corpus, models.SET_NULL, null=True, related_name="sweeps")
    tokenizer = models.ForeignKey(Tokenizer, models.SET_NULL, null=True, related_name="sweeps")
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def goes_on(self) -> bool:
        """Whether what is left of it may still be queued."""
        return self.stopped_at is None and self.corpus_id is not None and self.tokenizer_id is not None


class SweepTrial(models.Model):
    """One point of the space. Checked when the sweep is made; its run is queued when there is room."""

    sweep = models.ForeignKey(Sweep, models.CASCADE, related_name="trials")
    number = models.PositiveIntegerField()
    values = models.JSONField()  # {"lr": 0.003, "vars.d_model": 64}
    plan = models.JSONField()  # the fields of the run to be
    run = models.OneToOneField(Run, models.SET_NULL, null=True, blank=True, related_name="trial")
    queued = models.BooleanField(default=False)  # its run was made; it may have been deleted since

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["sweep", "number"], name="trial_once")]

    def __str__(self) -> str:
        return f"{self.sweep_id} #{self.number}"
