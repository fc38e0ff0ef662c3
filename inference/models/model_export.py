"""A completed model in a form of the field, and the proof that it is the same model."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import PublicModel
from inference.models.completed_model import CompletedModel


class ExportFormat(models.TextChoices):
    """The forms, in the order in which they are shown."""

    HUGGINGFACE = "huggingface", _("Hugging Face folder")
    PYTORCH = "pytorch", _("PyTorch file")
    MLFLOW = "mlflow", _("MLflow model")
    ONNX = "onnx", "ONNX"
    GGUF = "gguf", "GGUF"


class ExportState(models.TextChoices):
    """The life of an export. Only what is ready is offered."""

    QUEUED = "queued", _("queued")
    WORKING = "working", _("working")
    READY = "ready", _("ready")
    REFUSED = "refused", _("not possible")
    FAILED = "failed", _("failed")


class ModelExport(PublicModel):
    """One format of one model. Its file lies in the model's folder, as `exports/<format>.zip`.

    `code` and `values` say why it is refused or failed; `inference.words` has the sentences. `proven_by` is empty
    where this site has no program that could load it.
    """

    model = models.ForeignKey(CompletedModel, models.CASCADE, related_name="exports", verbose_name=_("model"))
    format = models.CharField(_("format"), max_length=12, choices=ExportFormat)
    state = models.CharField(_("state"), max_length=8, choices=ExportState, default=ExportState.QUEUED)
    progress = models.FloatField(_("progress"), default=0.0)
    n_bytes = models.PositiveBigIntegerField(_("bytes"), default=0)
    max_difference = models.FloatField(_("largest difference"), null=True, blank=True)
    proven_by = models.CharField(_("proven by"), max_length=60, blank=True)
    proven_at = models.DateTimeField(_("proven"), null=True, blank=True)
    code = models.CharField(_("code"), max_length=60, blank=True)
    values = models.JSONField(_("values"), default=dict, blank=True)
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    claimed_by = models.CharField(_("claimed by"), max_length=32, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["model", "format"], name="inference_one_export_a_format")
        ]

    def __str__(self) -> str:
        return f"{self.model_id} {self.format}"
