"""Whether a certificate is true, for whoever has its number: no sign-in, no cookie, nothing kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lyhord.accounts.access import limited, log_read, public
from lyhord.training.domain.certificates.numbers import as_number, in_groups
from lyhord.training.domain.certificates.papers import verified
from lyhord.training.forms.certificates import NumberForm


@require_safe
@public
def number_form(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.GET if "nummer" in request.GET else None)
    if form.is_bound and form.is_valid():
        if number := as_number(form.cleaned_data["nummer"]):
            return redirect("verify:certificate", in_groups(number))
        return _plain(request, "training/verify_none.html", {}, 404)
    return _plain(request, "training/verify_form.html", {"form": form}, 200)


@require_safe
@public
@limited("certificate")
def certificate(request: HttpRequest, certificate_number: str) -> HttpResponse:
    """Say what the paper says and whether it holds; the same bytes for every number that is nobody's."""
    found = verified(certificate_number)
    if found is None:
        return _plain(request, "training/verify_none.html", {}, 404)
    if found.paper is not None:
        log_read(request, of=found.employee)
    return _plain(request, "training/verify.html", {"state": found, "paper": found.paper}, 200)


def _plain(request: HttpRequest, template: str, context: dict[str, object], status: int) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"  # the address is as good as the paper
    return response
