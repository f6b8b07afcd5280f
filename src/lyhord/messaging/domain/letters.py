"""The one mail that a person gets: everything that is due, as text and as calendar files. Made anew each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.messaging.domain.itip import Invitation, as_itip
from lyhord.messaging.domain.links import answer_url
from lyhord.messaging.domain.telling import said_by
from lyhord.messaging.domain.titles import telling_word
from lyhord.messaging.enums import MessageKind
from lyhord.messaging.models import Message

LANGUAGE = "sv"
"""Of a mail, as long as nobody's choice is known."""


class TextTells(ValueError):
    """The mail would say what it is about to whoever sees it."""


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    invitations: tuple[Invitation, ...]


def compose(messages: Sequence[Message], *, recipient: str, stamp: dt.datetime, language: str = LANGUAGE) -> Letter:
    """Return the mail with all the messages, in order of time. Raises TextTells.

    stamp: when the mail was first made; the same messages and stamp give the same letter. One query for each message
    that can be answered. Says nothing of anybody, not even the recipient's name.
    """
    rows = sorted(messages, key=lambda row: (row.starts_at, str(row.pk)))
    links = {row.pk: answer_url(row) for row in rows}
    with translation.override(language):
        subject = _subject(rows)
        parts = [_("Hej!"), *(_part(row, links[row.pk]) for row in rows), _ending(rows)]
    text = "\n\n".join(parts) + "\n"
    for seen in (subject, text):
        if telling_word(seen):
            raise TextTells
    invitations = tuple(
        as_itip(said_by(row), uid=row.event.uid, recipient=recipient, stamp=stamp, answer_url=links[row.pk])
        for row in rows
    )
    return Letter(subject, text, invitations)


def _subject(rows: Sequence[Message]) -> str:
    if len(rows) > 1:
        return ngettext("%(n)d besked om dina tider", "%(n)d besked om dina tider", len(rows)) % {"n": len(rows)}
    row = rows[0]
    words = {"title": _one_line(row.title), "day": _day(row.starts_at)}
    if row.kind == MessageKind.CHANGE:
        return _("Ändrat: %(title)s %(day)s") % words
    if row.is_cancel:
        return _("Utgår: %(title)s %(day)s") % words
    return _("%(title)s %(day)s") % words


def _part(row: Message, link: str | None) -> str:
    """Return what one message says, a line for each thing."""
    lines = [_heading(row), _one_line(row.title), _when(row), _one_line(row.location)]
    if row.is_cancel:
        lines.append(_("Du behöver inte komma. Filen tar bort tiden ur kalendern."))
    if link:
        lines += [_("Säg om du kommer, så vet vi. Du behöver inte logga in:"), link]
    if row.own_lines:
        lines += ["", row.own_lines]
    return "\n".join(line for number, line in enumerate(lines) if line or number > 3)


def _heading(row: Message) -> str:
    if row.kind == MessageKind.CHANGE:
        return _("ÄNDRAD TID ELLER PLATS")
    if row.is_cancel:
        return _("DEN HÄR TIDEN GÄLLER INTE LÄNGRE")
    return _("EN TID FÖR DIG") if row.employee_id else _("EN TID SOM DU HÅLLER")


def _ending(rows: Sequence[Message]) -> str:
    files = ngettext(
        "Öppna den bifogade filen, så hamnar tiden rätt i din kalender.",
        "Öppna de bifogade filerna, så hamnar tiderna rätt i din kalender.",
        len(rows),
    )
    return "\n".join([files, _("Undrar du något? Fråga din chef."), "", settings.MUNICIPALITY])


def _when(row: Message) -> str:
    first, last = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    words = {
        "day": _day(row.starts_at),
        "first": date_format(first, "TIME_FORMAT"),
        "last": date_format(last, "TIME_FORMAT"),
    }
    return _("%(day)s, klockan %(first)s–%(last)s") % words


def _day(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "l j F")


def _one_line(text: str) -> str:
    """Return the text without line breaks, which would end a header of the mail."""
    return " ".join(text.split())
