"""What somebody is about to save, and what is said of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lyhord.messaging.models import CalendarEvent, EventStatus
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace

NAMES_SHOWN = 6


RULE_NAMES = {
    "C1": gettext_lazy("En gång per person"),
    "C3": gettext_lazy("Utbildare"),
    "C4": gettext_lazy("Grupp och lokal"),
    "C5": gettext_lazy("Arbetstid och varsel"),
    "C6": gettext_lazy("Bemanning"),
    "C7": gettext_lazy("Ordning"),
    "C8": gettext_lazy("Dubbelbokning och resor"),
    "C9": gettext_lazy("Besökare på plats"),
    "C10": gettext_lazy("Utbilda först"),
    "C12": gettext_lazy("Stängt eller ledigt"),
    "C14": gettext_lazy("Tid mellan besök"),
}
"""What a rule of docs/planning-model.md is about, in a few words."""


@dataclass(frozen=True, slots=True)
class RuleWarning:
    """A rule of the planning model that would be broken, and one sentence that says how."""

    rule: str
    text: str

    @property
    def name(self) -> str:
        return str(RULE_NAMES[self.rule])


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A time at a place, with those who would be there. subject: id of the row, None for one that is new."""

    place: MeetingPlace
    starts_at: dt.datetime
    ends_at: dt.datetime
    trainers: tuple[Trainer, ...] = ()
    employees: tuple[Employee, ...] = ()
    subject: uuid.UUID | None = None

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.starts_at)

    @property
    def clock(self) -> tuple[dt.time, dt.time]:
        return timezone.localtime(self.starts_at).time(), timezone.localtime(self.ends_at).time()


def other_events(occasion: Occasion) -> QuerySet[CalendarEvent]:
    """Return everything that is in the calendar, the occasion itself left out."""
    events = CalendarEvent.objects.filter(status=EventStatus.CONFIRMED)
    return events.exclude(subject=occasion.subject) if occasion.subject else events


def fingerprint(warnings: Iterable[RuleWarning]) -> str:
    """Return what a form sends back to say "I have seen these": other warnings have another fingerprint."""
    lines = sorted(f"{warning.rule}\n{warning.text}" for warning in warnings)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32] if lines else ""


def day_in_words(day: dt.date) -> str:
    return date_format(day, "l j F")


def clock_in_words(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return f"{date_format(first, 'TIME_FORMAT')}–{date_format(last, 'TIME_FORMAT')}"


def listed(names: Iterable[str]) -> str:
    """Return "A", "A och B", "A, B och C"; the seventh and on are only counted."""
    names = list(names)
    if len(names) > NAMES_SHOWN + 1:
        more = len(names) - NAMES_SHOWN
        names = [*names[:NAMES_SHOWN], ngettext("%(n)d till", "%(n)d till", more) % {"n": more}]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s och %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
