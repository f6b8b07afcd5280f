"""The search page. The field in the header leads here; it works without script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, limited, log_read, signed_in
from lyhord.common import clock
from lyhord.home.domain.search import SHORTEST, search

LONGEST = 100


@require_safe
@limited("search")
@signed_in
def results(request: HttpRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    groups = search(acting_user(request), text, now=clock.now())
    log_read(request, rows=sum(len(group.hits) for group in groups if group.is_people))
    count = sum(len(group.hits) + group.more for group in groups)
    context = {"text": text, "groups": groups, "count": count, "is_too_short": len(text.replace(" ", "")) < SHORTEST}
    return render(request, "home/search.html", context)
