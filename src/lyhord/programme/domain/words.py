"""Decisions in plain Swedish."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from lyhord.people.enums import EmployeeClass
from lyhord.programme.enums import ClauseKind, DecisionState
from lyhord.programme.models import Decision, DefinitionOfDone


def state_sentence(decision: Decision) -> str:
    """Say what the board has done with the proposal, with day and paragraph."""
    sentence = {
        DecisionState.PROPOSED: _("Föreslaget, men inte beslutat än"),
        DecisionState.DECIDED: _("Beslutat"),
        DecisionState.DECIDED_WITH_CHANGES: _("Beslutat med ändringar"),
        DecisionState.TABLED: _("Bordlagt"),
        DecisionState.SENT_BACK: _("Återremitterat"),
        DecisionState.REJECTED: _("Avslaget"),
    }[DecisionState(decision.state)]
    if decision.meeting_on:
        sentence += " " + date_format(decision.meeting_on)
    return f"{sentence}, {decision.paragraph}." if decision.paragraph else f"{sentence}."


def definition_words(definition: DefinitionOfDone) -> str:
    """Say whom a definition counts and by when all is to be done. What is required stands with the clause's pages."""
    words = []
    if definition.clause.kind == ClauseKind.TRAIN_EMPLOYEES:
        words.append(_counted(definition))
    else:
        words.append(_("Räknas: varje öppen träffpunkt."))
    if definition.deadline:
        words.append(_("Klart senast %(day)s.") % {"day": date_format(definition.deadline)})
    return " ".join(words)


def class_words(classes: Collection[str]) -> str:
    """Name employee classes: "anställd eller timanställd"."""
    return get_text_list([str(c.label) for c in EmployeeClass if c.value in classes], _("eller"))


def _counted(definition: DefinitionOfDone) -> str:
    who = class_words(definition.classes)
    if not definition.min_employed_days:
        return _("Räknas: den som är %(who)s.") % {"who": who}
    return _("Räknas: den som är %(who)s sedan minst %(days)d dagar.") % {
        "who": who,
        "days": definition.min_employed_days,
    }
