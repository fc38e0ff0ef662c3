"""The site's settings, and a wall clock that jumps: by the seconds that stand in the file `clock` of the home folder."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from django.utils import timezone

from slamdunk_site.settings import *  # noqa: F403
from slamdunk_site.settings import SLAMDUNK_HOME

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CLOCK = SLAMDUNK_HOME / "clock"
_true_time = time.time


def jumped_time() -> float:
    try:
        return _true_time() + float(CLOCK.read_text() or 0)
    except FileNotFoundError:
        return _true_time()


time.time = jumped_time
timezone.now = lambda: datetime.fromtimestamp(time.time(), UTC)
