"""The pages of accounts, as a person uses them."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.authentication import user_of_key
from accounts.models import User

GOOD = "a-long-and-odd-one"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


def test_one_signs_up_and_is_in_and_keeps_the_language(client: Client, db: None) -> None:
    korean = {"accept-language": "ko"}
    given = {"username": "지민", "password1": GOOD, "password2": GOOD}
    assert client.post("/sign-up/", given, headers=korean).status_code == 302
    page = client.get("/")
    assert "지민" in page.content.decode()
    assert 'lang="ko"' in page.content.decode()


def test_a_taken_name_is_said_beside_the_field(client: Client, ada: User) -> None:
    given = {"username": "Ada", "password1": GOOD, "password2": GOOD}
    page = client.post("/sign-up/", given)
    assert page.status_code == 200
    assert "already exists" in page.content.decode()
    assert User.objects.count() == 1


def test_one_signs_in_and_out(client: Client, ada: User, password: str) -> None:
    assert client.get("/profile/").url == "/sign-in/?next=/profile/"  # type: ignore[attr-defined]
    answer = client.post("/sign-in/?next=/profile/", {"username": "ada", "password": password})
    assert answer.url == "/profile/"  # type: ignore[attr-defined]
    assert client.get("/profile/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/profile/").status_code == 302


def test_no_sign_in_leads_to_another_site(client: Client, ada: User, password: str) -> None:
    answer = client.post("/sign-in/?next=https://evil.example/", {"username": "ada", "password": password})
    assert answer.url == "/"  # type: ignore[attr-defined]


def test_guessing_is_slowed_down(client: Client, ada: User, password: str) -> None:
    for _ in range(20):
        client.post("/sign-in/", {"username": "ada", "password": "wrong"})
    page = client.post("/sign-in/", {"username": "ada", "password": password})
    assert "Too many attempts" in page.content.decode()


def test_the_language_switch_is_remembered_on_another_machine(ada: User) -> None:
    here, there = Client(), Client()
    for machine in (here, there):
        machine.force_login(ada)
    here.post("/i18n/setlang/", {"language": "ko", "next": "/"})
    assert 'lang="ko"' in there.get("/", headers={"accept-language": "en"}).content.decode()


def test_a_stranger_switches_the_language_for_this_browser(client: Client, db: None) -> None:
    client.post("/i18n/setlang/", {"language": "ko", "next": "/"})
    assert 'lang="ko"' in client.get("/").content.decode()


def test_an_unknown_language_changes_nothing(ada_page: Client, ada: User) -> None:
    assert ada_page.post("/i18n/setlang/", {"language": "tlh", "next": "/"}).status_code == 302
    ada.refresh_from_db()
    assert ada.language == ""


def test_the_profile_changes_password_and_language(ada_page: Client, ada: User, password: str) -> None:
    given = {"language": "ko", "email": "ada@example.org", "current_password": password, "new_password": GOOD}
    assert ada_page.post("/profile/", given).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password(GOOD)
    assert (ada.language, ada.email) == ("ko", "ada@example.org")
    assert ada_page.get("/profile/").status_code == 200  # still signed in


@pytest.mark.parametrize("present", ["", "wrong"])
def test_a_new_password_needs_the_present_one(
    ada_page: Client, ada: User, password: str, present: str
) -> None:
    given = {"language": "en", "current_password": present, "new_password": GOOD}
    assert "not your present password" in ada_page.post("/profile/", given).content.decode()
    ada.refresh_from_db()
    assert ada.check_password(password)


def test_a_key_is_shown_once_and_can_be_revoked(ada_page: Client, ada: User) -> None:
    ada_page.post("/profile/", {"action": "create", "name": "노트북"})
    shown = ada_page.get("/profile/").content.decode()
    found = re.search(r"sd_[\w-]{40,}", shown)
    assert found
    assert user_of_key(found[0]) == ada
    assert found[0] not in ada_page.get("/profile/").content.decode()
    ada_page.post("/profile/", {"action": "revoke", "token": ada.api_tokens.get().pk})
    assert user_of_key(found[0]) is None


def test_a_key_without_a_name_is_refused_in_words(ada_page: Client) -> None:
    page = ada_page.post("/profile/", {"action": "create", "name": ""}, follow=True)
    assert "Give the key a name" in page.content.decode()


def test_pages_refuse_foreign_forms(ada: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert strict.post("/profile/", {"action": "create", "name": "x"}).status_code == 403
