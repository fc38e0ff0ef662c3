"""One training: its configuration, its life, what it reported and what it kept."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Shareable
from architectures.models import ArchitectureVersion
from common.models import PublicModel, Visibility
from training.models.corpus import Corpus, TokenFile, Tokenizer


class RunState(models.TextChoices):
    """The life of a run; services.transitions says which step may follow which."""

    QUEUED = "queued", _("queued")
    PREPARING = "preparing", _("preparing")
    TRAINING = "training", _("training")
    STOPPING = "stopping", _("stopping")
    STOPPED = "stopped", _("stopped")
    INTERRUPTED = "interrupted", _("interrupted")
    FAILED = "failed", _("failed")
    COMPLETED = "completed", _("completed")


class Run(PublicModel, Shareable):
    """One training of one design on one corpus. Design and options are copied in, so a run never changes."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="runs", verbose_name=_("owner")
    )
    title = models.CharField(_("title"), max_length=120)
    visibility = models.CharField(
        _("visible to"), max_length=8, choices=Visibility, default=Visibility.PRIVATE
    )

    # What is trained, on what, and how
    version = models.ForeignKey(
        ArchitectureVersion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name=_("architecture version"),
    )
    design = models.JSONField(_("design"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64, db_index=True)
    # Foreseen until the tokenizer is made
    vocab_size = models.PositiveIntegerField(_("vocabulary"), null=True, blank=True)
    n_parameters = models.PositiveBigIntegerField(_("parameters"), null=True, blank=True)
    flops_per_token = models.PositiveBigIntegerField(_("FLOPs a token, forward"), null=True, blank=True)
    corpus = models.ForeignKey(
        Corpus, models.SET_NULL, null=True, related_name="runs", verbose_name=_("corpus")
    )
    tokenizer = models.ForeignKey(
        Tokenizer, models.SET_NULL, null=True, related_name="runs", verbose_name=_("tokenizer")
    )
    token_file = models.ForeignKey(TokenFile, models.SET_NULL, null=True, related_name="runs")
    config = models.JSONField(_("options"), default=dict)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="forks", verbose_name=_("forked from")
    )
    start = models.JSONField(_("started from"), null=True, blank=True)  # {"model", "title", "weights"}

    idempotency_key = models.CharField(max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001

    # Its life
    state = models.CharField(_("state"), max_length=12, choices=RunState, default=RunState.QUEUED)
    priority = models.IntegerField(_("priority"), default=0)
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    queued_at = models.DateTimeField(_("queued"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    stop_requested_at = models.DateTimeField(null=True, blank=True)
    force_stop = models.BooleanField(default=False)
    demonstration = models.ForeignKey(  # for this course; such a run goes first
        "accounts.Course", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    slice_started_at = models.DateTimeField(
        null=True, blank=True, editable=False
    )  # first step of the attempt
    yield_asked_at = models.DateTimeField(null=True, blank=True, editable=False)  # the queue wants its device
    made_room = models.BooleanField(
        default=False, editable=False
    )  # waits because it gave its device to others
    error = models.JSONField(_("error"), null=True, blank=True)  # {"code", "values"}

    # The lease under which a host works on it
    lease = models.CharField(max_length=40, blank=True, editable=False)  # random; names one attempt's holder
    lease_host = models.CharField(_("host"), max_length=120, blank=True)
    lease_device = models.CharField(_("devices"), max_length=600, blank=True)  # names, with commas
    heartbeat_at = models.DateTimeField(_("heartbeat"), null=True, blank=True)

    # What it last reported
    last_seq = models.PositiveBigIntegerField(default=0)
    step = models.PositiveBigIntegerField(_("step"), default=0)
    total_steps = models.PositiveBigIntegerField(_("steps in all"), null=True, blank=True)
    tokens_seen = models.PositiveBigIntegerField(_("tokens seen"), default=0)
    train_loss = models.FloatField(_("loss"), null=True, blank=True)
    val_loss = models.FloatField(_("validation loss"), null=True, blank=True)
    best_val_loss = models.FloatField(_("best validation loss"), null=True, blank=True)
    bits_per_byte = models.FloatField(_("bits per byte"), null=True, blank=True)
    tokens_per_s = models.FloatField(_("tokens a second"), null=True, blank=True)
    eta_s = models.FloatField(_("seconds left"), null=True, blank=True)
    trained_s = models.FloatField(_("seconds trained"), default=0.0)
    peak_memory_bytes = models.PositiveBigIntegerField(_("peak memory"), null=True, blank=True)
    device_use = models.JSONField(null=True, blank=True)  # the newest DeviceUse

    # Below this step the curves are kept in short (SeriesBucket)
    rolled = models.PositiveBigIntegerField(default=0, editable=False)

    # MLflow's copy: where it is, and what of this run it has
    mlflow_experiment = models.CharField(max_length=40, blank=True, editable=False)
    mlflow_run_id = models.CharField(max_length=40, blank=True, editable=False)
    mlflow_seq = models.PositiveBigIntegerField(default=0, editable=False)
    mlflow_state = models.CharField(max_length=12, blank=True, editable=False)
    mlflow_title = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "-priority", "queued_at"], name="run_queue"),
            models.Index(fields=["owner", "-created_at"], name="run_owner"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner", "idempotency_key"], name="run_once_per_key"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("run", args=[self.pk])


class RunEvent(models.Model):
    """One event of a run, as its trainer wrote it. `seq` is strictly increasing within a run."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    type = models.CharField(max_length=12)
    step = models.PositiveBigIntegerField(null=True)
    time = models.DateTimeField()
    superseded = models.BooleanField(default=False)  # a resume went back before this step
    payload = models.JSONField(default=dict)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["run", "seq"], name="event_once")]
        indexes = [models.Index(fields=["run", "type", "step"], name="event_series")]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.seq} {self.type}"


class Checkpoint(PublicModel):
    """A state of a run from which it can go on."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="checkpoints", verbose_name=_("run"))
    step = models.PositiveBigIntegerField(_("step"))
    n_bytes = models.PositiveBigIntegerField(_("bytes"), default=0)
    val_loss = models.FloatField(_("validation loss"), null=True, blank=True)
    is_best = models.BooleanField(_("best"), default=False)

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["-step"]
        constraints = [models.UniqueConstraint(fields=["run", "step"], name="checkpoint_once")]

    def __str__(self) -> str:
        return f"{self.run_id} @ {self.step}"


class DeletedRun(models.Model):
    """A run that is gone from here; MLflow is still to be told."""

    run = models.CharField(max_length=12, primary_key=True)

    def __str__(self) -> str:
        return self.run
