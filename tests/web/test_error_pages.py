"""Pages for what goes wrong: calm, the same for everything that is not there, and without help from the database."""

from __future__ import annotations

import uuid

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, server_error

from tests.factories import Cast, sign_in_as
from tests.html import problems


def test_an_unknown_page_is_answered_with_the_same_bytes_everywhere(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    bodies = {client.get(path).content for path in ("/finns-inte/", f"/konto/organisation/namnder/{uuid.uuid4()}/")}
    assert len(bodies) == 1
    assert client.get("/finns-inte/").status_code == 404


def test_what_is_not_yours_looks_like_what_is_not_there(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    not_yours = client.get(f"/konto/organisation/namnder/{cast.partner.pk}/")
    not_there = client.get(f"/konto/organisation/namnder/{uuid.uuid4()}/")
    assert (not_yours.status_code, not_yours.content) == (404, not_there.content)


def test_a_page_for_other_roles_says_whom_to_ask(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.employee)
    response = client.get("/konto/organisation/")
    assert response.status_code == 403
    assert "Be din behörighetsadministratör" in response.content.decode()


def test_a_form_that_lay_open_too_long_says_what_to_do(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/konto/logga-in/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "ladda om sidan och skicka igen" in response.content.decode()


@pytest.mark.parametrize(("view", "status"), [(server_error, 500), (bad_request, 400)])
def test_the_worst_pages_need_no_database(view: object, status: int) -> None:
    request = RequestFactory().get("/")
    response = server_error(request) if view is server_error else bad_request(request, ValueError())
    assert response.status_code == status
    assert problems(response.content.decode()) == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_every_error_page_leads_back(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert problems(html) == []
    assert '<a class="button primary" href="/">' in html
