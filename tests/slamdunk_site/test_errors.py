"""What goes wrong outside views is said in one shape to programs, and on a page to people."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import path

from common.errors import ConflictError
from slamdunk_site.errors import broken
from slamdunk_site.urls import urlpatterns as site


def conflict(request: HttpRequest) -> None:
    raise ConflictError("Somebody was faster.")


urlpatterns = [*site, path("conflict/", conflict)]


def test_an_address_with_nothing_answers_json_under_the_api(client: Client, db: None) -> None:
    answer = client.get("/api/v1/nothing/")
    assert answer.status_code == 404
    assert "/api/v1/nothing/" in answer.json()["errors"][0]["detail"]


def test_elsewhere_it_answers_a_page(client: Client, db: None) -> None:
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert answer["content-type"].startswith("text/html")


def test_a_forgotten_slash_is_forgiven(client: Client, db: None) -> None:
    assert client.get("/api/v1/me").status_code == 301


def test_a_foreign_host_is_refused_in_json(client: Client, db: None) -> None:
    answer = client.get("/api/v1/me/", headers={"host": "evil.example"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "bad_request")


def test_a_breakdown_is_said_without_details(rf: RequestFactory) -> None:
    answer = broken(rf.get("/api/v1/me/"))
    assert answer.status_code == 500
    assert b"server_error" in answer.content


@pytest.mark.urls(__name__)
def test_a_refusal_inside_a_page_goes_back_to_where_one_came_from(ada_page: Client) -> None:
    came_from = {"referer": "http://testserver/profile/"}
    page = ada_page.post("/conflict/", headers=came_from, follow=True)
    assert page.redirect_chain == [("http://testserver/profile/", 302)]
    assert "Somebody was faster." in page.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("referer", ["", "https://evil.example/"])
def test_a_refusal_from_nowhere_has_a_page_of_its_own(ada_page: Client, referer: str) -> None:
    page = ada_page.post("/conflict/", headers={"referer": referer})
    assert page.status_code == 409
    assert "Somebody was faster." in page.content.decode()


def test_the_schema_names_every_part(ada_api: object, client: Client, ada_page: Client) -> None:
    schema = ada_page.get("/api/v1/schema/", headers={"accept": "application/json"})
    assert schema.status_code == 200
    for part in ("architectures/import/", "auth/token/", "runs/", "models/", "tokens/"):
        assert f"/api/v1/{part}" in schema.content.decode()
    assert ada_page.get("/api/docs/").status_code == 200
