"""What is stored about oneself: to read, to print and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, limited, signed_in
from lyhord.accounts.domain.extracts.extracts import as_plain, take_out, user_as_subject
from lyhord.accounts.domain.extracts.pdf import extract_pdf
from lyhord.common import clock
from lyhord.web.downloads import json_file, pdf_file


@signed_in
@require_safe
@limited("export")
def own_extract(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    now = clock.now()
    sections = take_out(subject=user_as_subject(user), about=user, taken_by=user, now=now)
    return render(request, "accounts/own_extract.html", {"sections": sections, "made_at": now})


@signed_in
@require_POST
@limited("export")
def own_extract_file(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    now = clock.now()
    sections = take_out(subject=user_as_subject(user), about=user, taken_by=user, now=now)
    if request.POST.get("som") == "pdf":
        return pdf_file(extract_pdf(sections, about=user.name or user.username, made_at=now), name="mina-uppgifter.pdf")
    return json_file(as_plain(sections, made_at=now), name="mina-uppgifter.json")
