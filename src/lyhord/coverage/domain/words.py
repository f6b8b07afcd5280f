"""The ledger in plain Swedish: definitions and reasons as sentences that one would say aloud."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.coverage.domain.facts import Inputs
from lyhord.coverage.enums import CellState, NotCounted
from lyhord.programme.domain.words import class_words
from lyhord.programme.enums import ClauseKind, ExceptionReason


def definition_sentence(inputs: Inputs) -> str:
    """Say what counts as done. Stands beside every percentage. Empty without a definition."""
    if inputs.definition is None:
        return ""
    sentence = _visits_sentence(inputs) if inputs.kind is ClauseKind.VISIT_PLACES else _training_sentence(inputs)
    if inputs.definition.deadline:
        sentence += " " + _("Klart senast %(day)s.") % {"day": date_format(inputs.definition.deadline)}
    return sentence


def _visits_sentence(inputs: Inputs) -> str:
    count = inputs.visits_required
    return (
        ngettext(
            "Genomfört = %(count)d hållet besök på varje öppen träffpunkt.",
            "Genomfört = %(count)d hållna besök på varje öppen träffpunkt.",
            count,
        )
        % {"count": count}
        if count
        else _("Antalet besök är inte bestämt.")
    )


def _training_sentence(inputs: Inputs) -> str:
    definition = inputs.definition
    if definition is None or not inputs.modules:
        return _("Modulerna är inte bestämda.")
    who = class_words(definition.classes)
    count, days = len(inputs.modules), definition.min_employed_days
    what = ngettext("Genomfört = %(count)d modul", "Genomfört = alla %(count)d moduler", count) % {"count": count}
    if not days:
        return _("%(what)s, för den som är %(who)s.") % {"what": what, "who": who}
    return _("%(what)s, för den som är %(who)s sedan minst %(days)d dagar.") % {
        "what": what,
        "who": who,
        "days": days,
    }


def reason_text(state: CellState, reason: str) -> str:
    """Say why a row is excepted or not counted. Empty for other states."""
    if state is CellState.NOT_COUNTED:
        return str(NotCounted(reason).label)
    return str(ExceptionReason(reason).label) if state is CellState.EXCEPTED else ""
