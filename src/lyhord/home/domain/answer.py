"""The start page's answer: how far the decision has come, as a sentence that one would say aloud."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.coverage.domain.board import Overview
from lyhord.coverage.domain.cards import ClauseCard


@dataclass(frozen=True)
class Answer:
    title: str
    lead: str


def answer(overview: Overview) -> Answer:
    """Return the answer. No query. The title speaks of places, the lead of people."""
    return Answer(title=_title(overview), lead=_lead(overview))


def _title(overview: Overview) -> str:
    """Take the strongest sentence that is true: all done, all booked by a week, some booked, nothing yet."""
    total = len(overview.places)
    cards = [card for card in overview.clauses if card.counts is not None and card.counts.to_reach]
    if not total or not cards or len(cards) < len(overview.clauses):
        return _("Vi vet inte än hur långt satsningen har kommit.")
    if all(card.counts and card.counts.done == card.counts.to_reach for card in cards):
        return _("Alla träffpunkter och alla medarbetare är nådda.")
    booked = overview.places_planned_or_done
    finish = _finish(cards)
    if finish is not None and booked == total:
        week = finish.isocalendar().week
        return ngettext(
            "Planen når träffpunkten till vecka %(week)d.",
            "Planen når alla %(total)d träffpunkter till vecka %(week)d.",
            total,
        ) % {"total": total, "week": week}
    if booked:
        return _("%(booked)d av %(total)d träffpunkter har allt bokat.") % {"booked": booked, "total": total}
    if overview.weeks:
        return _("Ingen träffpunkt har allt bokat än.")
    return _("Alla träffpunkter. Alla medarbetare. Inget är planerat än.")


def _finish(cards: list[ClauseCard]) -> dt.date | None:
    """Return the last booked day of all clauses, if none of them has something without a date."""
    days = [card.finish_on for card in cards]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _lead(overview: Overview) -> str:
    return " ".join(_people(card) for card in overview.clauses if not card.is_visits)


def _people(card: ClauseCard) -> str:
    if card.counts is None:
        return card.unknown
    total, done, undated = card.counts.to_reach, card.counts.done, card.undated
    left = total - done
    if not total:
        return _("Ingen medarbetare räknas i dag.")
    if not left:
        return ngettext(
            "Den enda medarbetaren är klar.", "Alla %(total)d medarbetare är klara med utbildningen.", total
        ) % {"total": total}
    texts = {"left": left, "total": total, "undated": undated, "waiting": card.unreported}
    if card.unreported and not undated:
        return (
            _("%(left)d av %(total)d medarbetare har något kvar, och %(waiting)d väntar på besked om hur det gick.")
            % texts
        )
    if not undated:
        return _("%(left)d av %(total)d medarbetare har något kvar, och alla har en bokad tid.") % texts
    if undated == left:
        return _("%(left)d av %(total)d medarbetare har något kvar, och ingen av dem har tid för allt.") % texts
    return _("%(left)d av %(total)d medarbetare har något kvar, och %(undated)d av dem saknar tid.") % texts
