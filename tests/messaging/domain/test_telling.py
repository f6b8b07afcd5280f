"""Who is to be told what: derived from the event, its people, and what each was told last."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lyhord.messaging.domain.calendar import cancel_event
from lyhord.messaging.domain.telling import drop_what_has_begun, hold_subjects
from lyhord.messaging.enums import MessageKind, MessageState
from lyhord.messaging.models import CalendarEvent, Message
from lyhord.people.models import Employee
from tests.factories import TODAY, Cast
from tests.factories.rows import at
from tests.messaging.domain.worlds import DAY, MINUTE, NOW, QUIET, SUBJECT, message_to, publish, reachable

LATER = NOW + dt.timedelta(hours=2)


def told(now: dt.datetime = NOW) -> None:
    """Let everything that is open have been sent."""
    Message.objects.open().update(state=MessageState.SENT, claimed_at=now, settled_at=now, digest=uuid.uuid4())


def open_messages() -> list[tuple[str, str]]:
    return list(Message.objects.open().values_list("kind", "state"))


def test_whoever_is_in_an_event_is_to_be_told(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta], trainers=[cast.trainer_row])
    assert message_to(cast.trainer_row).kind == MessageKind.INVITE
    row = message_to(asta)
    assert (row.state, row.not_before, row.sequence) == (MessageState.WAITING, NOW + QUIET, 0)


def test_what_is_soon_waits_a_shorter_while(cast: Cast) -> None:
    asta = reachable(cast)
    soon = TODAY + dt.timedelta(days=2)
    publish(cast, employees=[asta], starts_at=at(soon, 9), ends_at=at(soon, 11))
    assert message_to(asta).not_before == NOW + 5 * MINUTE


def test_three_moves_make_one_message_which_waits_from_the_last(cast: Cast) -> None:
    asta = reachable(cast)
    for number in range(4):
        publish(
            cast, NOW + number * MINUTE, employees=[asta], starts_at=at(DAY, 9 + number), ends_at=at(DAY, 11 + number)
        )
    row = message_to(asta)
    assert (row.starts_at, row.sequence, row.not_before) == (at(DAY, 12), 3, NOW + 3 * MINUTE + QUIET)


def test_what_others_do_does_not_make_anybody_wait_longer(cast: Cast) -> None:
    asta, bo = reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta])
    publish(cast, NOW + MINUTE, employees=[asta, bo])
    assert (message_to(asta).not_before, message_to(bo).not_before) == (NOW + QUIET, NOW + MINUTE + QUIET)


def test_a_move_is_told_to_whoever_knows_another_time_and_a_move_back_is_dropped(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    told()
    publish(cast, LATER, employees=[asta], starts_at=at(DAY, 10), ends_at=at(DAY, 12))
    assert open_messages() == [(MessageKind.CHANGE, MessageState.WAITING)]
    publish(cast, LATER + MINUTE, employees=[asta])
    assert open_messages() == []
    assert Message.objects.get(state=MessageState.DROPPED).settled_at == LATER + MINUTE


def test_the_same_again_tells_nobody_anything(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    told()
    publish(cast, LATER, employees=[asta])
    assert open_messages() == []


def test_another_place_is_told_and_so_is_another_title(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    told()
    publish(cast, LATER, employees=[asta], location="Exempel Egen, Lillgatan 2")
    assert message_to_open(asta).location == "Exempel Egen, Lillgatan 2"


def message_to_open(person: Employee) -> Message:
    return Message.objects.open().get(employee=person)


def test_a_cancelled_event_is_told_to_those_who_know_of_it_and_dropped_for_the_rest(cast: Cast) -> None:
    asta, bo = reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta])
    told()
    publish(cast, LATER, employees=[asta, bo])
    cancel_event(subject=SUBJECT, now=LATER + MINUTE)
    row = message_to_open(asta)
    assert (row.kind, row.sequence) == (MessageKind.CANCEL, 1)
    assert Message.objects.get(employee=bo).state == MessageState.DROPPED


def test_whoever_is_taken_out_alone_is_told_so_with_the_time_they_know(cast: Cast) -> None:
    asta, bo = reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta, bo])
    told()
    publish(cast, LATER, employees=[bo], starts_at=at(DAY, 13), ends_at=at(DAY, 15))
    gone, stays = message_to_open(asta), message_to_open(bo)
    assert (gone.kind, gone.starts_at, gone.sequence) == (MessageKind.CANCEL, at(DAY, 9), 1)
    assert (stays.kind, stays.starts_at) == (MessageKind.CHANGE, at(DAY, 13))


def test_whoever_comes_back_before_it_was_told_hears_nothing_and_after_it_is_invited_anew(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    told()
    publish(cast, LATER, employees=[])
    publish(cast, LATER + MINUTE, employees=[asta])
    assert open_messages() == []
    publish(cast, LATER + 2 * MINUTE, employees=[])
    told(LATER + 3 * MINUTE)
    publish(cast, LATER + 4 * MINUTE, employees=[asta])
    assert open_messages() == [(MessageKind.INVITE, MessageState.WAITING)]


def test_what_has_begun_is_told_to_nobody(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta], starts_at=at(TODAY, 7), ends_at=at(TODAY, 9))
    assert not Message.objects.exists()
    publish(cast, employees=[asta])
    drop_what_has_begun(now=at(DAY, 9) - MINUTE)
    assert open_messages() == [(MessageKind.INVITE, MessageState.WAITING)]
    drop_what_has_begun(now=at(DAY, 9))
    assert open_messages() == []


def test_what_is_held_stays_held_when_it_changes_and_what_is_new_of_it_is_held_too(cast: Cast) -> None:
    asta, bo = reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta])
    assert hold_subjects([SUBJECT], now=NOW) == 1
    publish(cast, LATER, employees=[asta, bo], starts_at=at(DAY, 13), ends_at=at(DAY, 15))
    assert (message_to(asta).state, message_to(asta).starts_at) == (MessageState.HELD, at(DAY, 13))
    assert message_to(bo).state == MessageState.HELD


def test_holding_one_subject_holds_no_other(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    publish(cast, employees=[asta], subject=uuid.uuid4())
    hold_subjects([SUBJECT], now=NOW)
    assert sorted(state for _kind, state in open_messages()) == ["held", "waiting"]


@pytest.mark.parametrize("state", [MessageState.RELEASED, MessageState.FAILED])
def test_a_change_makes_what_was_released_or_failed_wait_anew(cast: Cast, state: MessageState) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    Message.objects.update(state=state, not_before=NOW, tries=3)
    publish(cast, LATER, employees=[asta], starts_at=at(DAY, 13), ends_at=at(DAY, 15))
    row = message_to(asta)
    assert (row.state, row.not_before, row.tries) == (MessageState.WAITING, LATER + QUIET, 0)


def test_a_change_while_a_mail_is_on_its_way_is_a_message_of_its_own(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    Message.objects.update(state=MessageState.SENDING, claimed_at=NOW, digest=uuid.uuid4())
    publish(cast, LATER, employees=[asta], starts_at=at(DAY, 13), ends_at=at(DAY, 15))
    assert open_messages() == [(MessageKind.CHANGE, MessageState.WAITING)]


def test_nobody_restricted_is_told_anything(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    Employee.objects.update(restricted_at=NOW)
    publish(cast, LATER, employees=[asta])
    assert open_messages() == []
    told()
    cancel_event(subject=SUBJECT, now=LATER)
    assert open_messages() == []


def test_there_is_one_open_message_for_a_person_and_an_event_at_most(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    row = message_to(asta)
    row.pk = uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_an_event_with_many_asks_as_often_as_one_with_few(cast: Cast) -> None:
    people = [reachable(cast, f"Exempel {n}", f"p{n}@example.org") for n in range(6)]
    counts = []
    for some in (people[:1], people):
        CalendarEvent.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            publish(cast, employees=some)
        counts.append(len(asked))
    assert counts[0] == counts[1]
