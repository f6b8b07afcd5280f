"""The memo's decision as facts, and all it leaves open."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.places.enums import PlaceKind
from lyhord.programme.domain.decisions import adopt_decision, note_partner_decision
from lyhord.programme.domain.definitions import adopt_definition
from lyhord.programme.domain.memo import load_memo
from lyhord.programme.domain.missing import missing_facts
from lyhord.programme.enums import ClauseKind, DecisionState, FundingPurpose
from lyhord.programme.models import Decision, Funding
from tests.factories import TODAY, make_board, make_employee, make_place, make_programme, make_trainer, make_unit
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
NOW = at(TODAY, 12)


def load() -> Decision:
    owner, partner = make_board("Äldrenämnden"), make_board("Socialnämnden")
    return load_memo(owner=owner, partner=partner, programme=make_programme(owner, partner), now=NOW)


def codes(decision: Decision) -> list[str]:
    return [fact.code for fact in missing_facts(decision)]


def test_the_memo_is_a_proposal_with_two_clauses_and_funding_for_training_only() -> None:
    decision = load()
    assert (decision.diary_number, decision.state, decision.proposed_on) == (
        "ALN-2025-00657",
        DecisionState.PROPOSED,
        dt.date(2025, 9, 19),
    )
    assert (decision.expected_stationary, decision.expected_mobile) == (11, 4)
    assert (decision.meeting_on, decision.starts_on, decision.ends_before) == (None, None, None)
    assert list(decision.clauses.values_list("number", "kind")) == [
        (1, ClauseKind.VISIT_PLACES),
        (2, ClauseKind.TRAIN_EMPLOYEES),
    ]
    assert list(decision.funding.values_list("purpose", "amount_sek")) == [(FundingPurpose.TRAINING, None)]


def test_loading_again_changes_nothing_that_was_changed() -> None:
    decision = load()
    Decision.objects.update(title="Vår rubrik")
    again = load()
    assert (again.pk, again.title) == (decision.pk, "Vår rubrik")
    assert (Decision.objects.count(), again.clauses.count(), Funding.objects.count()) == (1, 2, 1)


def test_everything_the_memo_leaves_open_is_named() -> None:
    assert codes(load()) == [
        "decision",
        "partner_decision",
        "period",
        "funding_training",
        "funding_visits",
        "definition",
        "definition",
        "places",
        "people",
        "trainers",
        "indicator",
        "follow_up",
    ]


def test_the_sentences_are_plain() -> None:
    sentences = [fact.sentence for fact in missing_facts(load())]
    assert sentences[:2] == [
        "Äldrenämnden har inte fattat beslutet än: det är föreslaget.",
        "Socialnämndens beslut saknas",
    ]
    assert "Belopp för utbildningen saknas" in sentences
    assert "Finansiering av besöken saknas" in sentences
    assert "Samtliga medarbetare utbildas: definition av genomfört saknas" in sentences


def test_places_that_are_not_eleven_and_four_are_named() -> None:
    decision = load()
    make_place(unit=make_unit(decision.owner))
    (fact,) = [f for f in missing_facts(decision) if f.code == "place_count"]
    assert fact.sentence == ("Beslutet gäller 11 stationära och 4 mobila träffpunkter, men registret har 1 och 0")
    Decision.objects.update(expected_stationary=1, expected_mobile=None)
    decision.refresh_from_db()
    assert "place_count" not in codes(decision)


def test_places_without_staff_are_counted() -> None:
    decision = load()
    unit = make_unit(decision.owner)
    make_employee(place=make_place(unit=unit))
    make_place(unit=unit, kind=PlaceKind.MOBILE)
    (fact,) = [f for f in missing_facts(decision) if f.code == "people_at_places"]
    assert fact.sentence == "1 träffpunkt saknar personal i registret"


def test_people_gone_from_the_latest_file_are_asked_about() -> None:
    decision = load()
    make_employee(place=make_place(unit=make_unit(decision.owner)), missing_since=TODAY)
    (fact,) = [f for f in missing_facts(decision) if f.code == "people_gone"]
    assert fact.sentence == "1 medarbetare finns inte i senaste filen: har den slutat?"
    assert fact.url.endswith("/personer/?visa=saknas")


def test_nothing_is_missing_when_all_is_entered() -> None:
    decision = load()
    partner = decision.partner_board
    note_partner_decision(
        decision=decision,
        diary_number="SCN-1",
        state=DecisionState.DECIDED,
        meeting_on=TODAY,
        paragraph="§ 1",
        noted_by=None,
        now=NOW,
    )
    adopt_decision(
        decision=decision,
        state=DecisionState.DECIDED,
        meeting_on=TODAY,
        paragraph="§ 2",
        decided_by=None,
        now=NOW,
    )
    Decision.objects.filter(pk=decision.pk).update(
        starts_on=TODAY,
        ends_before=dt.date(2027, 1, 1),
        measured_by="Prov",
        follow_up_on=dt.date(2026, 12, 1),
        expected_stationary=1,
        expected_mobile=0,
    )
    Funding.objects.update(amount_sek=100)
    Funding.objects.create(decision=decision, purpose=FundingPurpose.VISITS, source="Medel", amount_sek=0)
    for clause in decision.clauses.all():
        adopt_definition(
            clause=clause,
            classes=["staff"],
            min_employed_days=0,
            deadline=dt.date(2026, 12, 31),
            adopted_on=TODAY,
            adopted_by=None,
            now=NOW,
        )
    make_employee(place=make_place(unit=make_unit(decision.owner)))
    make_trainer(board=partner)
    decision.refresh_from_db()
    assert codes(decision) == []
