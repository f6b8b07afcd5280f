"""The audit log is written with the act, in a chain without gaps, and never changed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.domain import audit
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, audit_guard
from lyhord.accounts.models.audit_chain import event_mac
from tests.factories import Cast, make_board, make_programme, make_user

NOW = dt.datetime(2025, 10, 6, 9, 30, 0, 123457, tzinfo=dt.UTC)
FIELDS: dict[str, Any] = {
    "key": "k" * 64,
    "id": 1,
    "at": 1_759_743_000_123_457,
    "actor": uuid.UUID(int=1),
    "action": "places.check",
    "owner": uuid.UUID(int=2),
    "object_type": "places.meetingplace",
    "object_id": uuid.UUID(int=3),
    "view": "places:place-list",
    "filter_hash": "ab",
    "counts": {"rows": 2},
    "previous_mac": "cd",
}
OTHERWISE: dict[str, Any] = {
    "key": "K" * 64,
    "id": 2,
    "at": 1_759_743_000_123_458,
    "actor": None,
    "action": "places.close",
    "owner": None,
    "object_type": "",
    "object_id": None,
    "view": "",
    "filter_hash": "",
    "counts": {"rows": 3},
    "previous_mac": "",
}


def test_rows_are_numbered_and_tied_together(db: None) -> None:
    user, board = make_user(), make_board()
    with transaction.atomic():
        events = [audit.record("organisation.rename", actor=user, obj=board, owner=board, at=NOW) for _ in range(3)]
    stored = list(AuditEvent.objects.all())
    assert [event.id for event in stored] == [1, 2, 3]
    assert [event.previous_mac for event in stored] == ["", events[0].mac, events[1].mac]
    assert len({event.mac for event in stored}) == 3
    assert [(e.at, e.actor, e.owner, e.object_type, e.object_id) for e in stored] == [
        (NOW, user, board, "organisation.board", board.pk)
    ] * 3


def test_event_without_a_board_is_its_accounts_when_that_has_one_board_and_else_the_actors(db: None) -> None:
    board, other = make_board(), make_board("Socialnämnden (exempel)")
    ours, both, nobodys = (
        make_user((Role.EMPLOYEE, board)),
        make_user((Role.COORDINATOR, make_programme(board, other))),
        make_user(),
    )
    former = make_user((Role.EMPLOYEE, other))
    former.grants.update(ends_before=NOW.date())
    cases = [
        (ours, ours, board),
        (None, ours, board),
        (both, ours, board),
        (ours, both, None),
        (ours, nobodys, board),
        (ours, former, board),
        (ours, None, board),
        (both, None, None),
        (former, None, None),
        (nobodys, nobodys, None),
        (None, None, None),
    ]
    with transaction.atomic():
        owners = [audit.record("a.b", actor=actor, obj=obj, at=NOW).owner for actor, obj, _owner in cases]
    assert owners == [owner for _actor, _obj, owner in cases]


def test_event_is_two_statements_and_whose_it_is_has_been_settled_before_the_first(cast: Cast) -> None:
    for actor, owner, before in ((cast.employee, cast.board, 0), (None, None, 0), (cast.employee, None, 1)):
        with CaptureQueriesContext(connection) as found, transaction.atomic():
            audit.record("a.b", actor=actor, owner=owner, at=NOW)
        asked = [query["sql"] for query in found if "SAVEPOINT" not in query["sql"]]
        assert len(asked) == before + 2
        assert "accounts_auditevent ORDER BY id DESC" in asked[-2] and "INSERT INTO accounts_auditevent" in asked[-1]


@pytest.mark.parametrize("field", FIELDS)
def test_mac_covers_the_field(field: str) -> None:
    assert event_mac(**FIELDS) != event_mac(**(FIELDS | {field: OTHERWISE[field]}))


def test_text_that_moves_to_the_next_field_is_another_row() -> None:
    one, other = FIELDS | {"view": "ab", "filter_hash": "c"}, FIELDS | {"view": "a", "filter_hash": "bc"}
    assert event_mac(**one) != event_mac(**other)


def test_mac_is_the_one_written_down_here() -> None:
    """A change of the encoding would make every log in use unverifiable."""
    assert event_mac(**FIELDS) == "d4f635aea6e18118393958add964b003741c1bc9c89431e731f7f22b05866b72"


def test_what_is_rolled_back_leaves_no_gap(db: None) -> None:
    with transaction.atomic():
        audit.record("first", actor=None, at=NOW)
        with pytest.raises(RuntimeError), transaction.atomic():
            audit.record("undone", actor=None, at=NOW)
            raise RuntimeError
        audit.record("second", actor=None, at=NOW)
    assert list(AuditEvent.objects.values_list("id", "action")) == [(1, "first"), (2, "second")]
    first, second = AuditEvent.objects.all()
    assert second.previous_mac == first.mac


@pytest.mark.django_db(transaction=True)
def test_outside_the_transaction_of_the_act_it_refuses() -> None:
    with pytest.raises(audit.AuditOutsideTransaction):
        audit.record("places.check", actor=None, at=NOW)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("counts", [{"name": "Anna"}, {"rows": 1.5}, {"rows": True}, {"rows": None}])
def test_texts_never_reach_the_log(db: None, counts: dict[str, Any]) -> None:
    with pytest.raises(audit.CountsAreNumbers), transaction.atomic():
        audit.record("places.check", actor=None, counts=counts, at=NOW)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_auditevent SET action = 'other'", "DELETE FROM accounts_auditevent", "EMPTY"],
)
def test_database_refuses_changes(db: None, statement: str) -> None:
    if statement == "EMPTY":
        statement = (
            "TRUNCATE accounts_auditevent" if connection.vendor == "postgresql" else "DELETE FROM accounts_auditevent"
        )
    with transaction.atomic():
        audit.record("places.check", actor=None, at=NOW)
    with pytest.raises(DatabaseError, match=audit_guard.SENTENCE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get().action == "places.check"


def test_guard_can_be_lifted_and_is_put_up_again(db: None) -> None:
    with transaction.atomic():
        audit.record("places.check", actor=None, at=NOW)
    assert audit_guard.is_up(connection)
    with audit_guard.lifted(connection):
        assert not audit_guard.is_up(connection)
        AuditEvent.objects.all().delete()
    assert audit_guard.is_up(connection)


def test_same_filter_gives_the_same_hash_and_tells_nothing() -> None:
    assert audit.hash_of_filter("q=anna") == audit.hash_of_filter("q=anna") != audit.hash_of_filter("q=bo")
    assert (len(audit.hash_of_filter("q=anna")), audit.hash_of_filter("")) == (64, "")
