"""What operators do in the admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from architectures.models import Architecture

GOOD = "a-long-and-odd-one"
LISTS = ["accounts/user", "accounts/apitoken", "accounts/quota", "architectures/architecture"]


@pytest.fixture
def ola_page(ola: User, page_of: Callable[[User], Client]) -> Client:
    return page_of(ola)


@pytest.mark.parametrize("address", LISTS)
def test_lists_open_and_search(ola_page: Client, address: str) -> None:
    assert ola_page.get(f"/admin/{address}/", {"q": "ada"}).status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_a_student_does_not_get_in(ada_page: Client, address: str) -> None:
    assert ada_page.get(f"/admin/{address}/").status_code == 302


def test_an_operator_makes_an_instructor_with_limits(ola_page: Client) -> None:
    given = {"username": "kim", "role": "instructor", "password1": GOOD, "password2": GOOD}
    inline = {"quota-TOTAL_FORMS": "0", "quota-INITIAL_FORMS": "0"}
    ola_page.post("/admin/accounts/user/add/", given | {"usable_password": "true"} | inline)
    kim = User.objects.get(username="kim")
    assert (kim.role, kim.is_staff, kim.check_password(GOOD)) == ("instructor", False, True)
    assert ola_page.get(f"/admin/accounts/user/{kim.pk}/change/").status_code == 200


def test_a_design_is_looked_at_with_its_history(ola_page: Client, ada: User) -> None:
    thing = Architecture.objects.create(owner=ada, title="설계 ①")
    page = ola_page.get(f"/admin/architectures/architecture/{thing.pk}/change/")
    assert "설계 ①" in page.content.decode()
