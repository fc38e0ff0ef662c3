from __future__ import annotations

import sys
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def addresses(settings: Any) -> None:
    """This app's addresses alone, so that these tests need no other app's pages."""
    from types import ModuleType

    from django.urls import include, path

    urls = ModuleType("inference_test_urls")
    vars(urls)["urlpatterns"] = [path("api/v1/", include("inference.api.urls"))]
    sys.modules[urls.__name__] = urls
    settings.ROOT_URLCONF = urls.__name__
