"""What is one's own on the start page: what comes, what waits for an answer, one's places and who is left there."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.accounts.permissions import boards_of, grants_of, units_of, visible
from lyhord.coverage.domain.cards import Missing
from lyhord.home.domain.answers_due import AnswersDue, answers_due
from lyhord.home.domain.board_page import BoardPage, board_page
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.places.models import MeetingPlace
from lyhord.programme.domain.queries import current_decision
from lyhord.programme.models import Decision
from lyhord.training.enums import SessionState
from lyhord.training.models import TrainingSession

DAYS_AHEAD = 14
MANAGERS = frozenset({Role.UNIT_MANAGER, Role.DEPUTY})


@dataclass(frozen=True)
class Happening:
    """A session or a visit to come, in local time."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    place: str
    url: str


@dataclass(frozen=True)
class Day:
    """sheet_url: the trainer's day sheet, empty for everybody else."""

    on: dt.date
    happenings: tuple[Happening, ...]
    sheet_url: str


@dataclass(frozen=True)
class OwnPlaces:
    """What a manager answers for. missing: the staff who have something left."""

    page: BoardPage
    missing: tuple[Missing, ...]

    @property
    def is_everyone_done(self) -> bool:
        """Nobody is left, of at least one who counts. A register without people is not a finished one."""
        return not self.missing and any(shown.row.people for shown in self.page.places)


@dataclass(frozen=True)
class MyDay:
    """has_work: whether the role has any work here at all, so that an empty list means that nothing is booked."""

    title: str
    lead: str
    days: tuple[Day, ...]
    due: tuple[AnswersDue, ...]
    places: OwnPlaces | None
    has_work: bool


def my_day(user: User, *, now: dt.datetime) -> MyDay:
    """Return the user's own start page. A constant number of queries."""
    today = timezone.localdate(now)
    happenings = _coming(user, now)
    due = answers_due(user, today=today)
    places = own_places(user, as_of=today)
    return MyDay(
        title=_title(happenings, due),
        lead=_lead(happenings, today),
        days=_by_day(user, happenings),
        due=due,
        places=places,
        has_work=bool(grants_of(user, MANAGERS | {Role.TRAINER, Role.EMPLOYEE, Role.VOLUNTEER})),
    )


def own_places(user: User, *, as_of: dt.date) -> OwnPlaces | None:
    """Return the places of a manager's units with figures and names, or None for other roles."""
    grants = grants_of(user, MANAGERS)
    if not grants:
        return None
    answered_for = MeetingPlace.objects.filter(Q(unit__in=units_of(grants)) | Q(owner__in=boards_of(grants)))
    own = {str(id) for id in answered_for.values_list("id", flat=True)}
    decision = current_decision(Decision.objects.filter(owner__in={g.board_id for g in grants}))
    if not own or decision is None:
        return None
    page = board_page(decision, as_of=as_of, with_names=True, only=own)
    missing = (row for card in page.overview.clauses if not card.is_visits for row in card.missing)
    return OwnPlaces(page, tuple(row for row in missing if row.place in own))


def _coming(user: User, now: dt.datetime) -> list[Happening]:
    """Return what the user may see of the coming two weeks, and of later only what comes next."""
    sessions = TrainingSession.objects.filter(state=SessionState.PLANNED, ends_at__gt=now)
    visits = Visit.objects.filter(state=VisitState.PLANNED, ends_at__gt=now)
    found = [
        *map(_session, _own(visible(user, "training.view_session", sessions).select_related("module", "place"))),
        *map(_visit, _own(visible(user, "outreach.view_visit", visits).select_related("place"))),
    ]
    found.sort(key=lambda happening: (happening.starts_at, happening.title))
    before = now + dt.timedelta(days=DAYS_AHEAD)
    return [happening for happening in found if happening.starts_at < before] or found[:1]


def _own[M: (TrainingSession, Visit)](rows: QuerySet[M]) -> QuerySet[M]:
    return rows.order_by("starts_at", "pk")[:200]


def _session(row: TrainingSession) -> Happening:
    url = reverse("training:session-detail", args=[row.pk])
    return _happening(row.starts_at, row.ends_at, row.module.name, row.place, url)


def _visit(row: Visit) -> Happening:
    return _happening(
        row.starts_at, row.ends_at, _("Besök"), row.place, reverse("outreach:visit-detail", args=[row.pk])
    )


def _happening(starts_at: dt.datetime, ends_at: dt.datetime, title: str, place: MeetingPlace, url: str) -> Happening:
    return Happening(timezone.localtime(starts_at), timezone.localtime(ends_at), title, place.name, url)


def _by_day(user: User, happenings: list[Happening]) -> tuple[Day, ...]:
    trainer = _trainer_id(user)
    return tuple(
        Day(on, tuple(rows), _sheet_url(trainer, on))
        for on, rows in groupby(happenings, key=lambda happening: happening.starts_at.date())
    )


def _trainer_id(user: User) -> uuid.UUID | None:
    if not grants_of(user, frozenset({Role.TRAINER})):
        return None
    return user.trainer.pk if hasattr(user, "trainer") else None


def _sheet_url(trainer: uuid.UUID | None, on: dt.date) -> str:
    return reverse("planning:day-sheet", args=[trainer, on.isoformat()]) if trainer else ""


def _title(happenings: list[Happening], due: tuple[AnswersDue, ...]) -> str:
    if due:
        left = sum(one.left for one in due)
        return ngettext("En tid väntar på ditt svar.", "%(n)d tider väntar på ditt svar.", left) % {"n": left}
    if not happenings:
        return _("Inget är bokat för dig just nu.")
    first = happenings[0]
    texts = {"what": first.title, "place": first.place, "when": date_format(first.starts_at, "l j F H.i")}
    return _("Härnäst: %(what)s på %(place)s, %(when)s.") % texts


def _lead(happenings: list[Happening], today: dt.date) -> str:
    soon = [row for row in happenings if row.starts_at.date() < today + dt.timedelta(days=7)]
    if not soon:
        return _("De närmaste sju dagarna är inget inplanerat.")
    return ngettext(
        "En sak är inplanerad de närmaste sju dagarna.",
        "%(n)d saker är inplanerade de närmaste sju dagarna.",
        len(soon),
    ) % {"n": len(soon)}
