"""C3: enough trainers, each with the competence and the language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.people.models import Employee
from lyhord.training.domain.warnings.occasion import Occasion, RuleWarning, listed


def trainers_suffice(
    occasion: Occasion, *, needed: int, competence: str, language: str = "sv"
) -> Iterator[RuleWarning]:
    """C3. An activity has at least the trainers it needs, each with its competence and its language."""
    chosen = len(occasion.trainers)
    if chosen < needed:
        text = ngettext(
            "Det behövs %(needed)d utbildare, men %(chosen)d är vald.",
            "Det behövs %(needed)d utbildare, men %(chosen)d är valda.",
            chosen,
        )
        yield RuleWarning("C3", text % {"needed": needed, "chosen": chosen})
    if competence and (lacking := [str(t) for t in occasion.trainers if competence not in t.competences]):
        text = _("%(names)s saknar kompetensen ”%(competence)s”.")
        yield RuleWarning("C3", text % {"names": listed(lacking), "competence": competence})
    if speechless := [str(t) for t in occasion.trainers if not _speaks(t.languages, language)]:
        text = _("%(names)s arbetar inte på språket ”%(language)s”.")
        yield RuleWarning("C3", text % {"names": listed(speechless), "language": language})


def language_understood(employees: Iterable[Employee], language: str) -> Iterator[RuleWarning]:
    """C3. Whoever attends a session understands its language."""
    if lost := [str(e) for e in employees if not _speaks(e.languages, language)]:
        text = _("Utbildningen hålls på språket ”%(language)s”. Det står inte bland språken för %(names)s.")
        yield RuleWarning("C3", text % {"language": language, "names": listed(lost)})


def _speaks(languages: Iterable[str], language: str) -> bool:
    """Everybody knows Swedish; other languages are listed."""
    return language == "sv" or language in languages
