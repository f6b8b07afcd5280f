"""The demo loads the memo and the example register, every example row marked, with dates that follow today."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from lyhord.accounts.domain.example_users import users_to_try
from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.home.domain.demo import Demo, first_day_of_plan, is_loaded, load_demo
from lyhord.people.enums import EmployeeClass
from lyhord.people.models import AwayPeriod, Employee, Employment, Trainer
from lyhord.places.enums import PlaceKind
from lyhord.places.models import MeetingPlace
from lyhord.planning.models import PlanSettings
from lyhord.programme.enums import DecisionState
from lyhord.programme.models import DefinitionOfDone
from lyhord.training.models import Module
from tests.factories import TODAY
from tests.factories.rows import at

BEGINS = dt.date(2025, 10, 27)


@pytest.fixture
def demo(db: None) -> Demo:
    return load_demo(now=at(TODAY, 9), today=TODAY)


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        (dt.date(2025, 10, 6), dt.date(2025, 10, 27)),
        (dt.date(2025, 10, 7), dt.date(2025, 11, 3)),
        (dt.date(2025, 10, 12), dt.date(2025, 11, 3)),
        (dt.date(2025, 12, 29), dt.date(2026, 1, 19)),
    ],
)
def test_plan_begins_the_first_monday_three_weeks_ahead(today: dt.date, begins: dt.date) -> None:
    assert first_day_of_plan(today) == begins


def test_register_has_the_places_of_the_memo_and_their_staff(demo: Demo) -> None:
    kinds = list(MeetingPlace.objects.values_list("kind", flat=True))
    assert (kinds.count(PlaceKind.STATIONARY), kinds.count(PlaceKind.MOBILE)) == (11, 4)
    assert 60 <= Employee.objects.count() <= 75
    assert Trainer.objects.count() == 3
    assert {place.owner for place in MeetingPlace.objects.all()} == {demo.board}
    assert {trainer.owner for trainer in Trainer.objects.all()} == {demo.partner}


def test_every_example_row_is_marked(demo: Demo) -> None:
    for model in (User, MeetingPlace, Employee, Trainer, Module):
        assert not model.objects.filter(is_example=False).exists(), model


def test_memo_is_a_fact_and_stays_as_it_was_proposed(demo: Demo) -> None:
    assert (demo.decision.diary_number, demo.decision.proposed_on) == ("ALN-2025-00657", dt.date(2025, 9, 19))
    assert demo.decision.state == DecisionState.PROPOSED
    assert not demo.decision.is_example


def test_modules_come_in_order_and_each_clause_says_what_is_done(demo: Demo) -> None:
    chain = [
        (m.name, m.after.name if m.after else "") for m in Module.objects.order_by("order").select_related("after")
    ]
    assert chain == [
        ("Hur våld kan ta sig uttryck", ""),
        ("Samtal om svåra frågor", "Hur våld kan ta sig uttryck"),
        ("Stödvägar", "Samtal om svåra frågor"),
    ]
    assert DefinitionOfDone.objects.filter(clause__decision=demo.decision, version=1).count() == 2


def test_dates_follow_today(demo: Demo) -> None:
    settings = PlanSettings.objects.get(decision=demo.decision)
    assert (settings.starts_on, settings.ends_before) == (BEGINS, BEGINS + dt.timedelta(weeks=26))
    spans = sorted(AwayPeriod.objects.values_list("starts_on", "ends_before"))
    assert spans == [(dt.date(2025, 10, 7), dt.date(2025, 12, 30)), (dt.date(2025, 11, 10), None)]
    assert Employment.objects.filter(starts_on__gt=TODAY).get().starts_on == BEGINS - dt.timedelta(days=7)


def test_one_can_be_every_role_and_nobody_has_a_password(demo: Demo) -> None:
    with time_machine.travel(at(TODAY, 9)):
        roles = {user.role for user in users_to_try()}
    assert roles == {str(role.label) for role in Role} | {""}
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert RoleGrant.objects.filter(role=Role.ACCESS_ADMINISTRATOR, board=demo.board).count() == 2


def test_users_are_linked_to_the_people_they_are(demo: Demo) -> None:
    linked = Employee.objects.exclude(user=None).order_by("key")
    assert [(e.name, e.user.name, e.employee_class) for e in linked if e.user] == [
        ("Marjatta Pilängen", "Marjatta Pilängen", EmployeeClass.STAFF),
        ("Anneli Klöverås", "Anneli Klöverås", EmployeeClass.VOLUNTEER),
    ]
    assert [t.name for t in Trainer.objects.order_by("key") if t.user and t.user.name == t.name] == [
        "Ingrid Rosenhallon",
        "Aulis Björkskär",
        "Samira Kornblått",
    ]


def test_trainers_have_the_competences_that_are_asked_for(demo: Demo) -> None:
    asked = set(Module.objects.values_list("competence", flat=True))
    asked |= {clause.visit_requirement.competence for clause in demo.decision.clauses.all()[:1]}
    assert all(asked <= set(trainer.competences) for trainer in Trainer.objects.all())


def test_demo_says_when_it_is_loaded(db: None) -> None:
    assert not is_loaded()
    load_demo(now=at(TODAY, 9), today=TODAY)
    assert is_loaded()
