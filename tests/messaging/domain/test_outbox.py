"""What a coordinator does with what waits."""

from __future__ import annotations

import uuid

import pytest

from lyhord.accounts.models import AuditEvent
from lyhord.messaging.domain.outbox import AlreadyTold, LinesNotFit, hold, note_spoken, release, write_lines
from lyhord.messaging.domain.outbox_page import FAILED, GOING, HELD, PARTS, SENT, SPOKEN, counted_parts, in_part
from lyhord.messaging.enums import Failure, MessageState, MessageWay
from lyhord.messaging.models import Message
from tests.factories import Cast
from tests.factories.rows import at
from tests.messaging.domain.worlds import DAY, MINUTE, NOW, QUIET, message_to, publish, reachable

LATER = NOW + 2 * QUIET


def counts(now: object = NOW) -> dict[str, int]:
    return {part.slug: part.count for part in counted_parts(Message.objects.all(), now) if part.count}  # type: ignore[arg-type]  # a time


def test_releasing_lets_it_go_at_once_and_says_how_many(cast: Cast) -> None:
    asta, bo = reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta, bo])
    Message.objects.update(state=MessageState.HELD)
    assert release(messages=Message.objects.all(), released_by=cast.coordinator, now=LATER) == 2
    assert (message_to(asta).state, message_to(asta).not_before) == (MessageState.RELEASED, LATER)
    event = AuditEvent.objects.get(action="messaging.released")
    assert (event.counts, event.owner, event.actor) == ({"messages": 2}, cast.board, cast.coordinator)
    assert release(messages=Message.objects.all(), released_by=cast.coordinator, now=LATER) == 0


def test_what_failed_is_tried_anew_when_it_is_released(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    Message.objects.update(state=MessageState.FAILED, failure=Failure.ADDRESS, tries=6)
    release(messages=Message.objects.all(), released_by=cast.coordinator, now=LATER)
    row = message_to(asta)
    assert (row.state, row.failure, row.tries) == (MessageState.RELEASED, "", 0)


@pytest.mark.parametrize("state", [MessageState.SENT, MessageState.SENDING, MessageState.DROPPED])
def test_what_is_told_or_over_is_neither_held_nor_released(cast: Cast, state: MessageState) -> None:
    publish(cast, employees=[reachable(cast)])
    Message.objects.update(state=state, digest=uuid.uuid4())
    chosen = Message.objects.all()
    assert hold(messages=chosen, held_by=cast.coordinator, now=LATER) == 0
    assert release(messages=chosen, released_by=cast.coordinator, now=LATER) == 0
    assert Message.objects.get().state == state


def test_what_was_said_is_told_and_a_later_change_is_said_anew(cast: Cast) -> None:
    nobody = cast.employee_row
    publish(cast, employees=[nobody, reachable(cast)])
    due = NOW + QUIET
    assert note_spoken(messages=Message.objects.all(), noted_by=cast.coordinator, now=due) == 1
    row = message_to(nobody)
    assert (row.state, row.way, row.settled_at) == (MessageState.SENT, MessageWay.SPOKEN, due)
    publish(cast, LATER, employees=[nobody], starts_at=at(DAY, 13), ends_at=at(DAY, 15))
    assert Message.objects.open().filter(employee=nobody).get().kind == "change"


def test_own_lines_are_kept_tidy_and_may_be_taken_away(cast: Cast) -> None:
    publish(cast, employees=[reachable(cast)])
    row = Message.objects.get()
    written = write_lines(
        message=row, lines="  Gå in \t från gården.\n\nRing på. ", written_by=cast.coordinator, now=NOW
    )
    assert written.own_lines == "Gå in från gården.\n\nRing på."
    assert write_lines(message=row, lines=" ", written_by=cast.coordinator, now=NOW).own_lines == ""


@pytest.mark.parametrize("lines", ["Kom och prata om våld", "x" * 401])
def test_lines_that_tell_or_are_too_long_are_refused(cast: Cast, lines: str) -> None:
    publish(cast, employees=[reachable(cast)])
    row = Message.objects.get()
    with pytest.raises(LinesNotFit):
        write_lines(message=row, lines=lines, written_by=cast.coordinator, now=NOW)
    assert Message.objects.get().own_lines == ""


def test_nothing_is_written_in_what_has_gone(cast: Cast) -> None:
    publish(cast, employees=[reachable(cast)])
    row = Message.objects.get()
    Message.objects.update(state=MessageState.SENT)
    with pytest.raises(AlreadyTold):
        write_lines(message=row, lines="Hej", written_by=cast.coordinator, now=NOW)


def test_every_message_is_in_one_part_at_most_and_what_has_begun_in_none_but_the_sent(cast: Cast) -> None:
    asta, bo = reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta, bo, cast.employee_row], trainers=[cast.trainer_row])
    assert counts() == {GOING: 4}
    assert counts(NOW + QUIET) == {SPOKEN: 2, GOING: 2}
    Message.objects.filter(employee=asta).update(state=MessageState.FAILED)
    Message.objects.filter(employee=bo).update(state=MessageState.HELD)
    assert counts(NOW + QUIET) == {SPOKEN: 2, FAILED: 1, HELD: 1}
    Message.objects.filter(employee=asta).update(state=MessageState.SENT, settled_at=NOW)
    assert counts(at(DAY, 9)) == {SENT: 1}
    listed = [row.pk for part in PARTS for row in in_part(Message.objects.all(), part.slug, NOW + QUIET)]
    assert len(listed) == len(set(listed)) == 4


def test_a_part_is_in_the_order_of_names(cast: Cast) -> None:
    people = [reachable(cast, name, f"{number}@example.org") for number, name in enumerate(["Örjan", "Åsa", "Bo"])]
    publish(cast, employees=people, trainers=[cast.trainer_row])
    names = [row.person.name for row in in_part(Message.objects.all(), GOING, NOW)]
    assert names == ["Bo", "Exempel Utbildare", "Åsa", "Örjan"]


def test_holding_keeps_what_would_have_gone(cast: Cast) -> None:
    publish(cast, employees=[reachable(cast)])
    assert hold(messages=Message.objects.all(), held_by=cast.coordinator, now=NOW + MINUTE) == 1
    assert counts() == {HELD: 1}
