"""The auditor reads a board's log, and everybody their own."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.domain import audit, audit_log
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, User
from lyhord.organisation.models import Board
from tests.accounts.giving import NOW, propose
from tests.factories import TODAY, Cast, make_user, sign_in_as

LIST, EXPORT, OWN = "/konto/logg/", "/konto/logg/kalkylark/", "/konto/min-logg/"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def auditor(client: Client, cast: Cast) -> Client:
    return sign_in_as(client, cast.auditor)


@transaction.atomic
def write(action: str, actor: User | None, owner: Board | None, **facts: Any) -> AuditEvent:
    return audit.record(action, actor=actor, owner=owner, **{"at": NOW} | facts)


def listed(client: Client, **query: Any) -> list[AuditEvent]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    events: list[AuditEvent] = response.context["page"].events
    return events


def sheet_of(client: Client, **query: Any) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(EXPORT, query).content)).active
    assert sheet is not None
    return list(sheet.iter_rows(min_row=2, values_only=True))


def test_auditor_sees_what_was_done_in_words_by_whom_and_to_what(auditor: Client, cast: Cast) -> None:
    write("places.close", cast.coordinator, cast.board, obj=cast.own, counts={"rows": 3})
    html = auditor.get(LIST).content.decode()
    assert "Stängde en träffpunkt" in html and "samordnare" in html and "Träffpunkt<" in html and "3 rader" in html
    assert cast.own.name not in html


def test_auditor_sees_only_events_of_the_own_board(auditor: Client, cast: Cast) -> None:
    own = write("places.check", cast.coordinator, cast.board)
    other = write("places.check", cast.coordinator, cast.partner)
    assert own in listed(auditor) and other not in listed(auditor)
    assert listed(auditor, namnd=str(cast.partner.pk)) == listed(auditor)[1:]
    assert [row[0] for row in sheet_of(auditor, handelse="places.check")] == [str(own.pk)]


def had_a_role_in(board: Board) -> User:
    user = make_user((Role.EMPLOYEE, board))
    user.grants.update(ends_before=TODAY)
    return user


def test_event_without_a_board_is_in_the_log_of_each_board_whose_account_it_concerns(
    client: Client, cast: Cast
) -> None:
    of_both = make_user((Role.AUDITOR, cast.board), (Role.AUDITOR, cast.partner))
    was_ours, was_theirs, nobodys = had_a_role_in(cast.board), had_a_role_in(cast.partner), make_user()
    both = [
        write("accounts.sign_in", of_both, None, obj=of_both),
        write("accounts.issue_code", None, None, obj=of_both),
        write("accounts.sign_in", nobodys, None, obj=nobodys),
        write("retention.resume", None, None),
    ]
    ours, theirs = (
        [
            write("accounts.sign_in", was, None),
            write("accounts.issue_code", None, None, obj=was),
            write("accounts.close_account", nobodys, None, obj=was),
            write("accounts.close_account", was, None, obj=nobodys),
        ]
        for was in (was_ours, was_theirs)
    )
    assert {event.owner_id for event in (*both, *ours, *theirs)} == {None}
    client = sign_in_as(client, of_both)
    for board, expected in ((cast.board, ours), (cast.partner, theirs)):
        assert {*listed(client, namnd=str(board.pk))} & {*both, *ours, *theirs} == {*both, *expected}


def test_role_that_is_only_proposed_makes_no_account_of_a_board(auditor: Client, cast: Cast) -> None:
    user = had_a_role_in(cast.partner)
    propose(cast, user, Role.BOARD_READER)
    assert write("accounts.sign_in", user, None) not in listed(auditor)


def test_page_is_told_in_words_and_one_that_refused_by_its_address(auditor: Client, cast: Cast) -> None:
    write(audit.READ, cast.coordinator, cast.board, view="people:employee-list")
    write(audit.DENIED, cast.coordinator, cast.board, view="places:place-edit")
    html = auditor.get(LIST).content.decode()
    assert "<small>Listan över medarbetare</small>" in html and "<small>/traffpunkter/…/andra/</small>" in html
    assert "employee-list" not in html and "place-edit" not in html


def test_auditor_of_two_boards_reads_one_at_a_time_and_each_reading_is_in_that_boards_log(
    client: Client, cast: Cast
) -> None:
    client = sign_in_as(client, make_user((Role.AUDITOR, cast.board), (Role.AUDITOR, cast.partner)))
    wanted = write("places.check", cast.coordinator, cast.partner)
    assert listed(client, namnd=str(cast.partner.pk)) == [wanted]
    assert AuditEvent.objects.order_by("-id")[0].owner == cast.partner


def test_reading_is_one_event_of_the_board_with_the_filter_as_a_hash(auditor: Client, cast: Cast) -> None:
    write("places.check", cast.coordinator, cast.board)
    before = AuditEvent.objects.count()
    listed(auditor, handelse="places.check")
    assert AuditEvent.objects.count() == before + 1
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.actor, event.owner) == (audit.READ, cast.auditor, cast.board)
    assert (event.view, event.counts) == ("accounts:log-list", {"rows": 1})
    assert event.filter_hash == audit.hash_of_filter("handelse=places.check")


def test_log_is_narrowed_by_time_person_action_kind_and_row(auditor: Client, cast: Cast) -> None:
    old = write("places.check", cast.coordinator, cast.board, obj=cast.own, at=NOW - 3 * DAY)
    new = write("places.change", cast.manager, cast.board, obj=cast.neighbour)
    day = (NOW - 3 * DAY).date().isoformat()
    assert listed(auditor, till=day) == [old] == listed(auditor, fran=day, till=day)
    assert old not in listed(auditor, fran=NOW.date().isoformat())
    assert listed(auditor, vem="CHEF") == [new] and listed(auditor, vem="che") == []
    assert listed(auditor, handelse="places.check") == [old]
    assert listed(auditor, slag="places.meetingplace") == [new, old]
    assert listed(auditor, rad=str(cast.own.pk)) == [old]
    assert listed(auditor, slag="places.meetingplace", vem="samordnare") == [old]


@pytest.mark.parametrize("query", [{"fran": "0001-01-01"}, {"till": "9999-12-31"}, {"rad": "x"}, {"fore": "-1"}])
def test_nonsense_is_told_or_passed_over(auditor: Client, query: dict[str, str]) -> None:
    assert auditor.get(LIST, query).status_code == 200


def test_next_page_goes_on_where_the_last_one_ended_though_reading_adds_rows(auditor: Client, cast: Cast) -> None:
    written = [write("places.check", cast.coordinator, cast.board).pk for _number in range(audit_log.PAGE_ROWS + 5)]
    first = auditor.get(LIST, {"handelse": "places.check"})
    older = first.context["page"].older
    assert f"handelse=places.check&amp;fore={older}" in first.content.decode()
    second = auditor.get(LIST, {"handelse": "places.check", "fore": older}).context["page"]
    shown = [event.pk for event in (*first.context["page"].events, *second.events)]
    assert shown == written[::-1] and second.older is None


def test_list_and_own_log_take_the_same_number_of_queries_however_long(auditor: Client, cast: Cast) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            auditor.get(address)
        return len(found)

    few = [queries(address) for address in (LIST, LIST, OWN)]
    for number in range(30):
        actor = (cast.coordinator, cast.manager, cast.employee, cast.auditor)[number % 4]
        write("places.check", actor, cast.board, obj=cast.own)
        write("accounts.issue_code", actor, cast.board, obj=cast.auditor)
    assert [queries(address) for address in (LIST, LIST, OWN)] == few


def test_spreadsheet_holds_the_narrowed_rows_as_text_and_is_an_event(auditor: Client, cast: Cast) -> None:
    cast.coordinator.name = "=HYPERLINK(1)"
    cast.coordinator.save()
    event = write("places.check", cast.coordinator, cast.board, obj=cast.own, counts={"rows": 3})
    [row] = sheet_of(auditor, handelse="places.check")
    assert row == (
        str(event.pk),
        "2025-10-06 09:00:00+02:00",
        "=HYPERLINK(1)",
        "samordnare",
        "Kontrollerade uppgifterna om en träffpunkt",
        "places.check",
        "Träffpunkt",
        str(cast.own.pk),
        "",
        '{"rows": 3}',
    )
    export = AuditEvent.objects.order_by("-id")[0]
    assert (export.action, export.actor, export.owner) == (audit.EXPORTED, cast.auditor, cast.board)
    assert (export.view, export.counts) == ("accounts:log-export", {"rows": 1})


def test_spreadsheet_is_never_cut(auditor: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_log, "EXPORT_ROWS", 2)
    for _number in range(3):
        write("places.check", cast.coordinator, cast.board)
    response = auditor.get(EXPORT, {"handelse": "places.check"}, follow=True)
    assert response.redirect_chain == [(f"{LIST}?handelse=places.check", 302)]
    assert "Välj en kortare tid" in response.content.decode()
    assert not AuditEvent.objects.filter(action=audit.EXPORTED).exists()


@pytest.mark.parametrize("who", ["coordinator", "manager", "employee", "access_administrator", "operator", "secretary"])
def test_only_auditors_read_a_boards_log(client: Client, cast: Cast, who: str) -> None:
    client = sign_in_as(client, getattr(cast, who))
    assert [client.get(address).status_code for address in (LIST, EXPORT)] == [403, 403]


def own_events(client: Client, user: User) -> tuple[list[AuditEvent], str]:
    response = sign_in_as(client, user).get(reverse("accounts:own-log"))
    return response.context["page"].events, response.content.decode()


def test_own_log_tells_what_i_did_and_what_others_did_with_my_account_and_my_rows(client: Client, cast: Cast) -> None:
    mine = write("training.booked", cast.employee, cast.board)
    read = write("people.read", cast.manager, cast.board, obj=cast.employee_row)
    code = write("accounts.issue_code", None, None, obj=cast.employee)
    elsewhere = write("people.read", cast.manager, cast.board, obj=cast.trainer_row)
    events, html = own_events(client, cast.employee)
    assert [event for event in events if event in {mine, read, code, elsewhere}] == [code, read, mine]
    assert "En annan person" in html and "Ingen inloggad" in html and "Läste sidan om en medarbetare" in html
    assert cast.manager.username not in html


def test_own_log_goes_on_in_order_through_both_kinds(client: Client, cast: Cast) -> None:
    half = audit_log.PAGE_ROWS // 2 + 3
    for _number in range(half):
        write("training.booked", cast.employee, cast.board)
        write("people.read", cast.manager, cast.board, obj=cast.employee_row)
    told = [event.pk for event in audit_log.own_log(user=cast.employee, before=None).events]
    older = audit_log.own_log(user=cast.employee, before=told[-1])
    all_of_them = [*told, *(event.pk for event in older.events)]
    assert len(told) == audit_log.PAGE_ROWS and older.older is None
    assert all_of_them == sorted(set(all_of_them), reverse=True) and len(all_of_them) == 2 * half
