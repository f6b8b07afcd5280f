"""Every state and every reason of the ledger, in worlds small enough to check by hand."""

from __future__ import annotations

import datetime as dt

from lyhord.coverage.domain.facts import Away, Employment, Exempt, Inputs, Place
from lyhord.coverage.domain.ledger import Counts, Row, compute, count_part
from lyhord.coverage.enums import CellState, NotCounted, Unknown
from tests.coverage.worlds import AFTER, BEFORE, DAY, LONG_AGO, person, seat, session, trained, training, visit, visits

BOTH = trained("m1", "m2")


def row(inputs: Inputs, subject: str = "anna", on: dt.date = DAY) -> Row:
    return compute(inputs, on).by_subject[subject]


def states(inputs: Inputs, subject: str = "anna", on: dt.date = DAY) -> list[CellState]:
    return [part.state for part in row(inputs, subject, on).parts]


# Parts of a person


def test_nothing_booked_is_to_do() -> None:
    assert states(training()) == [CellState.TO_DO, CellState.TO_DO]
    assert row(training()).state is CellState.TO_DO


def test_attending_every_module_is_done_with_evidence() -> None:
    found = row(training(**BOTH))
    assert found.state is CellState.DONE
    assert [(p.id, p.evidence, p.on) for p in found.parts] == [("m1", "s-m1-anna", BEFORE), ("m2", "s-m2-anna", BEFORE)]


def test_one_module_of_two_is_not_done() -> None:
    assert states(training(**trained("m1"))) == [CellState.DONE, CellState.TO_DO]
    assert row(training(**trained("m1"))).state is CellState.TO_DO


def test_done_and_booked_is_planned_with_the_booked_day() -> None:
    world = training(
        sessions=(session("s1", "m1", BEFORE), session("s2", "m2", AFTER, "planned")),
        seats=(seat("s1"), seat("s2", "")),
    )
    assert row(world).state is CellState.PLANNED
    assert row(world).next_on == AFTER
    assert [part.id for part in row(world).left] == ["m2"]


def test_absence_is_no_evidence() -> None:
    world = training(modules=("m1",), sessions=(session("s1", "m1", BEFORE),), seats=(seat("s1", "absent"),))
    assert row(world).parts[0].state is CellState.TO_DO
    assert row(world).parts[0].evidence == ""


def test_session_that_passed_without_report_is_to_do_and_says_so() -> None:
    for state in ("planned", "held"):
        world = training(modules=("m1",), sessions=(session("s1", "m1", BEFORE, state),), seats=(seat("s1", ""),))
        part = row(world).parts[0]
        assert (part.state, part.is_unreported, part.evidence) == (CellState.TO_DO, True, "s1")


def test_session_later_today_is_planned() -> None:
    world = training(modules=("m1",), sessions=(session("s1", "m1", DAY, "planned"),), seats=(seat("s1", ""),))
    assert states(world) == [CellState.PLANNED]


def test_session_held_today_is_done_today_and_was_planned_yesterday() -> None:
    world = training(modules=("m1",), sessions=(session("s1", "m1", DAY),), seats=(seat("s1"),))
    assert states(world) == [CellState.DONE]
    assert states(world, on=DAY - dt.timedelta(days=1)) == [CellState.PLANNED]


def test_cancelled_session_counts_for_nothing() -> None:
    world = training(
        modules=("m1",),
        sessions=(session("s1", "m1", AFTER, "cancelled"), session("s2", "m1", BEFORE, "cancelled")),
        seats=(seat("s1", ""), seat("s2")),
    )
    assert states(world) == [CellState.TO_DO]


def test_held_evidence_beats_a_later_booking_and_the_earliest_is_shown() -> None:
    earlier = BEFORE - dt.timedelta(days=30)
    world = training(
        modules=("m1",),
        sessions=(session("a", "m1", AFTER, "planned"), session("b", "m1", BEFORE), session("c", "m1", earlier)),
        seats=(seat("a", ""), seat("b"), seat("c")),
    )
    assert (row(world).parts[0].state, row(world).parts[0].evidence) == (CellState.DONE, "c")


# Who is counted


def test_class_outside_the_definition_is_not_counted() -> None:
    found = row(training(people=(person(kind="volunteer"),), **BOTH))
    assert (found.state, found.reason) == (CellState.NOT_COUNTED, NotCounted.CLASS_NOT_COUNTED)


def test_joined_too_recently_says_from_which_day_it_counts() -> None:
    world = training(people=(person(since=DAY - dt.timedelta(days=29)),))
    found = row(world)
    assert (found.state, found.reason) == (CellState.NOT_COUNTED, NotCounted.JOINED_RECENTLY)
    assert found.counts_from == DAY + dt.timedelta(days=1)
    assert row(world, on=DAY + dt.timedelta(days=1)).state is CellState.TO_DO


def test_recent_joiner_who_attended_everything_is_done() -> None:
    assert row(training(people=(person(since=BEFORE),), **BOTH)).state is CellState.DONE


def test_change_of_place_does_not_make_a_joiner() -> None:
    moved = person("anna", Employment("gottsunda", 100, LONG_AGO, BEFORE), Employment("stenhagen", 100, BEFORE, None))
    found = row(training(people=(moved,)))
    assert (found.state, found.place) == (CellState.TO_DO, "stenhagen")


def test_coming_back_after_a_gap_makes_a_joiner() -> None:
    gone = DAY - dt.timedelta(days=60)
    back = person("anna", Employment("gottsunda", 100, LONG_AGO, gone), Employment("gottsunda", 100, BEFORE, None))
    assert row(training(people=(back,))).reason == NotCounted.JOINED_RECENTLY


def test_leaver_is_out_from_the_day_of_leaving_even_when_done() -> None:
    world = training(people=(person(until=DAY),), **BOTH)
    assert row(world, on=DAY - dt.timedelta(days=1)).state is CellState.DONE
    found = row(world)
    assert (found.state, found.reason, found.place) == (CellState.NOT_COUNTED, NotCounted.LEFT, "gottsunda")


def test_not_started_and_no_employment() -> None:
    assert row(training(people=(person(since=AFTER),))).reason == NotCounted.NOT_STARTED
    nowhere = person()._replace(employments=())
    assert row(training(people=(nowhere,))).reason == NotCounted.NO_EMPLOYMENT


def test_between_two_employments_is_not_started() -> None:
    between = person("anna", Employment("gottsunda", 100, LONG_AGO, BEFORE), Employment("stenhagen", 50, AFTER, None))
    found = row(training(people=(between,)))
    assert (found.reason, found.place) == (NotCounted.NOT_STARTED, "stenhagen")


def test_away_to_the_end_of_the_period_is_not_counted() -> None:
    for until in (None, dt.date(2027, 1, 1)):
        found = row(training(people=(person(away=(Away(BEFORE, until),)),)))
        assert (found.state, found.reason) == (CellState.NOT_COUNTED, NotCounted.AWAY)


def test_away_in_two_spans_that_touch_is_away_to_the_end() -> None:
    spans = (Away(BEFORE, AFTER), Away(AFTER, None))
    assert row(training(people=(person(away=spans),))).reason == NotCounted.AWAY


def test_away_for_a_while_is_counted() -> None:
    back_in_time = person(away=(Away(BEFORE, dt.date(2026, 12, 31)),))
    leaves_later = person(away=(Away(AFTER, None),))
    for somebody in (back_in_time, leaves_later):
        assert row(training(people=(somebody,))).state is CellState.TO_DO


def test_away_with_return_counts_when_the_end_of_the_period_is_not_known() -> None:
    back = person(away=(Away(BEFORE, dt.date(2030, 1, 1)),))
    assert row(training(people=(back,), period_ends_before=None)).state is CellState.TO_DO


def test_away_who_attended_everything_is_done() -> None:
    assert row(training(people=(person(away=(Away(BEFORE, None),)),), **BOTH)).state is CellState.DONE


def test_person_at_a_closed_place_is_not_counted() -> None:
    closed = training(places=(Place("gottsunda", None, DAY),))
    assert row(closed).reason == NotCounted.PLACE_CLOSED
    assert row(closed, on=DAY - dt.timedelta(days=1)).state is CellState.TO_DO
    assert row(training(places=(Place("gottsunda", AFTER, None),))).reason == NotCounted.PLACE_NOT_OPENED


def test_two_employments_are_one_person_at_the_biggest_share() -> None:
    jobs = (Employment("gottsunda", 40, LONG_AGO, None), Employment("stenhagen", 60, LONG_AGO, None))
    ledger = compute(training(people=(person("anna", *jobs),)), DAY)
    assert len(ledger.rows) == 1
    assert list(ledger.by_place) == ["stenhagen"]


def test_biggest_share_among_open_places_only() -> None:
    jobs = (Employment("gottsunda", 40, LONG_AGO, None), Employment("stenhagen", 60, LONG_AGO, None))
    places = (Place("gottsunda", None, None), Place("stenhagen", None, BEFORE))
    assert row(training(people=(person("anna", *jobs),), places=places)).place == "gottsunda"


# Exceptions


def test_exception_holds_from_the_day_it_was_approved() -> None:
    world = training(exceptions=(Exempt("anna", "long_leave", DAY),))
    assert (row(world).state, row(world).reason) == (CellState.EXCEPTED, "long_leave")
    assert row(world, on=DAY - dt.timedelta(days=1)).state is CellState.TO_DO


def test_exception_of_a_place_holds_for_its_people() -> None:
    assert row(training(exceptions=(Exempt("gottsunda", "place_closing", BEFORE),))).state is CellState.EXCEPTED


def test_done_is_done_in_spite_of_an_exception() -> None:
    assert row(training(exceptions=(Exempt("anna", "long_leave", BEFORE),), **BOTH)).state is CellState.DONE


# Visits


def test_visits_held_planned_and_missing_are_numbered_in_order_of_time() -> None:
    world = visits(visits_required=3, visits=(visit("v2", AFTER, "planned"), visit("v1", BEFORE)))
    found = row(world, "gottsunda")
    assert [(p.id, p.state, p.evidence) for p in found.parts] == [
        ("1", CellState.DONE, "v1"),
        ("2", CellState.PLANNED, "v2"),
        ("3", CellState.TO_DO, ""),
    ]
    assert found.state is CellState.TO_DO


def test_enough_visits_held_is_done_and_more_change_nothing() -> None:
    three = tuple(visit(f"v{n}", BEFORE + dt.timedelta(days=n)) for n in range(3))
    assert row(visits(visits=three), "gottsunda").state is CellState.DONE
    assert len(row(visits(visits=three), "gottsunda").parts) == 2


def test_held_visits_come_before_planned_ones_when_there_are_too_many() -> None:
    world = visits(visits_required=1, visits=(visit("v0", AFTER, "planned"), visit("v1", BEFORE)))
    assert row(world, "gottsunda").state is CellState.DONE


def test_visit_that_passed_without_report_is_to_do_and_says_so() -> None:
    part = row(visits(visits=(visit("v1", BEFORE, "planned"),)), "gottsunda").parts[0]
    assert (part.state, part.is_unreported) == (CellState.TO_DO, True)


def test_cancelled_visit_and_visit_elsewhere_count_for_nothing() -> None:
    world = visits(visits=(visit("v1", BEFORE, "cancelled"), visit("v2", BEFORE, place="annan")))
    assert states(world, "gottsunda") == [CellState.TO_DO, CellState.TO_DO]


def test_closed_and_unopened_places_are_not_counted() -> None:
    places = (Place("a", None, DAY), Place("b", AFTER, None), Place("c", None, AFTER))
    ledger = compute(visits(places=places), DAY)
    assert [(r.state, r.reason) for r in ledger.rows] == [
        (CellState.NOT_COUNTED, NotCounted.PLACE_CLOSED),
        (CellState.NOT_COUNTED, NotCounted.PLACE_NOT_OPENED),
        (CellState.TO_DO, ""),
    ]


def test_excepted_place() -> None:
    assert row(visits(exceptions=(Exempt("gottsunda", "place_closing", DAY),)), "gottsunda").state is CellState.EXCEPTED


# Counting, and not knowing


def test_counts_add_up_and_the_share_leaves_the_excepted_out() -> None:
    people = (person("anna"), person("bo"), person("cia"), person("dan", until=DAY))
    world = training(people=people, exceptions=(Exempt("cia", "long_leave", BEFORE),), **BOTH)
    counts = compute(world, DAY).counts
    assert counts == Counts(done=1, planned=0, to_do=1, excepted=1, not_counted=1)
    assert (counts.denominator, counts.to_reach, counts.share_done) == (3, 2, 0.5)


def test_count_part_counts_each_module_for_itself() -> None:
    world = training(people=(person("anna"), person("bo")), **trained("m1"))
    rows = compute(world, DAY).rows
    assert count_part(rows, "m1") == Counts(done=1, planned=0, to_do=1, excepted=0)
    assert count_part(rows, "m2") == Counts(done=0, planned=0, to_do=2, excepted=0)


def test_not_known_is_not_zero() -> None:
    for world, why in (
        (training(definition=None), Unknown.NO_DEFINITION),
        (training(modules=()), Unknown.NO_MODULES),
        (training(people=()), Unknown.NO_PEOPLE),
        (visits(visits_required=0), Unknown.NO_VISITS_REQUIRED),
        (visits(places=()), Unknown.NO_PLACES),
    ):
        ledger = compute(world, DAY)
        assert (ledger.unknown, ledger.counts, ledger.rows) == (why, None, ())


def test_nobody_to_reach_has_no_share() -> None:
    counts = compute(training(people=(person(until=BEFORE),)), DAY).counts
    assert counts is not None
    assert counts.share_done is None
