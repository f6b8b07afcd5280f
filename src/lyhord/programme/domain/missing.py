"""What the document leaves open and nobody has entered yet. Shown as "saknas", with a link to where it is entered."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.people.models import Employee, Employment, Trainer
from lyhord.places.enums import PlaceKind
from lyhord.places.models import MeetingPlace
from lyhord.programme.domain.money import PurposeMoney, money_of
from lyhord.programme.domain.queries import has_partner_decided
from lyhord.programme.enums import FundingPurpose
from lyhord.programme.models import Clause, Decision

PARTNER_DECISION = "partner_decision"


@dataclass(frozen=True)
class MissingFact:
    """code: what is missing, for programs. sentence: for people. url_name, id: the page where it is entered."""

    code: str
    sentence: str
    url_name: str
    id: uuid.UUID | None = None
    query: str = ""

    @property
    def url(self) -> str:
        address = reverse(self.url_name, args=[self.id] if self.id else [])
        return f"{address}?{self.query}" if self.query else address


def missing_facts(decision: Decision, *, of_register: bool = True) -> tuple[MissingFact, ...]:
    """Return what is not known, the weightiest first. A constant number of queries.

    of_register: also what the register of places and people lacks today, which the decision does not say.
    """
    return (
        *_about_the_decision(decision),
        *_about_money(decision),
        *_about_clauses(decision),
        *(_about_the_register(decision) if of_register else ()),
        *_about_follow_up(decision),
    )


def _about_the_decision(decision: Decision) -> Iterator[MissingFact]:
    if not decision.is_decided:
        yield MissingFact(
            "decision",
            _("%(board)s har inte fattat beslutet än: det är %(state)s.")
            % {"board": decision.owner.name, "state": decision.get_state_display()},
            "programme:decision-state",
            decision.pk,
        )
    if decision.partner_board is not None and not has_partner_decided(decision):
        yield MissingFact(
            PARTNER_DECISION,
            _("%(board)ss beslut saknas") % {"board": decision.partner_board.name.removesuffix(" (exempel)")},
            "programme:partner-decision",
            decision.pk,
        )
    if decision.starts_on is None or decision.ends_before is None:
        yield MissingFact(
            "period", _("Datum för satsningens början och slut saknas"), "programme:decision-edit", decision.pk
        )


def _about_money(decision: Decision) -> Iterator[MissingFact]:
    for money in money_of(decision):
        sentence = missing_money(money)
        if sentence:
            yield MissingFact(f"funding_{money.purpose.value}", sentence, "programme:money", decision.pk)


def missing_money(money: PurposeMoney) -> str:
    """Say what is not known of one purpose's money, or nothing."""
    if money.is_missing:
        return {
            FundingPurpose.TRAINING: _("Finansiering av utbildningen saknas"),
            FundingPurpose.VISITS: _("Finansiering av besöken saknas"),
        }[money.purpose]
    if money.amount_sek is None:
        return {
            FundingPurpose.TRAINING: _("Belopp för utbildningen saknas"),
            FundingPurpose.VISITS: _("Belopp för besöken saknas"),
        }[money.purpose]
    return ""


def _about_clauses(decision: Decision) -> Iterator[MissingFact]:
    clauses = list(decision.clauses.prefetch_related("definitions"))
    if not clauses:
        yield MissingFact("clauses", _("Att-satserna är inte inlagda"), "programme:clause-add", decision.pk)
    for clause in clauses:
        yield from _about_clause(clause)


def _about_clause(clause: Clause) -> Iterator[MissingFact]:
    texts = {"clause": clause.short_title}
    latest = max(clause.definitions.all(), key=lambda d: d.version, default=None)
    if latest is None:
        sentence = _("%(clause)s: definition av genomfört saknas") % texts
        yield MissingFact("definition", sentence, "programme:definition-adopt", clause.pk)
    elif latest.deadline is None:
        sentence = _("%(clause)s: slutdatum saknas") % texts
        yield MissingFact("deadline", sentence, "programme:definition-adopt", clause.pk)


def _about_the_register(decision: Decision) -> Iterator[MissingFact]:
    places = MeetingPlace.objects.filter(owner=decision.owner_id, closed_from=None).order_by()
    kinds = Counter(places.values_list("kind", flat=True))
    counts = {
        PlaceKind.STATIONARY: decision.expected_stationary,
        PlaceKind.MOBILE: decision.expected_mobile,
    }
    if not kinds:
        yield MissingFact("places", _("Träffpunkterna är inte inlagda"), "places:place-list")
    elif any(expected is not None and kinds[kind] != expected for kind, expected in counts.items()):
        yield MissingFact("place_count", _place_count_sentence(decision, kinds), "places:place-list")
    yield from _about_people(decision, places.count())


def _place_count_sentence(decision: Decision, kinds: Counter[str]) -> str:
    return _(
        "Beslutet gäller %(expected_stationary)s stationära och %(expected_mobile)s mobila träffpunkter, "
        "men registret har %(stationary)d och %(mobile)d"
    ) % {
        "expected_stationary": "?" if decision.expected_stationary is None else decision.expected_stationary,
        "expected_mobile": "?" if decision.expected_mobile is None else decision.expected_mobile,
        "stationary": kinds[PlaceKind.STATIONARY],
        "mobile": kinds[PlaceKind.MOBILE],
    }


def _about_people(decision: Decision, places: int) -> Iterator[MissingFact]:
    owner = decision.owner_id
    if not Employee.objects.filter(owner=owner).exists():
        yield MissingFact("people", _("Hur många medarbetare det gäller är inte känt"), "people:employee-list")
    else:
        staffed = Employment.objects.filter(place__owner=owner, place__closed_from=None).order_by()
        without = places - staffed.values("place").distinct().count()
        if without:
            sentence = ngettext(
                "%(count)d träffpunkt saknar personal i registret",
                "%(count)d träffpunkter saknar personal i registret",
                without,
            ) % {"count": without}
            yield MissingFact("people_at_places", sentence, "people:employee-list")
    gone = Employee.objects.filter(owner=owner).exclude(missing_since=None).count()
    if gone:
        sentence = ngettext(
            "%(count)d medarbetare finns inte i senaste filen: har den slutat?",
            "%(count)d medarbetare finns inte i senaste filen: har de slutat?",
            gone,
        ) % {"count": gone}
        yield MissingFact("people_gone", sentence, "people:employee-list", query="visa=saknas")
    boards = [owner, decision.partner_board_id]
    if not Trainer.objects.filter(owner__in=[board for board in boards if board]).exists():
        yield MissingFact("trainers", _("Utbildarna är inte inlagda"), "people:trainer-list")


def _about_follow_up(decision: Decision) -> Iterator[MissingFact]:
    if not decision.measured_by:
        yield MissingFact(
            "indicator", _("Det är inte sagt hur resultatet ska mätas"), "programme:decision-edit", decision.pk
        )
    if decision.follow_up_on is None:
        yield MissingFact("follow_up", _("Dag för uppföljning saknas"), "programme:decision-edit", decision.pk)
