"""The people of the demo: users to try the site as, somebody away, somebody new."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lyhord.accounts.domain.roles.grants import install_grant
from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.organisation.models import Board, Programme, Unit
from lyhord.people.models import AwayPeriod, Employee, Employment, Trainer, WorkPattern, WorkShift
from lyhord.places.models import MeetingPlace

WORKDAYS = range(5)


def add_users(
    facts: list[dict[str, str]], *, board: Board, partner: Board, programme: Programme, today: dt.date, now: dt.datetime
) -> list[User]:
    """Make the example users, in the order given. They have no password: only the demo lets one be them."""
    boards = {"board": [board], "partner": [partner], "both": [board, partner], "programme": [board]}
    made = []
    for fact in facts:
        user = User.objects.create(username=fact["username"], name=fact["name"], is_example=True)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        if "role" in fact:
            within = fact["within"]
            unit = None if within in boards else Unit.objects.get(administration__board=board, name=within)
            for owner in boards.get(within, [board]):
                install_grant(
                    user=user,
                    role=Role(fact["role"]),
                    board=owner,
                    unit=unit,
                    programme=programme if within == "programme" else None,
                    deputy_for=User.objects.get(username=fact["for"]) if "for" in fact else None,
                    starts_on=today,
                    now=now,
                )
        if "employee" in fact:
            Employee.objects.filter(owner=board, key=fact["employee"]).update(user=user)
        if "trainer" in fact:
            Trainer.objects.filter(owner=partner, key=fact["trainer"]).update(user=user)
        made.append(user)
    return made


def add_absences(facts: list[dict[str, Any]], *, board: Board, begins: dt.date) -> None:
    """Let some be away. from_day counts from the first day of the plan; without weeks the end is not known."""
    for fact in facts:
        starts_on = begins + dt.timedelta(days=fact["from_day"])
        AwayPeriod.objects.create(
            employee=Employee.objects.get(owner=board, key=fact["employee"]),
            starts_on=starts_on,
            ends_before=starts_on + dt.timedelta(weeks=fact["weeks"]) if "weeks" in fact else None,
        )


def add_joiner(fact: dict[str, Any], *, board: Board, begins: dt.date) -> None:
    """Employ somebody new, Monday to Friday."""
    starts_on = begins + dt.timedelta(days=fact["from_day"])
    employee = Employee.objects.create(
        owner=board, key=fact["key"], name=fact["name"], role_title=fact["role_title"], is_example=True
    )
    place = MeetingPlace.objects.get(owner=board, key=fact["place"])
    employment = Employment.objects.create(employee=employee, place=place, starts_on=starts_on)
    pattern = WorkPattern.objects.create(employment=employment, weeks=1, anchor_on=starts_on)
    WorkShift.objects.bulk_create(
        WorkShift(pattern=pattern, week=1, weekday=day, starts_at=fact["starts_at"], ends_at=fact["ends_at"])
        for day in WORKDAYS
    )
