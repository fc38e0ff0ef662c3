from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from django_q.signals import post_spawn

        import_module("training.receivers")
        post_migrate.connect(ensure_rows, sender=self)
        post_spawn.connect(greet, dispatch_uid="training.first_sign_of_life")


def ensure_rows(**_: Any) -> None:
    """After every migration: the shipped corpora and the schedules are there."""
    from django.db import connection

    from training.services import ensure_shipped_corpora
    from training.services.schedules import ensure_schedules

    tables = connection.introspection.table_names()
    if "training_corpus" in tables:
        ensure_shipped_corpora()
    if "django_q_schedule" in tables:
        ensure_schedules()


def greet(**_: Any) -> None:
    """In a fresh django-q worker."""
    from training.tasks import first_sign_of_life

    first_sign_of_life()
