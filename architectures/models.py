"""Saved, versioned, owned designs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import PublicModel, Visibility


class Architecture(PublicModel):
    """A design that somebody keeps. `revision` counts every write and guards against lost updates."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="architectures", verbose_name=_("owner")
    )
    title = models.CharField(_("title"), max_length=120)
    visibility = models.CharField(
        _("visible to"), max_length=8, choices=Visibility, default=Visibility.PRIVATE
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    current = models.ForeignKey(
        "ArchitectureVersion", models.SET_NULL, null=True, related_name="+", verbose_name=_("current version")
    )

    class Meta:
        verbose_name = _("architecture")
        verbose_name_plural = _("architectures")
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return self.title


class ArchitectureVersion(PublicModel):
    """One state of a design. Autosaves of one sitting fold into one version; saved ones never change."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        AUTOSAVE = "autosave", _("autosaved")

    architecture = models.ForeignKey(
        Architecture, models.CASCADE, related_name="versions", verbose_name=_("architecture")
    )
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SAVED)
    design = models.JSONField(_("design"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64, db_index=True, blank=True)
    n_parameters = models.PositiveBigIntegerField(_("parameters"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("architecture version")
        verbose_name_plural = _("architecture versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["architecture", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.architecture} v{self.number}"
