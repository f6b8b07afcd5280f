"""The first steps of an empty installation: what is done, what comes next and what comes later."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _

from lyhord.imports.domain.kinds import kind_of
from lyhord.organisation.models import Unit
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.models import PlanDraft
from lyhord.programme.models import Clause, Decision


class StepState(StrEnum):
    DONE = "done"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True)
class Step:
    """state: done, next (only one is) or later. A later step may also be taken at once."""

    title: str
    text: str
    action: str
    url: str
    state: StepState


def first_steps(boards: Collection[uuid.UUID]) -> list[Step]:
    """Return the steps of the boards' coordinator, in order. Six small queries, whatever the size."""
    return _in_order(
        [
            (Unit.objects.filter(administration__board__in=boards).exists(), *_units()),
            (MeetingPlace.objects.filter(owner__in=boards).exists(), *_places()),
            (Employee.objects.filter(owner__in=boards).exists(), *_people()),
            (Clause.objects.filter(decision__owner__in=boards).exists(), *_decision(boards)),
            (Trainer.objects.filter(owner__in=boards).exists(), *_trainers()),
            (PlanDraft.objects.filter(owner__in=boards).exists(), *_plan()),
        ]
    )


def is_ready(steps: list[Step]) -> bool:
    """Tell whether units, places, people and decision are there, so that the overview has something to show."""
    return all(step.state is StepState.DONE for step in steps[:4])


def _in_order(rows: list[tuple[bool, str, str, str, str]]) -> list[Step]:
    steps: list[Step] = []
    for is_done, title, text, action, url in rows:
        has_next = any(step.state is StepState.NEXT for step in steps)
        state = StepState.DONE if is_done else StepState.LATER if has_next else StepState.NEXT
        steps.append(Step(title, text, action, url, state))
    return steps


def _units() -> tuple[str, str, str, str]:
    return (
        _("Lägg in enheterna"),
        _("Varje träffpunkt hör till en enhet, och varje enhet har en chef som svarar på planen."),
        _("Lägg in enheter"),
        reverse("accounts:board-list"),
    )


def _places() -> tuple[str, str, str, str]:
    return (
        _("Läs in träffpunkterna"),
        _("Ur ett kalkylark, med öppettider och lokaler. Du ser varje rad innan något sparas."),
        _("Läs in träffpunkter"),
        _upload("places"),
    )


def _people() -> tuple[str, str, str, str]:
    return (
        _("Läs in medarbetarna"),
        _("Ur personalsystemets fil, med arbetsplats och arbetstid. Samma fil två gånger ändrar inget."),
        _("Läs in medarbetare"),
        _upload("employees"),
    )


def _upload(code: str) -> str:
    return reverse("imports:upload", args=[kind_of(code).slug])


def _trainers() -> tuple[str, str, str, str]:
    return (
        _("Lägg in utbildarna"),
        _("De som håller utbildningen och gör besöken, och när de kan."),
        _("Lägg in utbildare"),
        reverse("people:trainer-list"),
    )


def _decision(boards: Collection[uuid.UUID]) -> tuple[str, str, str, str]:
    title = _("Skriv in beslutet")
    text = _("Med att-satserna, och vad som räknas som genomfört.")
    started = Decision.objects.filter(owner__in=boards, answers=None).first()
    if started is not None:
        return title, text, _("Fortsätt med beslutet"), reverse("programme:decision-detail", args=[started.pk])
    return title, text, _("Skriv in beslut"), reverse("programme:decision-add")


def _plan() -> tuple[str, str, str, str]:
    return (
        _("Räkna fram en plan"),
        _("Som når alla, utan att någon träffpunkt blir utan personal. Cheferna svarar innan den gäller."),
        _("Planera"),
        reverse("planning:run-list"),
    )
