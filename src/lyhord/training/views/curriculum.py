"""What is taught: the modules' texts, for those who go and for those who hold them, and the sources."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, fetch, limited, requires
from lyhord.accounts.permissions import can, visible
from lyhord.organisation.models import Board
from lyhord.training.domain.curriculum.at_board import module_at, modules_at, texts_at, timed, worded
from lyhord.training.domain.curriculum.content import MODULE, VOLUNTEERS, TextKind, module_of
from lyhord.training.domain.curriculum.papers import handout_pdf, known, notes_pdf, slides_pdf, trainer_pdf
from lyhord.training.domain.curriculum.sources import sources_by_kind
from lyhord.training.models import Module, TrainingSession
from lyhord.web.downloads import pdf_file
from lyhord.web.markdown import to_page

READ, TEACH = "training.read_content", "training.teach_content"
PAPERS = {"bilder": slides_pdf, "anteckningar": notes_pdf, "utbildarens-hafte": trainer_pdf}
"""What a trainer prints or shows, by its address. The hand-out is for everybody and has its own."""


@require_safe
@requires(READ)
def material(request: HttpRequest) -> HttpResponse:
    """The material of the board one works for; a choice for those who reach several."""
    reached = visible(acting_user(request), READ, Board.objects.all()).distinct()
    with_modules = reached.filter(Exists(Module.objects.filter(owner=OuterRef("pk"))))
    boards = list(with_modules) or list(reached)
    if len(boards) == 1:
        return redirect("training:material-board", boards[0].pk)
    return render(request, "training/material.html", {"boards": boards})


@require_safe
@requires(READ)
def material_board(request: HttpRequest, board_id: uuid.UUID) -> HttpResponse:
    board = fetch(request, READ, Board.objects.all(), board_id)
    context = {
        "board": board,
        "modules": modules_at(board).values(),
        "may_teach": can(acting_user(request), TEACH, board),
        "volunteers": VOLUNTEERS,
    }
    return render(request, "training/material_board.html", context)


@require_safe
@requires(READ)
def material_module(request: HttpRequest, board_id: uuid.UUID, code: str) -> HttpResponse:
    """Aims and hand-out for everybody; the plan, by the clock when it is about one session, for those who teach."""
    board = fetch(request, READ, Board.objects.all(), board_id)
    module = module_at(board, code)
    if module is None:
        raise Http404
    session = _session(request, board, code)
    steps = timed(module.plan, session.starts_at) if session else [{"step": step} for step in module.plan]
    handout_page = to_page(module.texts[TextKind.HANDOUT], shift=1)
    context = {
        "board": board,
        "module": module,
        "handout": handout_page.html,
        "sources": known(handout_page.sources),
        "may_teach": can(acting_user(request), TEACH, board),
        "session": session,
        "steps": steps,
        "session_minutes": session and (session.ends_at - session.starts_at).seconds // 60,
    }
    return render(request, "training/material_module.html", context)


@require_safe
@requires(READ)
def material_volunteers(request: HttpRequest, board_id: uuid.UUID) -> HttpResponse:
    """The volunteers' own text: they have other duties than staff."""
    board = fetch(request, READ, Board.objects.all(), board_id)
    texts = worded(texts_at(board, VOLUNTEERS)[VOLUNTEERS])
    page = to_page(texts["text"])
    context = {
        "board": board,
        "text": page.html,
        "sources": known(page.sources),
        "code": VOLUNTEERS,
        "may_teach": can(acting_user(request), TEACH, board),
    }
    return render(request, "training/material_volunteers.html", context)


@require_safe
@requires(READ)
def material_sources(request: HttpRequest) -> HttpResponse:
    groups = sources_by_kind()
    total = sum(len(rows) for _kind, rows in groups)
    return render(request, "training/material_sources.html", {"groups": groups, "total": total})


@require_safe
@requires(READ)
@limited("export")
def handout(request: HttpRequest, board_id: uuid.UUID, code: str) -> HttpResponse:
    board = fetch(request, READ, Board.objects.all(), board_id)
    texts = worded(texts_at(board, code).get(code, {}))
    if TextKind.HANDOUT not in texts:
        raise Http404
    name = module_of(code, texts).name if MODULE in texts else _("Volontärer")
    return pdf_file(handout_pdf(name, texts[TextKind.HANDOUT]), name=f"{code}-att-dela-ut.pdf")


@require_safe
@requires(TEACH)
@limited("export")
def paper(request: HttpRequest, board_id: uuid.UUID, code: str, which: str) -> HttpResponse:
    board = fetch(request, TEACH, Board.objects.all(), board_id)
    module = module_at(board, code)
    if module is None or which not in PAPERS:
        raise Http404
    return pdf_file(PAPERS[which](module), name=f"{code}-{which}.pdf")


def _session(request: HttpRequest, board: Board, code: str) -> TrainingSession | None:
    """Return the session that the page was opened from. Raises Http404 when the user has no such session."""
    if not (asked := request.GET.get("tillfalle")):
        return None
    try:
        id = uuid.UUID(asked)
    except ValueError:
        raise Http404 from None
    sessions = TrainingSession.objects.filter(owner=board, module__code=code).select_related("place", "module")
    return fetch(request, "training.view_session", sessions, id)
