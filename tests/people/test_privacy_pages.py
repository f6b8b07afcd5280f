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
    sign_in_as(client, cast.employee).post(
        NEW, {"kind": "correction", "text": "Fel närvaro", "row": f"employee:{cast.board.pk}"}
    )
    request = PrivacyRequest.objects.get()
    assert (request.employee, request.asked_by) == (cast.employee_row, cast.employee)
    sign_in_as(client, cast.coordinator)
    assert "Exempel Medarbetare" in client.get(LIST).content.decode()
    client.post(f"{LIST}{request.pk}/", {"is_granted": "0", "answer": "Stämmer med listan"})
    assert "Stämmer med listan" in sign_in_as(client, cast.employee).get(NEW).content.decode()


def test_who_has_no_role_anywhere_is_told(client: Client, cast: Cast) -> None:
    response = sign_in_as(client, cast.outsider).post(NEW, {"kind": "correction", "text": "Hej"})
    assert "Ingen nämnd har gett dig någon roll" in response.content.decode()
    assert not PrivacyRequest.objects.exists()


def test_who_has_only_an_account_asks_and_an_administrator_answers(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.auditor).post(NEW, {"kind": "correction", "text": "Fel namn"})
    request = PrivacyRequest.objects.get()
    assert (request.account, request.owner) == (cast.auditor, cast.board)
    assert sign_in_as(client, cast.coordinator).get(f"{LIST}{request.pk}/").status_code == 404
    page = sign_in_as(client, cast.access_administrator).get(f"{LIST}{request.pk}/").content.decode()
    assert "Fel namn" in page
    assert f"/personer/konto/{cast.auditor.pk}/utdrag/" in page
    client.post(f"{LIST}{request.pk}/", {"is_granted": "1", "answer": "Rättat"})
    assert "Rättat" in sign_in_as(client, cast.auditor).get(NEW).content.decode()


def test_of_an_account_with_roles_in_another_board_no_extract_is_offered(client: Client, cast: Cast) -> None:
    both = make_user((Role.BOARD_READER, cast.board), (Role.BOARD_READER, cast.partner))
    row = ask(person=both, board=cast.board, kind=RequestKind.CORRECTION, text="Fel", asked_by=both, now=at(TODAY, 9))
    page = sign_in_as(client, cast.access_administrator).get(f"{LIST}{row.pk}/").content.decode()
    assert ("Fel" in page, "/utdrag/" in page) == (True, False)


def test_who_is_several_things_says_which_it_is_about(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.trainer)
    page = client.get(NEW).content.decode()
    assert f"Jag som utbildare ({cast.partner})" in page
    assert f"Mitt konto och mina roller ({cast.partner})" in page
    client.post(NEW, {"kind": "correction", "text": "Fel tid", "row": f"trainer:{cast.partner.pk}"})
    assert PrivacyRequest.objects.get().trainer == cast.trainer_row
    client.post(NEW, {"kind": "correction", "text": "Fel tid", "row": f"trainer:{cast.board.pk}"})
    assert PrivacyRequest.objects.count() == 1, "nobody asks about a row that is not theirs"


def test_extracts_of_trainers_and_accounts(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    told = client.post(f"/utbildare/{cast.trainer_row.pk}/utdrag/", {"reason": "Brev"}).content.decode()
    assert "Exempel Utbildare" in told
    sign_in_as(client, cast.access_administrator)
    told = client.post(f"/personer/konto/{cast.secretary.pk}/utdrag/", {"reason": "Brev"}).content.decode()
    assert cast.secretary.username in told
    assert {(r.trainer, r.account, r.owner) for r in PrivacyRequest.objects.all()} == {
        (cast.trainer_row, None, cast.partner),
        (None, cast.secretary, cast.board),
    }


def test_two_coordinators_erase(client: Client, cast: Cast) -> None:
    leaver = make_employee("Exempel Slutat", place=cast.own, ends_before=dt.date(2020, 1, 1))
    row = ask(
        person=leaver, board=cast.board, kind=RequestKind.ERASURE, text="Bort", asked_by=make_user(), now=at(TODAY, 9)
    )
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
        ask(
            person=person,
            board=cast.board,
            kind=RequestKind.CORRECTION,
            text="x",
            asked_by=make_user(),
            now=at(TODAY, 9),
        )

    sign_in_as(client, cast.coordinator)
    one_more()
    queries()
    few = queries()
    for _number in range(20):
        one_more()
    assert queries() == few
