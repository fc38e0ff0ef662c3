"""Accounts and keys."""

from __future__ import annotations

from typing import Any

import pytest

from accounts import services
from accounts.authentication import token_digest, user_of_key
from accounts.models import ApiToken, User
from common.errors import ProductError

GOOD = "a-long-and-odd-one"


def code_of(call: Any, **given: Any) -> str:
    with pytest.raises(ProductError) as refused:
        call(**given)
    assert str(refused.value.detail)
    return refused.value.code


def test_a_new_account_is_a_students(db: None) -> None:
    user = services.sign_up(username="지민", password=GOOD, language="ko")
    assert (user.username, user.role, user.language, user.is_staff) == ("지민", "student", "ko", False)
    assert user.check_password(GOOD)


def test_a_name_is_taken_in_any_case(ada: User) -> None:
    assert code_of(services.sign_up, username="ADA", password=GOOD) == "username_taken"


@pytest.mark.parametrize(
    ("name", "password"),
    [("", GOOD), ("a b", GOOD), ("x" * 151, GOOD), ("mia", "short"), ("mia", "12345678")],
)
def test_names_and_passwords_that_will_not_do_are_refused(db: None, name: str, password: str) -> None:
    assert code_of(services.sign_up, username=name, password=password) == "invalid"
    assert not User.objects.exists()


def test_a_closed_site_takes_nobody(db: None, settings: Any) -> None:
    settings.SLAMDUNK_OPEN_SIGN_UP = False
    assert code_of(services.sign_up, username="mia", password=GOOD) == "sign_up_closed"


def test_a_key_is_shown_once_and_only_its_digest_is_kept(ada: User) -> None:
    token, key = services.token_create(user=ada, name="laptop")
    assert key.startswith("sd_")
    assert token.digest == token_digest(key)
    assert key not in str(ApiToken.objects.values().get())
    assert user_of_key(key) == ada


def test_a_key_ends_when_it_is_revoked_or_old_or_its_owner_is_shut_out(ada: User) -> None:
    keys = [services.token_create(user=ada, name=str(n), days=1) for n in range(2)]
    services.token_delete(user=ada, token_id=keys[0].token.pk)
    assert user_of_key(keys[0].key) is None
    ApiToken.objects.filter(pk=keys[1].token.pk).update(expires_at="2000-01-01T00:00Z")
    assert user_of_key(keys[1].key) is None
    last = services.token_create(user=ada, name="last")
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert user_of_key(last.key) is None


def test_p27_nobody_revokes_a_key_of_another(ada: User, ben: User) -> None:
    token, key = services.token_create(user=ada, name="laptop")
    assert code_of(services.token_delete, user=ben, token_id=token.pk) == "not_found"
    assert user_of_key(key) == ada


def test_keys_have_a_name_and_there_is_a_most(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(services.token_create, user=ada, name="  ") == "invalid"
    monkeypatch.setattr("accounts.services.people.MAX_TOKENS", 1)
    services.token_create(user=ada, name="one")
    assert code_of(services.token_create, user=ada, name="two") == "too_many_tokens"


def test_only_languages_of_the_site_are_remembered(ada: User) -> None:
    services.language_set(user=ada, language="ko")
    ada.refresh_from_db()
    assert ada.language == "ko"
    assert code_of(services.language_set, user=ada, language="tlh") == "unknown_language"
