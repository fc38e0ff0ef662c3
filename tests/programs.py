"""Where the programs beside Python are that tests need."""

from __future__ import annotations

import shutil

CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the lightest first


def chromium() -> str | None:
    """Return the path of a Chromium, with or without windows."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)
