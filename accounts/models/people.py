"""People, what they may use, and the keys their programs carry."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from common.models import PublicModel


class Role(models.TextChoices):
    """What a person is here. Operators are staff; instructors run courses."""

    STUDENT = "student", _("student")
    INSTRUCTOR = "instructor", _("instructor")
    OPERATOR = "operator", _("operator")


class User(AbstractUser):
    """A person who signs in."""

    id = models.CharField(primary_key=True, max_length=12, default=new_id, editable=False)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.STUDENT)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)

    class Meta(AbstractUser.Meta):
        indexes = [models.Index(fields=["role"])]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The role decides who is staff; `createsuperuser` makes an operator."""
        if self._state.adding and self.is_superuser:
            self.role = Role.OPERATOR
        self.is_staff = self.is_superuser = self.role == Role.OPERATOR
        super().save(*args, **kwargs)

    @property
    def shown_name(self) -> str:
        """What strangers are told of a person: the full name they gave, else the name they sign in with."""
        return self.get_full_name() or self.username


class ApiToken(PublicModel):
    """A key for programs. Only its digest is kept; the key itself is shown once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("beginning"), max_length=12)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Quota(PublicModel):
    """Limits of one person, or, without a person, the site's default. An empty field inherits."""

    user = models.OneToOneField(
        User, models.CASCADE, null=True, blank=True, related_name="quota", verbose_name=_("user")
    )
    runs_at_once = models.PositiveIntegerField(_("runs at once"), null=True, blank=True)
    runs_queued = models.PositiveIntegerField(_("runs queued"), null=True, blank=True)
    max_parameters = models.PositiveBigIntegerField(_("parameters of a model"), null=True, blank=True)
    max_minutes = models.PositiveIntegerField(_("minutes of a run"), null=True, blank=True)
    max_disk_bytes = models.PositiveBigIntegerField(_("disk in bytes"), null=True, blank=True)
    device_hours_a_day = models.PositiveIntegerField(
        _("device hours a day"), null=True, blank=True, help_text=_("Empty on the site's row: no limit.")
    )
    max_devices = models.PositiveIntegerField(_("devices of a run"), null=True, blank=True)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(user__isnull=True), name="one_site_default_quota"
            )
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user else str(_("Site default"))
