"""From proposal to outcome: which steps there are, and what each must know."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.accounts.models import AuditEvent
from lyhord.programme.domain.decisions import (
    NEXT_STATES,
    DiaryNumberTaken,
    MeetingMissing,
    MeetingOnWrongDay,
    NoPartner,
    StateNotReachable,
    adopt_decision,
    note_partner_decision,
    save_clause,
    save_decision,
)
from lyhord.programme.domain.queries import current_decision, has_partner_decided, partner_decision
from lyhord.programme.enums import DECIDED, ClauseKind, DecisionState
from lyhord.programme.models import Clause, Decision
from tests.factories import TODAY, Cast, make_board, make_decision
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
NOW = at(TODAY, 12)
MEETING = dt.date(2025, 9, 29)
OUTCOMES = [state for state in DecisionState if state != DecisionState.PROPOSED]


def proposal(**fields: object) -> Decision:
    defaults = {"state": DecisionState.PROPOSED, "meeting_on": None, "proposed_on": dt.date(2025, 9, 19)}
    return make_decision(**(defaults | fields))


def adopt(
    decision: Decision,
    state: DecisionState,
    meeting_on: dt.date | None = MEETING,
    paragraph: str = "§ 112",
) -> Decision:
    return adopt_decision(
        decision=decision, state=state, meeting_on=meeting_on, paragraph=paragraph, decided_by=None, now=NOW
    )


@pytest.mark.parametrize("state", OUTCOMES)
def test_a_proposal_can_get_every_outcome(state: DecisionState) -> None:
    decision = proposal()
    adopt(decision, state)
    decision.refresh_from_db()
    assert (decision.state, decision.meeting_on, decision.paragraph) == (state, MEETING, "§ 112")
    assert AuditEvent.objects.get().action == f"programme.note_{state.value}"


@pytest.mark.parametrize("now", DecisionState)
@pytest.mark.parametrize("wanted", DecisionState)
def test_no_other_steps_than_the_listed_ones(now: DecisionState, wanted: DecisionState) -> None:
    decision = proposal(state=now, meeting_on=MEETING if now in DECIDED else None)
    if wanted in NEXT_STATES[now]:
        assert adopt(decision, wanted).state == wanted
    else:
        with pytest.raises(StateNotReachable):
            adopt(decision, wanted)
        decision.refresh_from_db()
        assert decision.state == now


def test_sent_back_comes_again_as_a_proposal_without_meeting() -> None:
    decision = proposal()
    adopt(decision, DecisionState.SENT_BACK)
    again = adopt(decision, DecisionState.PROPOSED)
    assert (again.state, again.meeting_on, again.paragraph) == (DecisionState.PROPOSED, None, "")


@pytest.mark.parametrize("state", DECIDED)
@pytest.mark.parametrize(("meeting_on", "paragraph"), [(None, "§ 112"), (MEETING, ""), (MEETING, "  ")])
def test_decided_needs_day_and_paragraph(state: DecisionState, meeting_on: dt.date | None, paragraph: str) -> None:
    with pytest.raises(MeetingMissing):
        adopt(proposal(), state, meeting_on, paragraph)


def test_tabled_needs_the_day_but_no_paragraph() -> None:
    assert adopt(proposal(), DecisionState.TABLED, MEETING, "").state == DecisionState.TABLED
    with pytest.raises(MeetingMissing):
        adopt(proposal(), DecisionState.TABLED, None, "")


@pytest.mark.parametrize("day", [TODAY + dt.timedelta(days=1), dt.date(2025, 9, 18)])
def test_a_meeting_to_come_or_before_the_proposal_is_refused(day: dt.date) -> None:
    with pytest.raises(MeetingOnWrongDay):
        adopt(proposal(), DecisionState.DECIDED, day)
    assert not AuditEvent.objects.exists()


def test_changing_facts_leaves_an_outcome_noted_meanwhile_alone() -> None:
    decision = proposal()
    opened_in_a_form = Decision.objects.get()
    adopt(decision, DecisionState.DECIDED)
    opened_in_a_form.title = "Ny rubrik"
    save_decision(decision=opened_in_a_form, saved_by=None, now=NOW)
    row = Decision.objects.get()
    assert (row.title, row.state, row.paragraph) == ("Ny rubrik", DecisionState.DECIDED, "§ 112")


def test_clauses_are_numbered_in_order() -> None:
    decision = proposal()
    for number in (1, 2):
        clause = Clause(
            decision=decision, owner=decision.owner, text="att", short_title="x", kind=ClauseKind.VISIT_PLACES
        )
        assert save_clause(clause=clause, saved_by=None, now=NOW).number == number


def note(decision: Decision, state: DecisionState, number: str = "SCN-2025-1") -> Decision:
    return note_partner_decision(
        decision=decision,
        diary_number=number,
        state=state,
        meeting_on=None if state == DecisionState.PROPOSED else MEETING,
        paragraph="§ 9",
        noted_by=None,
        now=NOW,
    )


def test_partner_decision_is_its_own_row_and_counts_only_when_decided(cast: Cast) -> None:
    decision = proposal(partner_board=cast.partner)
    assert not has_partner_decided(decision)
    answer = note(decision, DecisionState.PROPOSED)
    assert (answer.owner, answer.answers) == (cast.partner, decision)
    assert not has_partner_decided(decision)
    adopt(answer, DecisionState.DECIDED)
    assert has_partner_decided(decision)
    assert partner_decision(decision) == answer


def test_partner_decision_needs_a_partner_and_a_free_number(cast: Cast) -> None:
    with pytest.raises(NoPartner):
        note(proposal(), DecisionState.DECIDED)
    decision = proposal(partner_board=cast.partner)
    note(decision, DecisionState.REJECTED)
    with pytest.raises(DiaryNumberTaken):
        note(decision, DecisionState.DECIDED)


def test_refused_partner_decision_saves_nothing(cast: Cast) -> None:
    decision = proposal(partner_board=cast.partner)
    with pytest.raises(MeetingMissing):
        note_partner_decision(
            decision=decision,
            diary_number="SCN-1",
            state=DecisionState.DECIDED,
            meeting_on=None,
            paragraph="",
            noted_by=None,
            now=NOW,
        )
    assert list(Decision.objects.all()) == [decision]


def test_current_decision_is_the_latest_decided_one_else_the_latest_alive() -> None:
    board = make_board()
    assert current_decision(Decision.objects.all()) is None
    proposal(state=DecisionState.REJECTED, meeting_on=MEETING, proposed_on=TODAY)
    older = proposal(proposed_on=dt.date(2025, 1, 1))
    newer = proposal(proposed_on=dt.date(2025, 9, 1))
    assert current_decision(Decision.objects.filter(owner=board)) == newer
    adopt(older, DecisionState.DECIDED)
    assert current_decision(Decision.objects.filter(owner=board)) == older
