"""What every stored thing has: an opaque id and two dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_id


class PublicModel(models.Model):
    """A row that people and programs name by an opaque id."""

    id = models.CharField(primary_key=True, max_length=12, default=new_id, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Visibility(models.TextChoices):
    """Who may see a thing besides its owner."""

    PRIVATE = "private", _("only me")
    COURSE = "course", _("my courses")
    PUBLIC = "public", _("everyone on this site")


class WorkState(models.TextChoices):
    """The life of a piece of background work, such as preparing a corpus."""

    WAITING = "waiting", _("waiting")
    WORKING = "working", _("working")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
