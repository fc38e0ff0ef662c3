"""The pages of architectures."""

import pytest
from django.test import Client

from accounts.models import User
from architectures.gallery import preset_cards
from architectures.models import Architecture


def test_the_gallery_offers_every_preset(ada_page: Client) -> None:
    page = ada_page.get("/architectures/new/").content.decode()
    assert all(f'value="{card["slug"]}"' in page for card in preset_cards())


def test_the_recommended_preset_comes_first_with_its_sizes() -> None:
    first = preset_cards()[0]
    assert first["slug"] == "tiny-story-writer"
    assert any("layers" in fact for fact in first["facts"])


def test_a_preset_becomes_a_design_of_ones_own(ada_page: Client, ada: User) -> None:
    answer = ada_page.post("/architectures/new/", {"preset": "tiny-gpt"})
    made = Architecture.objects.get(owner=ada)
    assert answer["Location"] == f"/architectures/{made.pk}/edit/"
    assert made.title in ada_page.get("/architectures/").content.decode()


def test_an_unknown_preset_is_refused_with_a_sentence(ada_page: Client) -> None:
    page = ada_page.post("/architectures/new/", {"preset": "\x00nope"}, follow=True)
    assert "There is no such preset" in page.content.decode()


@pytest.mark.parametrize("path", ["/architectures/", "/architectures/new/", "/architectures/x/edit/"])
def test_strangers_are_asked_to_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"].startswith("/sign-in/")
