"""What those who are asked see, and how the answers stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lyhord.planning.domain.adapter import Draft, Item
from lyhord.planning.domain.draft_page import DraftPage, Row, item_row
from lyhord.planning.domain.names import Names
from lyhord.planning.domain.replies import Party, Tally, items_by_party, tally
from lyhord.planning.enums import Answer
from lyhord.planning.models import DraftReply, PlanDraft


@dataclass(frozen=True)
class Question:
    """One activity as one party sees it. own: names of the party's own staff who attend; reply: the answer so far."""

    party: Party
    row: Row
    own: tuple[str, ...]
    reply: DraftReply | None


@dataclass(frozen=True)
class Sheet:
    """All that one party is asked about."""

    party: Party
    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Said:
    """An objection, for the coordinator: who, about what, why."""

    name: str
    row: Row
    reply: DraftReply


@dataclass(frozen=True)
class RepliesSummary:
    tally: Tally
    objections: tuple[Said, ...]
    silent: tuple[str, ...]


def names_in(asked: Iterable[Sheet]) -> int:
    """Return how many persons the sheets name."""
    questions = [question for sheet in asked for question in sheet.questions]
    return len({name for question in questions for name in (*question.row.trainers, *question.row.people)})


def sheets(draft: Draft, names: Names, parties: Sequence[Party], replies: Iterable[DraftReply]) -> list[Sheet]:
    """Return a sheet for each of the parties, places first, by name."""
    given = {(party_of(reply), reply.item): reply for reply in replies}
    asked = items_by_party(draft)
    made = [
        Sheet(
            party,
            party_name(party, names),
            tuple(_question(draft, names, party, item, given.get((party, item.key))) for item in asked[party]),
        )
        for party in parties
    ]
    return sorted(made, key=lambda sheet: (sheet.party.kind, sheet.name))


def _question(draft: Draft, names: Names, party: Party, item: Item, reply: DraftReply | None) -> Question:
    own = [person for person in item.attendees if draft.workplace(person, item) == party.id]
    return Question(party, item_row(item, names), tuple(sorted(names.person(person) for person in own)), reply)


def party_of(reply: DraftReply) -> Party:
    return Party("place", str(reply.place_id)) if reply.place_id else Party("trainer", str(reply.trainer_id))


def party_name(party: Party, names: Names) -> str:
    return names.place(party.id) if party.kind == "place" else names.trainer(party.id)


def replies_summary(row: PlanDraft, page: DraftPage) -> RepliesSummary:
    """Return how the answers to the draft stand. One query."""
    replies = list(DraftReply.objects.filter(draft=row))
    counted = tally(row, page.draft, replies)
    objections = [
        Said(party_name(party_of(reply), page.names), item_row(page.draft.by_key[reply.item], page.names), reply)
        for reply in replies
        if reply.answer != Answer.WORKS
    ]
    return RepliesSummary(
        counted,
        tuple(sorted(objections, key=lambda said: (said.row.date, said.row.clock, said.name))),
        tuple(sorted(party_name(party, page.names) for party in counted.silent)),
    )


def period_of(draft: Draft) -> tuple[dt.date, dt.date]:
    """Return the first and last day that the draft could use."""
    days = [day for day, _half in draft.slots]
    return min(days), max(days)
