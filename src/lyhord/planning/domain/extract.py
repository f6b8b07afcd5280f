"""What the area holds about a person, for the register extract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.accounts.domain.extracts.extracts import Entry, Part, Subject, plain_entry, register_finder, register_part
from lyhord.people.models import Employee, Trainer
from lyhord.planning.models import DraftReply, FeedToken, Pin, PlanDraft, PlanRun

_STORED = ("problem", "old_plan", "best", "result")
_PEOPLE = {"attendees", "employees", "trainers"}


def _planned(subject: Subject) -> Iterator[Entry]:
    """Yield what plans hold of the person: half-days, needs, and where the person was placed. No other person's."""
    for id in map(str, subject.of(Employee) | subject.of(Trainer)):
        for run in PlanRun.objects.annotate(text=Cast("problem", TextField())).filter(text__contains=id):
            stored = {name: found for name in _STORED if (found := about(getattr(run, name), id))}
            yield plain_entry(
                [
                    ("id", _("Planeringskörning"), str(run.pk)),
                    ("asked_at", _("När"), run.asked_at),
                    *((name, str(_STORED_LABELS[name]), found) for name, found in stored.items()),
                ]
            )


def _pinned(subject: Subject) -> Iterator[Entry]:
    for id in map(str, subject.of(Employee) | subject.of(Trainer)):
        for pin in Pin.objects.annotate(text=Cast("content", TextField())).filter(text__contains=id):
            yield plain_entry(
                [
                    ("id", _("Låsning"), str(pin.pk)),
                    ("created_at", _("När"), pin.created_at),
                    ("content", _("Innehåll"), about(pin.content, id)),
                ]
            )


_STORED_LABELS = {
    "problem": gettext_lazy("Underlag"),
    "old_plan": gettext_lazy("Tidigare plan"),
    "best": gettext_lazy("Bästa plan hittills"),
    "result": gettext_lazy("Plan"),
}


def about(stored: Any, id: str) -> list[Any]:
    """Return the smallest objects within the JSON that name the id. Other people's ids are taken out of their lists."""
    if isinstance(stored, list):
        return [found for part in stored for found in about(part, id)]
    if not isinstance(stored, dict):
        return []
    if any(value == id or (isinstance(value, list) and id in value) for value in stored.values()):
        return [{key: _own(key, value, id) for key, value in stored.items()}]
    return [found for value in stored.values() for found in about(value, id)]


def _own(key: str, value: Any, id: str) -> Any:
    return [id] if key in _PEOPLE and id in value else [] if key in _PEOPLE else value


def register() -> None:
    register_finder("planning.70_plans", gettext_lazy("Planer där du är med"), _planned)
    register_finder("planning.71_pins", gettext_lazy("Låsta tider"), _pinned)
    for part in (
        Part(
            "planning.72_run",
            gettext_lazy("Planer som du har beställt"),
            PlanRun,
            ("asked_by",),
            fields=("decision", "asked_at", "state"),
            note=gettext_lazy("Underlaget handlar om andra."),
        ),
        Part("planning.73_draft", gettext_lazy("Utkast som du har fastställt"), PlanDraft, ("adopted_by",)),
        Part(
            "planning.74_reply",
            gettext_lazy("Svar på utkast"),
            DraftReply,
            ("trainer", "employee", "answered_by"),
        ),
        Part(
            "planning.75_feed",
            gettext_lazy("Kalenderadresser"),
            FeedToken,
            ("employee", "trainer", "created_by"),
            secret=("digest",),
        ),
    ):
        register_part(part)
