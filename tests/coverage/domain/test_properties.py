"""What holds for every ledger, whatever the world: checked on made-up ones."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from lyhord.coverage.domain.canonical import digest, inputs_from_json, inputs_to_json, ledger_bytes
from lyhord.coverage.domain.changes import Direction, compare
from lyhord.coverage.domain.facts import (
    Away,
    Definition,
    Employment,
    Exempt,
    Inputs,
    Person,
    Place,
    Seat,
    Session,
    Visit,
)
from lyhord.coverage.domain.ledger import compute, count_part
from lyhord.coverage.enums import CellState
from lyhord.programme.enums import ClauseKind

PLACES, PEOPLE, MODULES, SESSIONS = ("p1", "p2", "p3"), ("a", "b", "c", "d"), ("m1", "m2"), ("s1", "s2", "s3", "s4")
days = st.dates(dt.date(2025, 9, 1), dt.date(2026, 3, 1))
some_day = st.none() | days


@st.composite
def spans(draw: st.DrawFn) -> tuple[dt.date, dt.date | None]:
    starts_on = draw(st.just(dt.date(2019, 1, 7)) | days)
    return starts_on, draw(st.none() | st.integers(1, 200).map(lambda n: starts_on + dt.timedelta(days=n)))


@st.composite
def persons(draw: st.DrawFn, id: str) -> Person:
    jobs = draw(st.lists(st.tuples(st.sampled_from(PLACES), st.integers(0, 100), spans()), max_size=3))
    away = draw(st.lists(spans(), max_size=2))
    return Person(
        id,
        draw(st.sampled_from(["staff", "hourly", "volunteer"])),
        tuple(Employment(place, share, *span) for place, share, span in jobs),
        tuple(Away(*span) for span in away),
    )


@st.composite
def worlds(draw: st.DrawFn) -> Inputs:
    kind = draw(st.sampled_from(ClauseKind))
    states = st.sampled_from(["planned", "held", "cancelled"])
    pairs = st.dictionaries(
        st.tuples(st.sampled_from(SESSIONS), st.sampled_from(PEOPLE)), st.sampled_from(["", "present", "absent"])
    )
    exempt = st.dictionaries(st.sampled_from(PEOPLE + PLACES), days, max_size=2)
    return Inputs(
        clause="c",
        kind=kind,
        definition=draw(st.builds(Definition, st.just(1), st.just(("hourly", "staff")), st.integers(0, 60), some_day)),
        period_ends_before=draw(some_day),
        modules=MODULES,
        visits_required=draw(st.integers(1, 3)),
        places=tuple(Place(id, draw(some_day), draw(some_day)) for id in PLACES),
        people=tuple(draw(persons(id)) for id in PEOPLE),
        sessions=tuple(Session(id, draw(st.sampled_from(MODULES)), draw(days), draw(states)) for id in SESSIONS),
        seats=tuple(Seat(session, who, outcome) for (session, who), outcome in sorted(draw(pairs).items())),
        visits=tuple(Visit(f"v{n}", draw(st.sampled_from(PLACES)), draw(days), draw(states)) for n in range(4)),
        exceptions=tuple(Exempt(subject, "ending", on) for subject, on in sorted(draw(exempt).items())),
    )


@settings(max_examples=60, deadline=None)
@given(worlds(), days)
def test_the_states_add_up_to_the_denominator(world: Inputs, on: dt.date) -> None:
    ledger = compute(world, on)
    counts = ledger.counts
    assert counts is not None
    assert counts.done + counts.planned + counts.to_do + counts.excepted == counts.denominator
    assert counts.denominator + counts.not_counted == len(ledger.rows)
    assert len(ledger.rows) == len(world.places if world.kind is ClauseKind.VISIT_PLACES else world.people)
    for part in ledger.rows[0].parts:
        found = count_part(ledger.rows, part.id)
        assert (found.denominator, found.excepted) == (
            counts.denominator,
            counts.excepted,
        )
        assert found.done >= counts.done


@settings(max_examples=60, deadline=None)
@given(worlds(), days)
def test_a_row_is_done_exactly_when_it_counts_and_all_its_parts_are(world: Inputs, on: dt.date) -> None:
    for row in compute(world, on).rows:
        all_done = all(part.state is CellState.DONE for part in row.parts)
        assert (row.state is CellState.DONE) == (row.is_counted and all_done)
        assert bool(row.reason) == (row.state in (CellState.NOT_COUNTED, CellState.EXCEPTED))
        assert all((part.state is CellState.DONE) <= (part.on is not None and part.on <= on) for part in row.parts)


@settings(max_examples=50, deadline=None)
@given(worlds(), days, days)
def test_changes_explain_the_whole_difference_of_the_denominator(world: Inputs, a: dt.date, b: dt.date) -> None:
    found = compare(compute(world, min(a, b)), compute(world, max(a, b)))
    came = sum(1 for row in found.rows if row.direction is Direction.IN)
    went = sum(1 for row in found.rows if row.direction is Direction.OUT)
    assert found.after == found.before + came - went
    assert all(row.reason for row in found.rows)


@settings(max_examples=50, deadline=None)
@given(worlds(), days)
def test_inputs_survive_json_and_give_the_same_bytes(world: Inputs, on: dt.date) -> None:
    read = inputs_from_json(json.loads(json.dumps(inputs_to_json(world))))
    assert read == world
    assert ledger_bytes(compute(read, on)) == ledger_bytes(compute(world, on))
    assert digest(compute(read, on)) == digest(compute(world, on))


@settings(max_examples=50, deadline=None)
@given(worlds(), days, st.randoms())
def test_the_order_in_which_rows_are_read_does_not_matter(world: Inputs, on: dt.date, random: object) -> None:
    shuffled = inputs_from_json(inputs_to_json(world))
    for name in ("places", "people", "sessions", "seats", "visits", "exceptions"):
        rows = list(getattr(world, name))
        random.shuffle(rows)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
        object.__setattr__(shuffled, name, tuple(rows))
    assert digest(compute(shuffled, on)) == digest(compute(world, on))
