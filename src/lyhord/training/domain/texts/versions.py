"""Which wording of a text holds at a board: its own newest, or else the program's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.organisation.models import Board
from lyhord.training.models import ContentVersion


class TextUnchanged(Exception):
    """The wording that was sent is the one that already holds."""


class EditedMeanwhile(Exception):
    """Somebody saved a newer version after the editor opened the page. It is the argument."""


class NoSuchVersion(LookupError):
    """The text has no version with that number at the board."""


@dataclass(frozen=True, slots=True)
class CurrentText:
    """What holds at a board. program: what this program brings. version: the board's newest, when it has one."""

    key: str
    program: str
    version: ContentVersion | None

    @property
    def text(self) -> str:
        return self.program if self.version is None or self.version.follows_program else self.version.text

    @property
    def number(self) -> int:
        return self.version.number if self.version else 0

    @property
    def is_edited(self) -> bool:
        return self.text != self.program

    @property
    def program_moved_on(self) -> bool:
        """Tell whether a newer program words the text in another way than when the board's wording was written."""
        return self.is_edited and self.version is not None and self.version.program_text != self.program


def current_texts(owner: Board | None, programs: Mapping[str, str]) -> dict[str, CurrentText]:
    """Return what holds for each key. programs: the program's text by key. One query; none without a board."""
    rows = ContentVersion.objects.filter(owner=owner, key__in=programs).order_by("number") if owner else ()
    newest = {row.key: row for row in rows}
    return {key: CurrentText(key, text, newest.get(key)) for key, text in programs.items()}


def current_text(owner: Board | None, key: str, program: str) -> CurrentText:
    return current_texts(owner, {key: program})[key]


@transaction.atomic
def save_version(
    *, owner: Board, key: str, program: str, text: str, note: str, seen: int, edited_by: User, now: dt.datetime
) -> ContentVersion:
    """Write the board's next version. What is asked of the text has been asked: see `checks`.

    seen: the number of the version that the editor began with. Raises EditedMeanwhile, TextUnchanged.
    """
    Board.objects.select_for_update().get(pk=owner.pk)
    latest = current_text(owner, key, program)
    if latest.number != seen:
        raise EditedMeanwhile(latest.version)
    if latest.text == text:
        raise TextUnchanged(key)
    version = ContentVersion.objects.create(
        owner=owner,
        key=key,
        number=latest.number + 1,
        text=text,
        program_text=program,
        note=note,
        edited_by=edited_by,
        edited_at=now,
    )
    audit.record("training.text_edited", actor=edited_by, obj=version, at=now)
    return version


def return_to(
    *, owner: Board, key: str, program: str, number: int, seen: int, edited_by: User, now: dt.datetime
) -> ContentVersion:
    """Let an earlier version hold again, as a new one. 0 is the program's own text, which is followed from then on.

    Raises NoSuchVersion, EditedMeanwhile, TextUnchanged.
    """
    note = _("Tillbaka till version %(n)d") % {"n": number} if number else _("Tillbaka till programmets text")
    text = text_of(owner, key, program, number)
    return save_version(
        owner=owner, key=key, program=program, text=text, note=note, seen=seen, edited_by=edited_by, now=now
    )


def text_of(owner: Board, key: str, program: str, number: int) -> str:
    """Return the wording of one version. Raises NoSuchVersion."""
    if number == 0:
        return program
    text = ContentVersion.objects.filter(owner=owner, key=key, number=number).values_list("text", flat=True).first()
    if text is None:
        raise NoSuchVersion(key, number)
    return text


def history(owner: Board, key: str) -> list[ContentVersion]:
    """Return the board's versions, the newest first. One query."""
    return list(ContentVersion.objects.filter(owner=owner, key=key).select_related("edited_by").order_by("-number"))
