"""Signing in again from a page that stays where it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User

SESSION = "/api/v1/auth/session/"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


@pytest.fixture
def browser() -> Client:
    """A browser that has lost its session, and its token with it."""
    return Client(enforce_csrf_checks=True)


def sign_in(browser: Client, **given: str) -> Any:
    token = browser.cookies["csrftoken"].value if "csrftoken" in browser.cookies else ""
    return browser.post(SESSION, given, content_type="application/json", headers={"x-csrftoken": token})


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["code"]


def test_a_person_signs_in_again_and_goes_on_with_a_new_token(
    browser: Client, ada: User, password: str
) -> None:
    assert browser.get(SESSION).json() == {"person": None}
    before = browser.cookies["csrftoken"].value
    back = sign_in(browser, username="ada", password=password, person=ada.pk)
    assert back.json() == {"person": {"id": ada.pk, "name": "ada"}}
    assert browser.cookies["csrftoken"].value != before
    assert browser.get(SESSION).json()["person"]["name"] == "ada"


def test_without_a_token_nobody_is_signed_in(browser: Client, ada: User, password: str) -> None:
    assert sign_in(browser, username="ada", password=password).status_code == 403
    assert "sessionid" not in browser.cookies


def test_another_person_is_not_signed_in_on_a_page_of_ones_own(
    browser: Client, ada: User, ben: User, password: str
) -> None:
    browser.get(SESSION)
    refused = sign_in(browser, username="ben", password=password, person=ada.pk)
    assert code_of(refused) == (403, "other_person")
    assert browser.get(SESSION).json() == {"person": None}


def test_a_deactivated_account_says_so_to_who_knows_its_password(
    browser: Client, ada: User, password: str
) -> None:
    ada.is_active = False
    ada.save()
    browser.get(SESSION)
    assert code_of(sign_in(browser, username="ada", password=password)) == (403, "deactivated")
    assert code_of(sign_in(browser, username="ada", password="wrong")) == (400, "wrong_credentials")


def test_guessing_is_slowed_down(browser: Client, ada: User) -> None:
    browser.get(SESSION)
    codes = [sign_in(browser, username="ada", password="wrong").status_code for _ in range(21)]
    assert codes == [400] * 20 + [429]
