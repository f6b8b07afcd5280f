"""The pages of requests and extracts."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.enums import Role
from lyhord.people.domain.privacy_requests import ask
from lyhord.people.enums import RequestKind, RequestState
from lyhord.people.models import Employee, PrivacyRequest
from tests.factories import TODAY, Cast, make_employee, make_user, sign_in_as
from tests.factories.rows import at

LIST, NEW = "/personer/begaran/", "/personer/begaran/ny/"
pytestmark = pytest.mark.django_db


def test_an_employee_asks_and_reads_the_answer(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.employee).post(NEW, {"kind": "correction", "text": "Fel närvaro"})
    request = PrivacyRequest.objects.get()
    assert (request.employee, request.asked_by) == (cast.employee_row, cast.employee)
    sign_in_as(client, cast.coordinator)
    assert "Exempel Medarbetare" in client.get(LIST).content.decode()
    client.post(f"{LIST}{request.pk}/", {"is_granted": "0", "answer": "Stämmer med listan"})
    assert "Stämmer med listan" in sign_in_as(client, cast.employee).get(NEW).content.decode()


def test_who_is_not_in_the_register_is_told(client: Client, cast: Cast) -> None:
    response = sign_in_as(client, cast.auditor).post(NEW, {"kind": "correction", "text": "Hej"})
    assert "Du finns inte i personalregistret" in response.content.decode()
    assert not PrivacyRequest.objects.exists()


def test_two_coordinators_erase(client: Client, cast: Cast) -> None:
    leaver = make_employee("Exempel Slutat", place=cast.own, ends_before=dt.date(2020, 1, 1))
    row = ask(employee=leaver, kind=RequestKind.ERASURE, text="Bort", asked_by=make_user(), now=at(TODAY, 9))
    page = f"{LIST}{row.pk}/"
    sign_in_as(client, cast.coordinator).post(page, {"is_granted": "1", "answer": "Ingen plikt att bevara"})
    assert "kräver en annan" not in client.get(page).content.decode()
    assert "en annan person" in client.post(f"{page}radera/", {"svar": "ja"}, follow=True).content.decode()
    assert Employee.objects.get(pk=leaver.pk).name == "Exempel Slutat"
    sign_in_as(client, make_user((Role.COORDINATOR, cast.board))).post(f"{page}radera/", {"svar": "ja"})
    assert Employee.objects.get(pk=leaver.pk).name == "Gallrad"
    assert PrivacyRequest.objects.get().state == RequestState.DONE


def test_coordinator_takes_out_an_extract_with_a_reason(client: Client, cast: Cast) -> None:
    address = f"/personer/{cast.employee_row.pk}/utdrag/"
    sign_in_as(client, cast.coordinator)
    assert "Exempel Medarbetare" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 200
    assert not PrivacyRequest.objects.exists()
    assert "Arbetspass" in client.post(address, {"reason": "Brev"}).content.decode()
    told = json.loads(client.post(address, {"reason": "Brev", "som": "fil"}).content)
    assert {s["name"]: len(s["rows"]) for s in told["sections"]}["accounts.10_user"] == 0, "the account is one's own"
    assert PrivacyRequest.objects.count() == 2


def test_the_list_costs_the_same_however_long(client: Client, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(LIST)
        return len(found)

    def one_more() -> None:
        person = make_employee(place=cast.own, works=False)
        ask(employee=person, kind=RequestKind.CORRECTION, text="x", asked_by=make_user(), now=at(TODAY, 9))

    sign_in_as(client, cast.coordinator)
    one_more()
    queries()
    few = queries()
    for _number in range(20):
        one_more()
    assert queries() == few
