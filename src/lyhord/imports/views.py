"""Reading in a spreadsheet: choose it, look at what it would do, read it in or leave it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, limited, log_read, requires
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.common.spreadsheet import MAX_BYTES
from lyhord.imports.domain.access import boards_for, kinds_for
from lyhord.imports.domain.form_file import empty_file
from lyhord.imports.domain.kinds import ImportKind, UnknownKind, kind_at, kind_of
from lyhord.imports.domain.pages import STATUS_WORDS, explained, shown_items, tiles
from lyhord.imports.domain.runs import (
    ColumnsNotChosen,
    ImportAlreadyDecided,
    RegisterHasChanged,
    apply_import,
    choose_columns,
    forget_undecided,
    mappings_of,
    preview_of,
    refuse_import,
    take_in,
)
from lyhord.imports.forms import ColumnsForm, UploadForm
from lyhord.imports.models import ImportRun, ImportState
from lyhord.web.body import takes_file
from lyhord.web.downloads import xlsx_file

READ_IN = "imports.read_in"


def _kind_for(request: HttpRequest, slug: str) -> ImportKind:
    """Return the kind if the user may read it in; else 404."""
    try:
        kind = kind_at(slug)
    except UnknownKind:
        raise Http404 from None
    if not can(acting_user(request), kind.action):
        raise Http404
    return kind


def _fetch_run(request: HttpRequest, run_id: uuid.UUID) -> ImportRun:
    run = fetch(request, READ_IN, ImportRun.objects.select_related("owner", "uploaded_by"), run_id)
    if not boards_for(acting_user(request), kind_of(run.kind)).filter(pk=run.owner_id).exists():
        raise Http404
    return run


@require_safe
@requires(READ_IN)
def import_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    kinds = {kind.code: kind for kind in kinds_for(user)}
    runs = visible(user, READ_IN, ImportRun.objects.defer("content", "preview").select_related("uploaded_by"))
    page = Paginator(runs.filter(kind__in=kinds), 25).get_page(request.GET.get("sida"))
    rows = [(run, kinds[run.kind].label) for run in page]
    log_read(request, rows=len({run.uploaded_by_id for run in page} - {None, user.pk}))
    return render(request, "imports/import_list.html", {"kinds": kinds.values(), "rows": rows, "page": page})


@limited("import", writing_only=True)
@takes_file(MAX_BYTES)
@requires(READ_IN)
def upload(request: HttpRequest, kind_slug: str) -> HttpResponse:
    user, kind = acting_user(request), _kind_for(request, kind_slug)
    form = UploadForm(request.POST or None, request.FILES or None, owners=boards_for(user, kind))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        forget_undecided(clock.now())
        run = take_in(
            kind=kind,
            owner=form.board,
            filename=file.name,
            content=file.read(MAX_BYTES + 1),
            uploaded_by=user,
            now=clock.now(),
        )
        if run.state == ImportState.PREVIEW:
            return redirect("imports:preview", run.pk)
        form.add_error("file", run.refused_because)
    return render(request, "imports/upload.html", {"kind": kind, "form": form, "tables": explained(kind)})


@require_safe
@limited("export")
@requires(READ_IN)
def form_file(request: HttpRequest, kind_slug: str) -> HttpResponse:
    kind = _kind_for(request, kind_slug)
    return xlsx_file(empty_file(kind), name=f"{kind.slug}.xlsx")


@require_safe
@requires(READ_IN)
def preview(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = _fetch_run(request, run_id)
    kind = kind_of(run.kind)
    if run.state != ImportState.PREVIEW:
        return render(request, "imports/decided.html", {"run": run, "kind": kind, "tiles": tiles(run.counts)})
    shown = preview_of(run)
    status = request.GET.get("visa", "")
    page = Paginator(shown_items(shown.items, status), 50).get_page(request.GET.get("sida"))
    log_read(request, of=run, rows=len(page))
    context = {
        "run": run,
        "kind": kind,
        "preview": shown,
        "tiles": tiles(run.counts),
        "status": status if status in STATUS_WORDS else "",
        "page": page,
        "writes": run.counts["new"] + run.counts["changed"] + run.counts["gone"],
    }
    return render(request, "imports/preview.html", context)


@requires(READ_IN)
def columns(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = _fetch_run(request, run_id)
    if run.state != ImportState.PREVIEW:
        return redirect("imports:preview", run.pk)
    form = ColumnsForm(request.POST or None, kind=kind_of(run.kind), mappings=mappings_of(run))
    if request.method == "POST" and form.is_valid():
        choose_columns(run=run, columns=form.columns(), chosen_by=acting_user(request), now=clock.now())
        return redirect("imports:preview", run.pk)
    log_read(request, of=run)
    return render(request, "imports/columns.html", {"run": run, "kind": kind_of(run.kind), "form": form})


@require_POST
@requires(READ_IN)
def read_in(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = _fetch_run(request, run_id)
    digest, flag_gone = request.POST.get("digest") or "-", "flag_gone" in request.POST
    try:
        counts = apply_import(
            run=run, applied_by=acting_user(request), now=clock.now(), digest=digest, flag_gone=flag_gone
        )
    except RegisterHasChanged:
        messages.warning(request, _("Registret har ändrats sedan du läste in filen. Titta igenom en gång till."))
    except ColumnsNotChosen:
        messages.warning(request, _("Välj först vad kolumnerna betyder."))
    except ImportAlreadyDecided:
        messages.info(request, _("Filen är redan färdig."))
    else:
        written = counts["new"] + counts["changed"]
        done = ngettext("Klart. %(n)d rad är inläst.", "Klart. %(n)d rader är inlästa.", written) % {"n": written}
        messages.success(request, done)
    return redirect("imports:preview", run.pk)


@require_POST
@requires(READ_IN)
def refuse(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = _fetch_run(request, run_id)
    try:
        refuse_import(run=run, refused_by=acting_user(request), now=clock.now())
        messages.success(request, _("Filen lästes inte in. Ingenting har ändrats."))
    except ImportAlreadyDecided:
        messages.info(request, _("Filen är redan färdig."))
    return redirect("imports:import-list")
