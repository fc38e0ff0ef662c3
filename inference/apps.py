from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class InferenceConfig(AppConfig):
    name = "inference"
    verbose_name = _("Inference")

    def ready(self) -> None:
        import_module("inference.receivers")
        post_migrate.connect(ensure_rows, sender=self)


def ensure_rows(**_: Any) -> None:
    """After every migration: what happens each minute is scheduled."""
    from django.db import connection

    from training.services.schedules import ensure_schedules

    if "django_q_schedule" in connection.introspection.table_names():
        each_minute = {
            "inference: exports": ("inference.tasks.exports", "short"),
            "inference: imports": ("inference.tasks.imports", "short"),
        }
        ensure_schedules(each_minute)
