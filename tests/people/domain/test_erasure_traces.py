"""After an erasure the whole database is searched for the person: every table, every column, packed files too."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client

from lyhord.accounts.domain.offboarding import close_account
from lyhord.accounts.domain.retention.account_erasure import CLOSED_ACCOUNTS
from lyhord.accounts.domain.retention.kinds import kind_of
from lyhord.accounts.domain.retention.passes import run_pass
from lyhord.accounts.domain.retention.rules import enter_rule, preview
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, RetentionMark, Session, User
from lyhord.imports.domain.kinds import kind_of as import_kind
from lyhord.imports.domain.runs import take_in
from lyhord.people.domain.privacy_requests import AccountStillOpen, StillAtWork, answer, ask, confirm_erasure
from lyhord.people.domain.retention import LEAVERS
from lyhord.people.enums import RequestKind
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.domain.feeds import create_feed
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance
from tests.factories import TODAY, Cast, make_employee, make_module, make_session, make_trainer, make_user, sign_in_as
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
NOW = at(TODAY, 12)
NAME, LEFT = "Märta Zackrisdotter-Öqvist", TODAY - dt.timedelta(days=1)
MARKS = ("Zackrisdotter", "zackris.oqvist", "ZQ-4711", "070-4711 4711", "zackrisanvandare")
"""What leads to the person: the name, the e-mail, the number, the phone, the user name."""


def everything() -> Iterator[tuple[str, str]]:
    """Yield (table, text) of every value of every table, decoded, unpacked, sessions opened."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # the table's own name
            for row in cursor.fetchall():
                for found in row:
                    yield from ((table, text) for text in _readings(found))
    for session in Session.objects.all():
        yield "opened sessions", str(session.get_decoded())


def _readings(found: Any) -> Iterator[str]:
    """Yield each way to read a value: as it is, JSON without escapes, packed bytes, the parts of a workbook."""
    if isinstance(found, bytes | memoryview):
        packed = bytes(found)
        yield packed.decode("utf-8", "ignore")
        yield packed.decode("cp1252", "ignore")
        if packed[:1] == b"x":
            yield zlib.decompress(packed).decode()
        if zipfile.is_zipfile(io.BytesIO(packed)):
            with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                yield from (archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
        return
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, default=str)
    yield text
    if "\\u" in text:
        yield text.encode().decode("unicode_escape", "ignore")


def tables_with_marks() -> set[str]:
    return {table for table, text in everything() if any(mark.lower() in text.lower() for mark in MARKS)}


@pytest.fixture
def account(cast: Cast) -> User:
    user = make_user((Role.EMPLOYEE, cast.unit), username="zackrisanvandare", name=NAME)
    EmailAddress.objects.create(user=user, email="zackris.oqvist@exempel.se")
    sign_in_as(Client(), user)
    return user


def facts(user: User) -> dict[str, Any]:
    return {"key": "ZQ-4711", "email": "zackris.oqvist@exempel.se", "phone": "070-4711 4711", "user": user}


@pytest.fixture
def leaver(cast: Cast, account: User) -> Employee:
    """Somebody whose name stands wherever the program can put one."""
    person = make_employee(NAME, place=cast.own, ends_before=LEFT, **facts(account))
    held = make_session(make_module(), cast.own, LEFT, employees=[person], state=SessionState.HELD)
    Attendance.objects.create(session=held, employee=person, outcome=Outcome.PRESENT, recorded_at=NOW)
    create_feed(subject=person, created_by=account, now=NOW)
    MeetingPlace.objects.filter(pk=cast.own.pk).update(contact_name=NAME, email="zackris.oqvist@exempel.se")
    for filename, text in (("personal.csv", NAME), (f"{NAME}.csv", "Någon Annan")):
        headings, row = "Anställningsnummer;Namn;Träffpunkt;Anställd från och med", f"ZQ-4711;{text};{cast.own.key}"
        content = f"{headings}\n{row};2020-01-01\n".encode()
        kind = import_kind("employees")
        common = {"kind": kind, "owner": cast.board, "uploaded_by": cast.coordinator, "now": NOW}
        assert not take_in(filename=filename, content=content, **common).refused_because
    held_mark(cast, person)
    return person


def held_mark(cast: Cast, person: Employee) -> None:
    kind = kind_of(LEAVERS)
    rule = enter_rule(
        kind=kind,
        owner=cast.board,
        months=1,
        diary_number="EX-1",
        decided_on=TODAY,
        seen=preview(kind=kind, owner=cast.board, months=1, today=TODAY).digest,
        entered_by=cast.coordinator,
        now=NOW,
    )
    common = {"owner": cast.board, "rule": rule, "due_on": TODAY, "goes_on": TODAY, "held_by": cast.coordinator}
    RetentionMark.objects.create(kind=LEAVERS, object_id=person.pk, hold_reason=f"{NAME} har begärt det", **common)
    other = make_employee("Exempel Annan", place=cast.own, ends_before=LEFT)
    RetentionMark.objects.create(kind=LEAVERS, object_id=other.pk, hold_reason=f"Samma ärende som {NAME}", **common)


def erase_on_request(cast: Cast, person: Employee | Trainer | User, first: User, second: User) -> None:
    board = cast.board if isinstance(person, User) else person.owner
    request = ask(person=person, board=board, kind=RequestKind.ERASURE, text=f"Jag, {NAME}", asked_by=first, now=NOW)
    answer(request=request, is_granted=True, answer=f"Beviljat för {NAME}", answered_by=first, now=NOW)
    confirm_erasure(request=request, confirmed_by=second, now=NOW)


def close(cast: Cast, account: User) -> None:
    close_account(user=account, closed_by=cast.access_administrator, today=TODAY, now=NOW)
    account.refresh_from_db()


def test_no_trace_of_an_erased_employee(cast: Cast, leaver: Employee, account: User) -> None:
    before = tables_with_marks()
    assert before >= {
        "people_employee",
        "accounts_user",
        "account_emailaddress",
        "places_meetingplace",
        "imports_importrun",
        "accounts_retentionmark",
    }, "the search finds the person where the name has been put"
    close(cast, account)
    erase_on_request(cast, leaver, cast.coordinator, make_user((Role.COORDINATOR, cast.board)))
    assert tables_with_marks() == set()
    assert Attendance.objects.filter(employee=leaver).exists(), "figures stay, under a pseudonym"
    assert RetentionMark.objects.count() == 1, "another's mark stays, without the name"


def test_no_trace_of_an_erased_trainer(cast: Cast, account: User) -> None:
    trainer = make_trainer(NAME, board=cast.partner, ends_before=LEFT, **facts(account))
    create_feed(subject=trainer, created_by=cast.coordinator, now=NOW)
    assert "people_trainer" in tables_with_marks()
    close(cast, account)
    erase_on_request(cast, trainer, cast.coordinator, make_user((Role.COORDINATOR, cast.partner)))
    assert tables_with_marks() == set()


def test_no_trace_of_an_erased_account(cast: Cast, account: User) -> None:
    assert {"accounts_user", "account_emailaddress"} <= tables_with_marks()
    close(cast, account)
    erase_on_request(cast, account, cast.access_administrator, cast.second_administrator)
    assert tables_with_marks() == set()
    account.refresh_from_db()
    assert (account.name, account.is_active, account.has_usable_password()) == ("Gallrad", False, False)


def test_no_trace_of_a_leaver_that_a_rule_took(
    cast: Cast, leaver: Employee, account: User, settings: Any, tmp_path: Any
) -> None:
    settings.ERASURE_FILE = tmp_path / "erasures"
    RetentionMark.objects.all().delete()
    close(cast, account)
    later = NOW + dt.timedelta(days=32)
    run_pass(now=later)
    for day in range(7, 29, 7):
        run_pass(now=later + dt.timedelta(days=day))
    assert tables_with_marks() == set()
    assert MARKS[0] not in settings.ERASURE_FILE.read_text()


def test_an_open_account_or_work_stops_an_erasure(cast: Cast, leaver: Employee, account: User) -> None:
    with pytest.raises(AccountStillOpen):
        erase_on_request(cast, leaver, cast.coordinator, cast.coordinator)
    with pytest.raises(AccountStillOpen):
        erase_on_request(cast, account, cast.access_administrator, cast.second_administrator)
    with pytest.raises(StillAtWork):
        erase_on_request(cast, cast.trainer_row, cast.coordinator, cast.coordinator)


def test_a_namesake_keeps_being_the_contact_person(cast: Cast, leaver: Employee, account: User) -> None:
    make_employee(NAME, place=cast.own)
    close(cast, account)
    erase_on_request(cast, leaver, cast.coordinator, make_user((Role.COORDINATOR, cast.board)))
    cast.own.refresh_from_db()
    assert cast.own.contact_name == NAME


def test_an_account_goes_last_by_the_rule_of_the_board_that_gave_its_last_role(cast: Cast, account: User) -> None:
    close(cast, account)
    kind = kind_of(CLOSED_ACCOUNTS)
    assert [row.id for row in kind.ended(cast.board)] == [account.pk]
    assert not list(kind.ended(cast.partner))
    kind.destroy(account.pk)
    assert not list(kind.ended(cast.board))
    assert AuditEvent.objects.filter(object_id=account.pk).exists(), "the log keeps the id"
