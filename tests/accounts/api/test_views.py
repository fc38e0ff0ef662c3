"""Accounts over REST."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import Quota, User

SIGN_IN = "/api/v1/auth/token/"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


def error_of(answer: Any) -> dict[str, Any]:
    first: dict[str, Any] = answer.json()["errors"][0]
    return first


def test_name_and_password_give_a_token_that_signs_in(api: Any, ada: User, password: str) -> None:
    made = api.post(SIGN_IN, {"username": "ada", "password": password}, format="json")
    assert made.status_code == 201
    me = api.get("/api/v1/me/", headers={"authorization": f"Bearer {made.json()['token']}"})
    assert (me.json()["username"], me.json()["role"]) == ("ada", "student")


@pytest.mark.parametrize("name", ["ada", "nobody", "아다", "x' OR 1=1"])
def test_a_wrong_password_says_nothing_about_the_name(api: Any, ada: User, name: str) -> None:
    answer = api.post(SIGN_IN, {"username": name, "password": "wrong"}, format="json")
    assert (answer.status_code, error_of(answer)["code"]) == (400, "wrong_credentials")


def test_guessing_is_slowed_down_for_that_name_alone(api: Any, ada: User, ben: User, password: str) -> None:
    wrong = {"username": "ada", "password": "wrong"}
    codes = [api.post(SIGN_IN, wrong, format="json").status_code for _ in range(21)]
    assert codes == [400] * 20 + [429]
    assert api.post(SIGN_IN, {"username": "ben", "password": password}, format="json").status_code == 201


@pytest.mark.parametrize("key", ["sd_forged", "", "sd_ü", "a b", "Ω"])
def test_a_forged_token_gets_a_sentence_and_nothing_else(api: Any, db: None, key: str) -> None:
    answer = api.get("/api/v1/me/", headers={"authorization": f"Bearer {key}".encode().decode("latin-1")})
    assert answer.status_code == 401
    assert "profile page" in error_of(answer)["detail"]


def test_without_any_key_one_is_asked_to_sign_in(api: Any) -> None:
    for address in ("me", "tokens", "quotas", "blocks", "presets", "architectures"):
        assert api.get(f"/api/v1/{address}/").status_code == 401


def test_a_person_changes_the_language_and_hears_it(ada_api: Any, ada: User) -> None:
    assert ada_api.patch("/api/v1/me/", {"language": "ko"}, format="json").json()["language"] == "ko"
    assert ada_api.patch("/api/v1/me/", {"language": "xx"}, format="json").status_code == 400


def test_nobody_promotes_themselves(ada_api: Any, ada: User) -> None:
    ada_api.patch("/api/v1/me/", {"role": "operator", "username": "root", "is_staff": True}, format="json")
    ada.refresh_from_db()
    assert (ada.role, ada.username, ada.is_staff) == ("student", "ada", False)


def test_keys_are_made_listed_without_the_key_and_revoked(ada_api: Any) -> None:
    made = ada_api.post("/api/v1/tokens/", {"name": "노트북 💻", "days": 7}, format="json").json()
    listed = ada_api.get("/api/v1/tokens/").json()["results"]
    assert [row["name"] for row in listed] == ["노트북 💻"]
    assert made["token"] not in str(listed)
    assert ada_api.delete(f"/api/v1/tokens/{made['id']}/").status_code == 204
    assert ada_api.delete(f"/api/v1/tokens/{made['id']}/").status_code == 404


def test_p27_keys_of_others_are_not_there(ada_api: Any, ben_api: Any) -> None:
    made = ada_api.post("/api/v1/tokens/", {"name": "laptop"}, format="json").json()
    assert ben_api.get("/api/v1/tokens/").json()["results"] == []
    assert ben_api.delete(f"/api/v1/tokens/{made['id']}/").status_code == 404


def test_one_reads_ones_limits(ada_api: Any, ada: User) -> None:
    Quota.objects.create(user=ada, runs_at_once=7)
    assert ada_api.get("/api/v1/quotas/").json()["runs_at_once"] == 7


def test_errors_speak_the_language_of_whose_token_it_is(api: Any, ada: User, password: str) -> None:
    User.objects.filter(pk=ada.pk).update(language="ko")
    key = api.post(SIGN_IN, {"username": "ada", "password": password}, format="json").json()["token"]
    answer = api.get("/api/v1/architectures/nothing/", headers={"authorization": f"Bearer {key}"})
    assert answer.status_code == 404
    assert any("가" <= letter <= "힣" for letter in error_of(answer)["detail"])
