"""A module's texts, and the scenarios, one by one, for those who teach: read, worded anew, compared, taken back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.common import clock
from lyhord.common.readability import lix, word_count
from lyhord.organisation.models import Board
from lyhord.training.domain.curriculum.at_board import texts_at, worded
from lyhord.training.domain.curriculum.content import MODULE, TextKind, module_of, slides_in
from lyhord.training.domain.curriculum.editing import problems_of
from lyhord.training.domain.curriculum.papers import known
from lyhord.training.domain.scenarios.editing import SCENARIOS, problems_in_wording, scenario_in
from lyhord.training.domain.scenarios.library import read, text_at
from lyhord.training.domain.texts.checks import HARD, TextProblem, is_hard
from lyhord.training.domain.texts.differences import Change, differences, in_words
from lyhord.training.domain.texts.versions import (
    CurrentText,
    EditedMeanwhile,
    NoSuchVersion,
    TextUnchanged,
    history,
    return_to,
    save_version,
    text_of,
)
from lyhord.training.forms.texts import TextForm
from lyhord.training.views.scenarios.reading import Notes, as_cards
from lyhord.web.markdown import to_page

TEACH = "training.teach_content"
KINDS = {
    "pass": MODULE,
    "utbildarens-text": TextKind.TRAINER.value,
    "ovningar": TextKind.EXERCISES.value,
    "forumspel": TextKind.FORUM_PLAY.value,
    "att-dela-ut": TextKind.HANDOUT.value,
    "bilder": TextKind.SLIDES.value,
    "volontartext": "text",
}
"""The last part of a text's address → its kind."""
TITLES = {
    "pass": gettext_lazy("Namn, mål och tidsplan"),
    "utbildarens-text": gettext_lazy("Utbildarens text"),
    "ovningar": gettext_lazy("Övningar"),
    "forumspel": gettext_lazy("Forumspel"),
    "att-dela-ut": gettext_lazy("Att dela ut"),
    "bilder": gettext_lazy("Bilder"),
    "volontartext": gettext_lazy("Text till volontärer"),
}


@dataclass(frozen=True)
class Place:
    """Which text, at which board. of: what it belongs to, in words."""

    board: Board
    code: str
    slug: str
    of: str
    current: CurrentText

    @property
    def args(self) -> tuple[object, ...]:
        return (self.board.pk, self.code, self.slug)

    @property
    def is_scenario(self) -> bool:
        return self.code == SCENARIOS

    @property
    def kind(self) -> str:
        return SCENARIOS if self.is_scenario else KINDS[self.slug]

    @property
    def title(self) -> str:
        return read(self.slug, self.current.text).title if self.is_scenario else str(TITLES[self.slug])

    def problems_in(self, text: str) -> list[TextProblem]:
        return problems_in_wording(self.slug, text) if self.is_scenario else problems_of(self.kind, text)


@require_safe
@requires(TEACH)
def text(request: HttpRequest, board_id: uuid.UUID, code: str, slug: str) -> HttpResponse:
    place = _place(request, board_id, code, slug)
    wording = place.current.text
    if place.is_scenario:
        return _scenario(request, place)
    page = to_page("" if place.kind in (MODULE, TextKind.SLIDES) else wording)
    slides, ids = [], page.sources
    if place.kind == TextKind.SLIDES:
        for slide in slides_in(wording):
            body = to_page(slide.body, sources=ids)
            ids = body.sources
            slides.append({"title": slide.title, "body": body.html, "note": to_page(slide.note).html})
    context = {
        "place": place,
        "page": page.html,
        "slides": slides,
        "raw": wording if place.kind == MODULE else "",
        "sources": known(ids),
        "moved_on": in_words(_program_changes(place)) if place.current.program_moved_on else "",
    }
    return render(request, "training/text.html", context)


@requires(TEACH)
def text_edit(request: HttpRequest, board_id: uuid.UUID, code: str, slug: str) -> HttpResponse:
    place = _place(request, board_id, code, slug)
    form = TextForm(request.POST or None, current=place.current, check=place.problems_in)
    meanwhile = None
    only_looks = "look" in request.POST
    if request.method == "POST" and form.is_valid() and not only_looks:
        try:
            save_version(
                owner=place.board,
                key=place.current.key,
                program=place.current.program,
                text=form.cleaned_data["text"],
                note=form.cleaned_data["note"],
                seen=form.cleaned_data["seen"],
                edited_by=acting_user(request),
                now=clock.now(),
            )
        except TextUnchanged:
            form.add_error("text", _("Texten är likadan som den som redan gäller."))
        except EditedMeanwhile:
            meanwhile = differences(form.cleaned_data["text"], place.current.text)
            form.add_error(
                None, _("Någon annan har sparat en ny version under tiden. Det som skiljer står här nedanför.")
            )
        else:
            _tell_saved(request, place, form.cleaned_data["text"])
            return redirect("training:material-text", *place.args)
    context = {
        "place": place,
        "form": form,
        "meanwhile": meanwhile,
        "lix": round(lix(_prose(place, form["text"].value() or ""))),
        "words": word_count(_prose(place, form["text"].value() or "")),
        "hard": HARD,
        "cards": _looked_at(place, form["text"].value() or "") if only_looks else [],
    }
    return render(request, "training/text_form.html", context)


def _prose(place: Place, wording: str) -> str:
    """Return what is read of the text; of a scenario that can be read, not the marks of its format."""
    scenario = scenario_in(place.slug, wording) if place.is_scenario else None
    return scenario.prose if scenario else wording


def _scenario(request: HttpRequest, place: Place) -> HttpResponse:
    """All passages of a scenario, numbered, with every role's part."""
    notes = Notes()
    context = {
        "place": place,
        "cards": as_cards(read(place.slug, place.current.text), notes),
        "sources": notes.sources,
        "moved_on": in_words(_program_changes(place)) if place.current.program_moved_on else "",
    }
    return render(request, "training/text.html", context)


def _looked_at(place: Place, wording: str) -> list[dict[str, object]]:
    """Return the passages of a text that is not saved yet; none of one that cannot be read as a scenario."""
    scenario = scenario_in(place.slug, wording) if place.is_scenario else None
    return as_cards(scenario, Notes()) if scenario else []


@require_safe
@requires(TEACH)
def text_history(request: HttpRequest, board_id: uuid.UUID, code: str, slug: str) -> HttpResponse:
    """Every version, with what it changed in the one before."""
    place = _place(request, board_id, code, slug)
    versions = history(place.board, place.current.key)
    before = [*(version.text for version in versions[1:]), versions[-1].program_text if versions else ""]
    rows = [
        {"version": version, "words": in_words(differences(earlier, version.text))}
        for version, earlier in zip(versions, before, strict=False)
    ]
    log_read(request, rows=len({version.edited_by_id for version in versions} - {acting_user(request).pk}))
    return render(request, "training/text_history.html", {"place": place, "rows": rows})


@requires(TEACH)
def text_version(request: HttpRequest, board_id: uuid.UUID, code: str, slug: str, number: int) -> HttpResponse:
    """One version beside the one that holds; sent, it holds again, as a new version."""
    place = _place(request, board_id, code, slug)
    try:
        wording = text_of(place.board, place.current.key, place.current.program, number)
    except NoSuchVersion:
        raise Http404 from None
    if request.method == "POST":
        return _return(request, place, number)
    changes = differences(place.current.text, wording)
    context = {"place": place, "number": number, "changes": changes, "words": in_words(changes)}
    return render(request, "training/text_version.html", context)


def _return(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        return_to(
            owner=place.board,
            key=place.current.key,
            program=place.current.program,
            number=number,
            seen=int(seen) if seen.isdecimal() and seen.isascii() else -1,
            edited_by=acting_user(request),
            now=clock.now(),
        )
    except TextUnchanged:
        messages.info(request, _("Den texten gäller redan."))
    except EditedMeanwhile:
        messages.error(request, _("Någon annan har sparat en ny version under tiden. Titta på den först."))
        return redirect("training:material-version", *place.args, number)
    else:
        messages.success(request, _("Nu gäller den texten igen."))
    return redirect("training:material-text", *place.args)


def _tell_saved(request: HttpRequest, place: Place, wording: str) -> None:
    if place.is_scenario:
        messages.success(request, _("Texten är sparad. Den gäller nu för alla som övar hos er."))
    else:
        messages.success(request, _("Texten är sparad. Den gäller nu för alla som håller passet."))
    prose = _prose(place, wording)
    if is_hard(prose):
        told = {"lix": round(lix(prose)), "most": HARD}
        messages.warning(request, _("Texten har LIX %(lix)d. Över %(most)d är svår att läsa. Korta meningarna.") % told)


def _program_changes(place: Place) -> list[Change]:
    """Return what a newer program changed in its own text since the board worded it."""
    version = place.current.version
    return [] if version is None else differences(version.program_text, place.current.program)


def _place(request: HttpRequest, board_id: uuid.UUID, code: str, slug: str) -> Place:
    board = fetch(request, TEACH, Board.objects.all(), board_id)
    if code == SCENARIOS and (scenario := text_at(board, slug)):
        return Place(board, code, slug, _("Berättelse att öva med"), scenario)
    texts = texts_at(board, code).get(code, {})
    if (current := texts.get(KINDS.get(slug, ""))) is None:
        raise Http404
    of = module_of(code, worded(texts)).name if MODULE in texts else _("Volontärer")
    return Place(board, code, slug, of, current)
