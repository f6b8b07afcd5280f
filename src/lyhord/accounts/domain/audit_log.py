"""The log as people read it: the auditor a board's, everybody their own. Who it was about is told by ids, not names."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import xlsxwriter
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.audit.pages import page_of
from lyhord.accounts.domain.audit.words import kind_of, sentence_of
from lyhord.accounts.domain.extracts.extracts import user_as_subject
from lyhord.accounts.models import AuditEvent, User
from lyhord.organisation.models import Board

PAGE_ROWS, EXPORT_ROWS = 50, 20_000


class TooManyRows(ValueError):
    """More rows than a spreadsheet is made of. Never cut: who reads it would take it for all."""


@dataclass(frozen=True)
class Line:
    """An event in words. page: where it was, of what was read or refused. about: what kind of row it was done to."""

    event: AuditEvent
    sentence: str
    page: str
    about: str


def line_of(event: AuditEvent) -> Line:
    return Line(event, sentence_of(event.action), page_of(event.view), kind_of(event.object_type))


@dataclass(frozen=True)
class Page:
    """A page of events, the newest first. older: what the next one begins before, None on the last.

    Pages go by the id of the row and not by number, since reading a page adds a row: nothing is shown twice or missed.
    """

    events: list[AuditEvent]
    older: int | None

    @property
    def lines(self) -> list[Line]:
        return [line_of(event) for event in self.events]


def narrowed(
    rows: QuerySet[AuditEvent],
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    who: str | None = None,
    action: str | None = None,
    object_type: str | None = None,
    object_id: uuid.UUID | None = None,
) -> QuerySet[AuditEvent]:
    """Return the events that fit all of it. since, until: days, both with it. who: a username, whole."""
    if since:
        rows = rows.filter(at__gte=_midnight(since))
    if until:
        rows = rows.filter(at__lt=_midnight(until + dt.timedelta(days=1)))
    if who:
        rows = rows.filter(actor__in=User.objects.filter(username__iexact=who).values("pk"))
    if action:
        rows = rows.filter(action=action)
    if object_type:
        rows = rows.filter(object_type=object_type)
    if object_id:
        rows = rows.filter(object_id=object_id)
    return rows


@transaction.atomic
def read_log(
    rows: QuerySet[AuditEvent], *, owner: Board, before: int | None, read_by: User, query: str, now: dt.datetime
) -> Page:
    """Return a page of a board's log. That it was read is an event of that board too."""
    page = _page(_older(rows, before).select_related("actor").order_by("-id")[: PAGE_ROWS + 1])
    audit.record(
        audit.READ,
        actor=read_by,
        owner=owner,
        view="accounts:log-list",
        filter_hash=audit.hash_of_filter(query),
        counts={"rows": len(page.events)},
        at=now,
    )
    return page


@transaction.atomic
def export_log(rows: QuerySet[AuditEvent], *, owner: Board, exported_by: User, query: str, now: dt.datetime) -> bytes:
    """Return a board's log as a spreadsheet; every cell is text. An event of that board. Raises TooManyRows."""
    events = list(rows.select_related("actor").order_by("-id")[: EXPORT_ROWS + 1])
    if len(events) > EXPORT_ROWS:
        raise TooManyRows(EXPORT_ROWS)
    content = _spreadsheet(events)
    audit.record(
        audit.EXPORTED,
        actor=exported_by,
        owner=owner,
        view="accounts:log-export",
        filter_hash=audit.hash_of_filter(query),
        counts={"rows": len(events)},
        at=now,
    )
    return content


def own_log(*, user: User, before: int | None) -> Page:
    """Return what the user has done, and what others have done with the user's account and rows in registers.

    Two short reads, each along its own index, and no more. A list that somebody has read holds no names in the log,
    so it cannot be told here.
    """
    rows = _older(AuditEvent.objects.order_by("-id"), before)
    done = rows.filter(actor=user)[: PAGE_ROWS + 1]
    suffered = rows.filter(object_id__in=user_as_subject(user).every_id).exclude(actor=user)[: PAGE_ROWS + 1]
    return _page(sorted([*done, *suffered], key=lambda event: -event.pk))


def _older(rows: QuerySet[AuditEvent], before: int | None) -> QuerySet[AuditEvent]:
    return rows if before is None else rows.filter(pk__lt=before)


def _page(found: Iterable[AuditEvent]) -> Page:
    events = list(found)
    shown = events[:PAGE_ROWS]
    return Page(shown, shown[-1].pk if len(events) > PAGE_ROWS else None)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _spreadsheet(events: Iterable[AuditEvent]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Loggen"))
        heads = [_("Nummer"), _("När"), _("Namn"), _("Användarnamn"), _("Händelse"), _("Kod"), _("Slag"), _("Rad")]
        for number, cells in enumerate([[*heads, _("Sida"), _("Antal")], *map(_cells, events)]):
            for column, text in enumerate(cells):
                sheet.write_string(number, column, text)
        sheet.autofit()
    return buffer.getvalue()


def _cells(event: AuditEvent) -> list[str]:
    actor, at, line = event.actor, timezone.localtime(event.at), line_of(event)
    return [
        str(event.pk),
        at.isoformat(sep=" ", timespec="seconds"),
        actor.name if actor else "",
        actor.username if actor else "",
        line.sentence,
        event.action,
        line.about,
        str(event.object_id or ""),
        line.page,
        json.dumps(event.counts, sort_keys=True) if event.counts else "",
    ]
