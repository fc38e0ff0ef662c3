"""Saved, versioned, owned designs."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Shareable
from common.models import PublicModel, Visibility


class Architecture(PublicModel, Shareable):
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

    forked_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="forks", verbose_name=_("copied from")
    )
    link_token = models.CharField(
        max_length=32,
        unique=True,
        null=True,
        blank=True,
        editable=False,  # of the public link
    )

    class Meta:
        verbose_name = _("architecture")
        verbose_name_plural = _("architectures")
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("architecture-edit", args=[self.pk])


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
    name = models.CharField(_("name"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("architecture version")
        verbose_name_plural = _("architecture versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["architecture", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.architecture} v{self.number}"


class CompositeBlock(PublicModel, Shareable):
    """A composite that somebody keeps to begin from. Designs hold copies: what changes here changes none of them."""

    class Colour(models.TextChoices):
        """Its colour in the palette, as that of the blocks it is most like."""

        EMBEDDING = "embedding", _("teal")
        NORM = "norm", _("amber")
        MIXER = "mixer", _("blue")
        CHANNEL = "channel", _("violet")
        OUTPUT = "output", _("pink")
        CONTAINER = "container", _("slate")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="composites", verbose_name=_("owner")
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    visibility = models.CharField(
        _("visible to"), max_length=8, choices=Visibility, default=Visibility.PRIVATE
    )
    colour = models.CharField(_("colour"), max_length=12, choices=Colour, default=Colour.CONTAINER)
    node = models.JSONField(_("block"))
    digest = models.CharField(_("digest"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("own block")
        verbose_name_plural = _("own blocks")
        ordering = ["title", "created_at"]
        constraints = [models.UniqueConstraint(fields=["owner", "title"], name="composite_title_once")]

    def __str__(self) -> str:
        return self.title
