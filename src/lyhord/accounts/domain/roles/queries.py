"""Who has what: the list that is read on screen and written to a spreadsheet."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Iterable

import xlsxwriter
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.roles.rules import SOON
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.organisation.models import Programme

SCOPE = ("user", "board", "unit", "programme", "deputy_for")


class Span(models.TextChoices):
    """Which grants, by when they hold."""

    TODAY = ""
    COMING = "kommer"
    ENDING = "slutar"
    ENDED = "slutat"


def narrowed(
    rows: QuerySet[RoleGrant], *, today: dt.date, name: str, role: str, within: str, span: str, by_place: bool
) -> QuerySet[RoleGrant]:
    """Return the approved grants of the span, in Swedish order. name: a part of it. within: id of a board or unit."""
    rows = rows.filter(_in_span(span, today), state=GrantState.APPROVED).select_related(*SCOPE)
    if name:
        rows = rows.filter(Q(user__name__icontains=name) | Q(user__username__icontains=name))
    if role:
        rows = rows.filter(role=Role(role))
    if within:
        place = uuid.UUID(within)
        programmes = Programme.objects.filter(boards__pk=place).values("pk")
        rows = rows.filter(Q(unit__pk=place) | Q(board__pk=place, programme=None) | Q(programme__in=programmes))
    person = ("user__name", "user__username", "role", "starts_on")
    return rows.order_by(*(("board__name", "unit__name", "role", *person) if by_place else person), "pk")


def _in_span(span: str, today: dt.date) -> Q:
    stands = Q(ends_before=None) | Q(ends_before__gt=today)
    if span == Span.COMING:
        return stands & Q(starts_on__gt=today)
    if span == Span.ENDED:
        return Q(ends_before__lte=today)
    if span == Span.ENDING:
        return Q(starts_on__lte=today, ends_before__gt=today, ends_before__lte=today + SOON)
    return stands & Q(starts_on__lte=today)


@transaction.atomic
def export_grants(grants: Iterable[RoleGrant], *, exported_by: User, query: str, now: dt.datetime) -> bytes:
    """Return the grants as a spreadsheet. Every cell is text: a name is never a formula. query: what was asked for."""
    rows = list(grants)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Roller"))
        heads = (_("Namn"), _("Användarnamn"), _("Roll"), _("Inom"), _("Nämnd"), _("Från och med"), _("Till och med"))
        for column, text in enumerate(heads):
            sheet.write_string(0, column, text)
        for number, grant in enumerate(rows, start=1):
            for column, text in enumerate(_cells(grant)):
                sheet.write_string(number, column, text)
        sheet.autofit()
    audit.record(
        audit.EXPORTED,
        actor=exported_by,
        view="accounts:grant-export",
        filter_hash=audit.hash_of_filter(query),
        counts={"rows": len(rows)},
        at=now,
    )
    return buffer.getvalue()


def _cells(grant: RoleGrant) -> tuple[str, ...]:
    user, ends = grant.user, grant.last_day
    return (
        user.name,
        user.username,
        grant.get_role_display(),
        str(grant.scope),
        grant.board.name,
        grant.starts_on.isoformat(),
        ends.isoformat() if ends else "",
    )
