"""A decision from proposal to outcome (M1–M5)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lyhord.accounts.domain.audit.recording import record
from lyhord.accounts.models import User
from lyhord.programme.enums import DECIDED, DecisionState
from lyhord.programme.models import Clause, Decision

_OUTCOMES = {
    DecisionState.DECIDED,
    DecisionState.DECIDED_WITH_CHANGES,
    DecisionState.TABLED,
    DecisionState.SENT_BACK,
    DecisionState.REJECTED,
}
NEXT_STATES: dict[DecisionState, frozenset[DecisionState]] = {
    DecisionState.PROPOSED: frozenset(_OUTCOMES),
    DecisionState.TABLED: frozenset(_OUTCOMES),
    DecisionState.SENT_BACK: frozenset({DecisionState.PROPOSED}),
    # A wrong note of the minutes can be put right; the decision itself cannot be taken back here.
    DecisionState.DECIDED: frozenset(DECIDED),
    DecisionState.DECIDED_WITH_CHANGES: frozenset(DECIDED),
    DecisionState.REJECTED: frozenset({DecisionState.REJECTED}),
}


_OUTCOME_FIELDS = {"id", "state", "meeting_on", "paragraph"}
_FACTS = [field.name for field in Decision._meta.concrete_fields if field.name not in _OUTCOME_FIELDS]


class DecisionError(ValueError):
    """Something the user can put right. The text is shown."""


class StateNotReachable(DecisionError):
    """The decision cannot go from its state to the wanted one."""


class MeetingMissing(DecisionError):
    """An outcome needs the day of the meeting; a decided one its paragraph too."""


class MeetingOnWrongDay(DecisionError):
    """The meeting lies in the future, or before the proposal."""


class NoPartner(DecisionError):
    """The decision names no board to work with."""


class DiaryNumberTaken(DecisionError):
    """The board has a decision with this number."""


@transaction.atomic
def save_decision(*, decision: Decision, saved_by: User | None, now: dt.datetime) -> Decision:
    """Save the facts of a new or changed decision. Its state is changed by `adopt_decision` alone."""
    is_new = decision._state.adding
    if is_new:
        decision.save()
    else:
        decision.save(update_fields=_FACTS)
    record("programme.create_decision" if is_new else "programme.change_decision", actor=saved_by, obj=decision, at=now)
    return decision


@transaction.atomic
def adopt_decision(
    *,
    decision: Decision,
    state: DecisionState,
    meeting_on: dt.date | None,
    paragraph: str,
    decided_by: User | None,
    now: dt.datetime,
) -> Decision:
    """Note what the board did with the proposal, or that it comes back as a proposal after being sent back.

    Raises StateNotReachable, MeetingMissing, MeetingOnWrongDay; then nothing is changed.
    """
    row = Decision.objects.select_for_update().get(pk=decision.pk)
    _check_step(DecisionState(row.state), state)
    if state == DecisionState.PROPOSED:
        meeting_on, paragraph = None, ""
    else:
        _check_meeting(row, state, meeting_on, paragraph.strip(), timezone.localtime(now).date())
    row.state, row.meeting_on, row.paragraph = state, meeting_on, paragraph.strip()
    row.save(update_fields=["state", "meeting_on", "paragraph"])
    record(f"programme.note_{state.value}", actor=decided_by, obj=row, at=now)
    decision.state, decision.meeting_on, decision.paragraph = row.state, row.meeting_on, row.paragraph
    return row


@transaction.atomic
def note_partner_decision(
    *,
    decision: Decision,
    diary_number: str,
    state: DecisionState,
    meeting_on: dt.date | None,
    paragraph: str,
    noted_by: User | None,
    now: dt.datetime,
) -> Decision:
    """Note the partner board's own decision as an answer to this one.

    Raises NoPartner, DiaryNumberTaken, and what `adopt_decision` raises; then nothing is saved.
    """
    if decision.partner_board is None:
        raise NoPartner(_("Skriv först in vilken nämnd ni samverkar med."))
    if Decision.objects.filter(owner=decision.partner_board, diary_number=diary_number).exists():
        raise DiaryNumberTaken(_("Det finns redan ett beslut med det diarienumret."))
    answer = Decision(
        programme=decision.programme,
        owner=decision.partner_board,
        answers=decision,
        title=decision.title,
        diary_number=diary_number,
        is_example=decision.is_example,
    )
    save_decision(decision=answer, saved_by=noted_by, now=now)
    if state == DecisionState.PROPOSED:
        return answer
    return adopt_decision(
        decision=answer, state=state, meeting_on=meeting_on, paragraph=paragraph, decided_by=noted_by, now=now
    )


@transaction.atomic
def save_clause(*, clause: Clause, saved_by: User | None, now: dt.datetime) -> Clause:
    """Save a clause. A new one gets the next number of its decision."""
    if clause._state.adding:
        Decision.objects.select_for_update().get(pk=clause.decision_id)
        last = Clause.objects.filter(decision=clause.decision_id).order_by("-number").first()
        clause.number = last.number + 1 if last else 1
    clause.save()
    record("programme.save_clause", actor=saved_by, obj=clause, owner=clause.owner, at=now)
    return clause


def _check_step(now: DecisionState, wanted: DecisionState) -> None:
    if wanted not in NEXT_STATES[now]:
        raise StateNotReachable(
            _("Beslutet är %(now)s och kan inte bli %(wanted)s.") % {"now": now.label, "wanted": wanted.label}
        )


def _check_meeting(
    decision: Decision, state: DecisionState, meeting_on: dt.date | None, paragraph: str, today: dt.date
) -> None:
    if meeting_on is None:
        raise MeetingMissing(_("Skriv vilken dag nämnden sammanträdde."))
    if state in DECIDED and not paragraph:
        raise MeetingMissing(_("Skriv paragrafen i protokollet, till exempel § 112."))
    if meeting_on > today:
        raise MeetingOnWrongDay(_("Sammanträdet har inte varit än. Skriv in utfallet när nämnden har beslutat."))
    if decision.proposed_on and meeting_on < decision.proposed_on:
        raise MeetingOnWrongDay(_("Sammanträdet ligger före tjänsteskrivelsen. Kontrollera datumen."))
