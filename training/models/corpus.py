"""Text to learn from, ways to cut it, and the token files that come of both."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Shareable
from common.models import PublicModel, Visibility, WorkState
from training.core.split import VAL_FRACTION


class Prepared(PublicModel):
    """Something a background job makes: its state, progress and, if it failed, why."""

    state = models.CharField(_("state"), max_length=8, choices=WorkState, default=WorkState.WAITING)
    progress = models.FloatField(_("progress"), default=0.0)  # 0 to 1
    error = models.JSONField(_("error"), null=True, blank=True)  # {"code", "values"}
    claimed_by = models.CharField(max_length=40, blank=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class Corpus(Prepared, Shareable):
    """A named, reusable body of text. Without an owner it ships with the product."""

    class Kind(models.TextChoices):
        GENERATOR = "generator", _("generated")
        UPLOAD = "upload", _("uploaded")
        HUB = "hub", _("Hugging Face data set")
        PACKAGED = "packaged", _("packaged text")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="corpora",
        verbose_name=_("owner"),
    )
    slug = models.SlugField(_("short name"), unique=True, null=True, blank=True)  # only on shipped ones
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    visibility = models.CharField(
        _("visible to"), max_length=8, choices=Visibility, default=Visibility.PRIVATE
    )
    language = models.CharField(_("language"), max_length=8, blank=True)
    source = models.JSONField(_("source"), default=dict)
    digest = models.CharField(_("digest"), max_length=64, blank=True, db_index=True)
    n_bytes = models.PositiveBigIntegerField(_("bytes"), null=True, blank=True)
    n_characters = models.PositiveBigIntegerField(_("characters"), null=True, blank=True)
    n_documents = models.PositiveBigIntegerField(_("documents"), null=True, blank=True)
    preview = models.TextField(_("preview"), blank=True)

    class Meta:
        verbose_name = _("corpus")
        verbose_name_plural = _("corpora")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("corpus", args=[self.pk])


class Tokenizer(Prepared, Shareable):
    """A named, reusable way to turn text into ids and back."""

    class Kind(models.TextChoices):
        CHARACTERS = "characters", _("characters")
        BYTES = "bytes", _("bytes")
        BPE = "bpe", _("byte-pair encoding")
        TIKTOKEN = "tiktoken", _("published (tiktoken)")
        HUGGINGFACE = "huggingface", _("published (Hugging Face)")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="tokenizers",
        verbose_name=_("owner"),
    )
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    visibility = models.CharField(
        _("visible to"), max_length=8, choices=Visibility, default=Visibility.PRIVATE
    )
    corpus = models.ForeignKey(
        Corpus, models.SET_NULL, null=True, blank=True, related_name="tokenizers", verbose_name=_("corpus")
    )
    options = models.JSONField(_("options"), default=dict)  # {"vocab_size": 1024} of a BPE to be trained
    vocab_size = models.PositiveIntegerField(_("vocabulary"), null=True, blank=True)
    digest = models.CharField(_("digest"), max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = _("tokenizer")
        verbose_name_plural = _("tokenizers")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class TokenFile(Prepared):
    """A corpus cut by a tokenizer, a part of it held out: memory-mapped ids on disk, shared by runs that need them."""

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="token_files")
    tokenizer = models.ForeignKey(Tokenizer, models.CASCADE, related_name="token_files")
    val_fraction = models.FloatField(default=VAL_FRACTION)  # of the documents
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    n_train_tokens = models.PositiveBigIntegerField(null=True, blank=True)
    n_val_tokens = models.PositiveBigIntegerField(null=True, blank=True)
    # Of the text that the tokens stand for: less than that of the corpus where the tokenizer leaves something out.
    n_bytes = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("token file")
        verbose_name_plural = _("token files")
        constraints = [
            models.UniqueConstraint(fields=["corpus", "tokenizer", "val_fraction"], name="token_file_once")
        ]

    def __str__(self) -> str:
        return f"{self.corpus} / {self.tokenizer}"
