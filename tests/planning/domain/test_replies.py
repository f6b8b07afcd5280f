"""Answers become pins and blocks, and the next plan respects them."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.planning.domain.adapter import Draft
from lyhord.planning.domain.drafts import replan_from_replies, send_draft
from lyhord.planning.domain.replies import (
    DraftNotSent,
    Party,
    RepliesClosed,
    Reply,
    UnknownItem,
    apply_replies,
    items_by_party,
    parties_of,
    save_replies,
    tally,
)
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.enums import Answer, CoarseReason
from lyhord.planning.models import DraftReply, Pin, PlanDraft
from tests.factories import TODAY
from tests.planning.world import World, make_draft, run_queue

NOW = dt.datetime(2025, 10, 6, 9, tzinfo=dt.UTC)
UNTIL = TODAY + dt.timedelta(days=7)


@pytest.fixture
def sent(world: World) -> PlanDraft:
    return send_draft(
        draft=make_draft(world), replies_until=UNTIL, sent_by=world.cast.coordinator, now=NOW, today=TODAY
    )


def answer(world: World, sent: PlanDraft, *replies: Reply, today: dt.date = TODAY, is_late: bool = False) -> int:
    return save_replies(
        draft=sent, replies=replies, answered_by=world.cast.manager, now=NOW, today=today, is_late=is_late
    )


def place_party(world: World) -> Party:
    return Party("place", str(world.own.pk))


def visit_key(world: World) -> str:
    return f"visit:{world.own.pk}:1"


def test_venue_workplaces_and_trainers_are_asked(world: World, sent: PlanDraft) -> None:
    draft = draft_of(sent)
    session = next(item for item in draft.items if item.is_session)
    expected = {Party("place", session.place), *(Party("trainer", t) for t in session.trainers)}
    expected |= {Party("place", draft.workplace(person, session)) for person in session.attendees}
    assert parties_of(draft, session) == expected


def test_an_answer_replaces_the_earlier_one_and_can_be_taken_back(world: World, sent: PlanDraft) -> None:
    party, key = place_party(world), visit_key(world)
    answer(world, sent, Reply(party, key, Answer.CANNOT, reason=CoarseReason.ROOM))
    answer(world, sent, Reply(party, key, Answer.WORKS, reason=CoarseReason.ROOM))
    reply = DraftReply.objects.get()
    assert (reply.answer, reply.reason) == (Answer.WORKS, "")
    answer(world, sent, Reply(party, key, None))
    assert not DraftReply.objects.exists()


def test_only_a_sent_draft_can_be_answered(world: World) -> None:
    draft = make_draft(world)
    with pytest.raises(DraftNotSent):
        answer(world, draft, Reply(place_party(world), visit_key(world), Answer.WORKS))


def test_late_answers_are_for_the_coordinator_to_enter(world: World, sent: PlanDraft) -> None:
    reply = Reply(place_party(world), visit_key(world), Answer.WORKS)
    late = UNTIL + dt.timedelta(days=1)
    with pytest.raises(RepliesClosed):
        answer(world, sent, reply, today=late)
    assert answer(world, sent, reply, today=late, is_late=True) == 1


def test_nobody_answers_about_what_does_not_concern_them(world: World, sent: PlanDraft) -> None:
    with pytest.raises(UnknownItem):
        answer(world, sent, Reply(Party("place", str(world.neighbour.pk)), visit_key(world), Answer.WORKS))
    assert not DraftReply.objects.exists()


def test_what_works_is_pinned_and_stays_in_the_next_plan(world: World, sent: PlanDraft) -> None:
    visit = draft_of(sent).by_key[visit_key(world)]
    answer(world, sent, Reply(place_party(world), visit.key, Answer.WORKS))
    run = replan_from_replies(draft=sent, asked_by=world.cast.coordinator, now=NOW, today=TODAY)
    assert [pin["slot"] for pin in run.problem["visit_pins"]] == [sorted(draft_of(sent).slots).index(
        (visit.date, visit.half)
    )]  # fmt: skip
    run_queue(NOW)
    fresh = draft_of(PlanDraft.objects.latest("number"))
    assert (fresh.by_key[visit.key].date, fresh.by_key[visit.key].is_pinned) == (visit.date, True)


def test_what_cannot_be_moves_and_nothing_else_does(world: World, sent: PlanDraft) -> None:
    before = draft_of(sent)
    visit = before.by_key[visit_key(world)]
    answer(world, sent, Reply(place_party(world), visit.key, Answer.CANNOT, reason=CoarseReason.ROOM))
    replan_from_replies(draft=sent, asked_by=world.cast.coordinator, now=NOW, today=TODAY)
    run_queue(NOW)
    after = draft_of(PlanDraft.objects.latest("number"))
    moved = after.by_key[visit.key]
    assert (moved.date, moved.half) != (visit.date, visit.half)
    assert after.levels["O1"].value == 0
    assert after.levels["moves"].value == 5

    def others(draft: Draft) -> set[tuple[object, ...]]:
        """Trainers of a visit may change freely: nobody else notices."""
        return {(it.date, it.place, it.module, it.attendees) for it in draft.items if it.key != visit.key}

    assert others(after) == others(before)


def test_a_wish_draws_the_activity_to_the_wished_day(world: World, sent: PlanDraft) -> None:
    visit = draft_of(sent).by_key[visit_key(world)]
    wished = visit.date + dt.timedelta(days=7)
    answer(world, sent, Reply(place_party(world), visit.key, Answer.WISH, wished_on=wished))
    replan_from_replies(draft=sent, asked_by=world.cast.coordinator, now=NOW, today=TODAY)
    run_queue(NOW)
    after = draft_of(PlanDraft.objects.latest("number"))
    assert (after.by_key[visit.key].date, after.by_key[visit.key].half) == (wished, visit.half)


def test_too_few_staff_blocks_the_place_and_its_people(world: World, sent: PlanDraft) -> None:
    party = place_party(world)
    item = items_by_party(draft_of(sent))[party][0]
    answer(world, sent, Reply(party, item.key, Answer.CANNOT, reason=CoarseReason.STAFFING))
    apply_replies(draft=sent, applied_by=world.cast.coordinator, now=NOW)
    content = Pin.objects.get().content
    assert (content["date"], content["half"]) == (item.date.isoformat(), item.half)
    blocked = {(it["kind"], it["subject"]) for it in content["subjects"]}
    staff = {("employee", str(e.pk)) for e in world.employees if not e.key.startswith("granne")}
    assert staff <= blocked
    assert (("place", party.id) in blocked) == (item.place == party.id)


def test_a_trainer_who_cannot_is_blocked_alone(world: World, sent: PlanDraft) -> None:
    visit = draft_of(sent).by_key[visit_key(world)]
    trainer = Party("trainer", visit.trainers[0])
    answer(world, sent, Reply(trainer, visit.key, Answer.CANNOT, reason=CoarseReason.OTHER_BOOKING))
    apply_replies(draft=sent, applied_by=world.cast.coordinator, now=NOW)
    assert Pin.objects.get().content["subjects"] == [{"kind": "trainer", "subject": trainer.id}]


def test_one_objection_outweighs_every_yes(world: World, sent: PlanDraft) -> None:
    visit = draft_of(sent).by_key[visit_key(world)]
    trainer = Party("trainer", visit.trainers[0])
    answer(
        world,
        sent,
        Reply(place_party(world), visit.key, Answer.WORKS),
        Reply(trainer, visit.key, Answer.CANNOT, reason=CoarseReason.OTHER),
    )
    counts = apply_replies(draft=sent, applied_by=world.cast.coordinator, now=NOW)
    assert counts == {"pins": 0, "blocks": 1}


def test_a_later_objection_takes_an_earlier_confirmation_away(world: World, sent: PlanDraft) -> None:
    party, key = place_party(world), visit_key(world)
    answer(world, sent, Reply(party, key, Answer.WORKS))
    replan_from_replies(draft=sent, asked_by=world.cast.coordinator, now=NOW, today=TODAY)
    run_queue(NOW)
    second = PlanDraft.objects.select_related("run", "decision").latest("number")
    send_draft(draft=second, replies_until=UNTIL, sent_by=world.cast.coordinator, now=NOW, today=TODAY)
    answer(world, second, Reply(party, key, Answer.CANNOT, reason=CoarseReason.ROOM))
    apply_replies(draft=second, applied_by=world.cast.coordinator, now=NOW)
    assert [pin.kind for pin in Pin.objects.all()] == ["block"]


def test_applying_twice_gives_the_same_pins(world: World, sent: PlanDraft) -> None:
    answer(world, sent, Reply(place_party(world), visit_key(world), Answer.WORKS))
    for _ in range(2):
        apply_replies(draft=sent, applied_by=world.cast.coordinator, now=NOW)
    assert Pin.objects.count() == 1


def test_the_tally_names_those_who_have_not_answered(world: World, sent: PlanDraft) -> None:
    answer(world, sent, Reply(place_party(world), visit_key(world), Answer.WORKS))
    counted = tally(sent, draft_of(sent), DraftReply.objects.filter(draft=sent))
    assert (counted.works, counted.cannot, counted.wish) == (1, 0, 0)
    assert place_party(world) not in counted.silent
    assert Party("place", str(world.neighbour.pk)) in counted.silent
