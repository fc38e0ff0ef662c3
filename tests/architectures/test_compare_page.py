"""The page that compares two designs, and what its address may name."""

import json
import re

import pytest
from django.test import Client

from accounts.models import User
from architectures import services
from architectures.core.presets import presets
from architectures.models import Architecture

TINY = next(preset.design for preset in presets() if preset.slug == "tiny-gpt")


def data(page: Client, a: str, b: str) -> dict[str, dict[str, object]]:
    answer = page.get("/architectures/compare/", {"a": a, "b": b})
    assert answer.status_code == 200
    found = re.search(r'<script id="page-data"[^>]*>(.*?)</script>', answer.content.decode(), re.S)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


@pytest.fixture
def mine(ada: User) -> Architecture:
    return services.architecture_create(user=ada, title="Mine", design=TINY)


def test_presets_designs_and_versions_are_compared(ada_page: Client, mine: Architecture) -> None:
    sides = data(ada_page, "preset:gpt2-small", mine.pk)
    assert [sides["a"]["title"], sides["b"]["title"]] == ["GPT-2 small", "Mine"]
    assert sides["b"]["href"] == f"/architectures/{mine.pk}/edit/"
    assert data(ada_page, f"{mine.pk}@1", mine.pk)["a"]["version"] == 1


def test_without_names_the_classic_walk_begins(ada_page: Client) -> None:
    assert "GPT-2 small and Llama 3.2 1B" in ada_page.get("/architectures/compare/").content.decode()


def test_what_is_public_is_compared_by_all_and_what_is_private_is_not_there(
    ben_page: Client, mine: Architecture
) -> None:
    address = {"a": mine.pk, "b": "preset:tiny-gpt"}
    assert ben_page.get("/architectures/compare/", address).status_code == 404
    mine.visibility = "public"
    mine.save()
    assert data(ben_page, mine.pk, "preset:tiny-gpt")["a"]["owner"] == "ada"


@pytest.mark.parametrize(
    "name", ["preset:nope", "nope", "\x00", "{}@2", "{}@-1", "{}@1e9", "{}@", "{}@99999999999", "{}@１"]
)
def test_what_is_not_there_answers_404(ada_page: Client, mine: Architecture, name: str) -> None:
    for address in ({"a": name.format(mine.pk)}, {"b": name.format(mine.pk)}):
        assert ada_page.get("/architectures/compare/", address).status_code == 404
