"""The cast and the tools that every test may use.

Ada and Ben are students, Ida teaches, Ola runs the site. `ada_api` is Ada's REST client, and so on;
`ada_page` is her signed-in browser.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper
    from rest_framework.test import APIClient

    from accounts.models import User

hypothesis_settings.register_profile("patient", deadline=None)  # how fast a machine is, is no test's matter
hypothesis_settings.load_profile("patient")
PASSWORD = "correct-horse-battery"  # of everybody in the cast


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files whose tests may take longest: the last one to be begun would keep all others waiting."""
    longest: dict[Path, float] = {}
    for item in items:
        marker = item.get_closest_marker("timeout")
        longest[item.path] = max(longest.get(item.path, 0), marker.args[0] if marker else 0, slow(item))
    items.sort(key=lambda item: -longest[item.path])  # as they stand within a file


def pytest_collection_finish() -> None:
    """What was collected stays to the end: no test shall look through it for garbage."""
    gc.collect()
    gc.freeze()


def slow(item: pytest.Item) -> float:
    """Seconds that a slow test may take, by and large."""
    return 200 if item.get_closest_marker("slow") else 100 if item.get_closest_marker("processes") else 0


@pytest.fixture(autouse=True)
def test_settings(
    request: pytest.FixtureRequest, settings: SettingsWrapper, tmp_path: Path
) -> Iterator[None]:
    """A home folder of the test's own, cheap passwords, and pages that need no built bundles."""
    from django_vite.core.asset_loader import DjangoViteAssetLoader

    settings.SLAMDUNK_HOME = tmp_path / "home"
    settings.SLAMDUNK_HOME.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not request.node.get_closest_marker("browser"):
        settings.DJANGO_VITE = {"default": {"dev_mode": True}}
        DjangoViteAssetLoader._instance = None
    yield
    DjangoViteAssetLoader._instance = None


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass for whoever watches for signs of life."""
    from common import silence

    def pass_(seconds: float) -> None:
        now = silence.monotonic()
        monkeypatch.setattr(silence, "monotonic", lambda: now + seconds)

    return pass_


@pytest.fixture(autouse=True)
def english() -> None:
    """What the last test read in another language does not choose this one's."""
    from django.utils import translation

    translation.activate("en")


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """A factory: `make_user("mia", role="instructor")`."""
    from accounts.models import User

    def make(username: str, **fields: Any) -> User:
        return User.objects.create_user(username=username, password=PASSWORD, **fields)

    return make


@pytest.fixture
def ada(make_user: Callable[..., User]) -> User:
    return make_user("ada")


@pytest.fixture
def ben(make_user: Callable[..., User]) -> User:
    return make_user("ben")


@pytest.fixture
def ida(make_user: Callable[..., User]) -> User:
    return make_user("ida", role="instructor")


@pytest.fixture
def ola(make_user: Callable[..., User]) -> User:
    return make_user("ola", role="operator")


@pytest.fixture
def api_of() -> Callable[[User], APIClient]:
    """A factory of signed-in REST clients: `api_of(ada).get("/api/v1/me/")`."""
    from rest_framework.test import APIClient

    def signed_in(user: User) -> APIClient:
        client = APIClient()
        client.force_authenticate(user)
        return client

    return signed_in


@pytest.fixture
def api(db: None) -> APIClient:
    """A REST client of nobody."""
    from rest_framework.test import APIClient

    return APIClient()


@pytest.fixture
def ada_api(ada: User, api_of: Callable[[User], APIClient]) -> APIClient:
    return api_of(ada)


@pytest.fixture
def ben_api(ben: User, api_of: Callable[[User], APIClient]) -> APIClient:
    return api_of(ben)


@pytest.fixture
def ida_api(ida: User, api_of: Callable[[User], APIClient]) -> APIClient:
    return api_of(ida)


@pytest.fixture
def ola_api(ola: User, api_of: Callable[[User], APIClient]) -> APIClient:
    return api_of(ola)


@pytest.fixture
def page_of() -> Callable[[User], Client]:
    """A factory of signed-in browsers (without scripts)."""
    from django.test import Client

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def ada_page(ada: User, page_of: Callable[[User], Client]) -> Client:
    return page_of(ada)


@pytest.fixture
def ben_page(ben: User, page_of: Callable[[User], Client]) -> Client:
    return page_of(ben)


@pytest.fixture
def password() -> str:
    """What everybody in the cast types to sign in."""
    return PASSWORD
