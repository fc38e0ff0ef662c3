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


def test_what_is_too_large_to_train_says_so_and_opens_all_the_same(ada_page: Client, ada: User) -> None:
    page = ada_page.get("/architectures/new/").content.decode()
    large = sum(card["too_large"] for card in preset_cards(max_parameters=200_000_000))
    assert page.count("Larger than what you may train here") == large > 0
    made = ada_page.post("/architectures/new/", {"preset": "deepseek-v3"})
    assert made["Location"].endswith("/edit/")


def test_a_card_is_found_by_its_blocks_and_leads_to_its_sibling(ada_page: Client) -> None:
    page = ada_page.get("/architectures/new/").content.decode()
    card = next(c for c in preset_cards("class") if c["slug"] == "mini-deepseek-v3")
    assert {"mla", "moe", "deepseek_v3"} <= set(card["search"].split())
    assert 'href="#preset-deepseek-v3"' in page
    assert 'href="#preset-mini-deepseek-v3"' in page


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


@pytest.mark.parametrize(("start", "end"), [("empty", "/edit/"), ("tour", "/edit/?tour=gpt")])
def test_an_empty_canvas_is_opened_with_or_without_the_tour(
    ada_page: Client, ada: User, start: str, end: str
) -> None:
    answer = ada_page.post("/architectures/new/", {"start": start})
    made = Architecture.objects.get(owner=ada)
    assert answer["Location"] == f"/architectures/{made.pk}{end}"
    assert made.current is not None
    assert made.current.design["nodes"] == {}
