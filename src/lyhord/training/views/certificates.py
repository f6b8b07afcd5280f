"""Certificates: whom the coordinator issues to, each one's page and paper, and one's own."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, limited, log_read, requires
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.people.domain.restriction import RowRestricted
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Clause
from lyhord.training.domain.certificates.evidence import Of, everybody_ready, no_longer_attended, states_of
from lyhord.training.domain.certificates.issuing import (
    EvidenceChanged,
    HoldsNoLonger,
    issue_all,
    issue_anew,
    revoke,
)
from lyhord.training.domain.certificates.numbers import in_groups
from lyhord.training.domain.certificates.papers import certificate_pdf, state_of
from lyhord.training.enums import RevocationReason
from lyhord.training.forms.certificates import IssueForm, RevokeForm, WhatForm
from lyhord.training.forms.choices import sent
from lyhord.training.models import Certificate, Module
from lyhord.web.downloads import pdf_file

VIEW, ISSUE = "training.view_certificate", "training.issue_certificate"


@require_safe
@requires(ISSUE)
def certificate_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    form = _what(request, request.GET)
    ready = everybody_ready(form.what) if form.what else []
    issued = visible(user, ISSUE, Certificate.objects.select_related("revocation"))
    page = Paginator(issued, 50).get_page(request.GET.get("sida"))
    rows = list(page)
    states = states_of(rows)
    log_read(request, rows=len({row.employee_id for row in rows} | {each.employee.pk for each in ready}))
    context = {
        "form": form,
        "issue": IssueForm(ready=ready),
        "ready": ready,
        "page": page,
        "rows": [(row, in_groups(row.number), states[row.pk]) for row in rows],
        "doubtful": list(states.values()).count("doubtful"),
    }
    return render(request, "training/certificate_list.html", context)


@require_POST
@requires(ISSUE)
def certificate_issue(request: HttpRequest) -> HttpResponse:
    chosen = _what(request, request.GET).what
    ready = everybody_ready(chosen) if chosen else []
    form = IssueForm(sent(request), ready=ready)
    back = reverse("training:certificate-list") + (f"?vad={chosen.pk}" if chosen else "")
    if chosen is None or not form.is_valid():
        messages.error(request, _("Någon annan hann före. Se vilka som kan få intyg nu."))
        return redirect(back)
    try:
        issued = issue_all(
            employees=form.cleaned_data["employees"], what=chosen, issued_by=acting_user(request), now=clock.now()
        )
    except RowRestricted as error:
        messages.error(request, str(error))
    else:
        count = len(issued)
        said = ngettext("%(n)d intyg är utfärdat.", "%(n)d intyg är utfärdade.", count) % {"n": count}
        messages.success(request, said)
    return redirect(back)


@require_safe
@requires(VIEW)
def own_certificates(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    own = visible(user, VIEW, Certificate.objects.filter(employee__user=user))
    rows = [(row, state_of(row)) for row in own.select_related("revocation", "employee")]
    return render(request, "training/own_certificates.html", {"rows": rows})


@require_safe
@requires(VIEW)
def certificate_detail(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    user, row = acting_user(request), _certificate(request, VIEW, certificate_id)
    log_read(request, of=row.employee)
    state = state_of(row)
    context = {
        "certificate": row,
        "state": state,
        "paper": state.paper,
        "address": _address(request, row),
        "may_issue": can(user, ISSUE, row) and state.holds,
        "may_list": can(user, ISSUE, row),
        "is_doubtful": state.holds and bool(no_longer_attended([row])),
    }
    return render(request, "training/certificate_detail.html", context)


@require_safe
@requires(VIEW)
@limited("export")
def certificate_paper(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    row = _certificate(request, VIEW, certificate_id)
    log_read(request, of=row.employee)
    return pdf_file(
        certificate_pdf(row, address=_address(request, row)), name=f"intyg-{in_groups(row.number).lower()}.pdf"
    )


@require_POST
@requires(ISSUE)
def certificate_anew(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    row = _certificate(request, ISSUE, certificate_id)
    try:
        new = issue_anew(certificate=row, issued_by=acting_user(request), now=clock.now())
    except HoldsNoLonger:
        messages.error(request, _("Intyget gällde inte längre. Någon annan hann före."))
    except EvidenceChanged:
        messages.error(request, _("Närvaron har rättats sedan intyget utfärdades. Återkalla det i stället."))
    except RowRestricted as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Ett nytt intyg är utfärdat. Det gamla numret säger att det är ersatt."))
        return redirect("training:certificate-detail", new.pk)
    return redirect("training:certificate-detail", row.pk)


@requires(ISSUE)
def certificate_revoke(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    row = _certificate(request, ISSUE, certificate_id)
    form = RevokeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            reason = RevocationReason(form.cleaned_data["reason"])
            revoke(certificate=row, reason=reason, revoked_by=acting_user(request), now=clock.now())
        except HoldsNoLonger:
            messages.error(request, _("Intyget gällde inte längre. Någon annan hann före."))
        except RowRestricted as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Intyget är återkallat. Den som kontrollerar numret ser det."))
        return redirect("training:certificate-detail", row.pk)
    log_read(request, of=row.employee)
    return render(request, "training/certificate_revoke.html", {"form": form, "certificate": row})


def _certificate(request: HttpRequest, action: str, id: uuid.UUID) -> Certificate:
    rows = Certificate.objects.select_related("employee", "owner", "clause__decision", "module", "revocation")
    return fetch(request, action, rows, id)


def _what(request: HttpRequest, asked: object) -> WhatForm:
    user = acting_user(request)
    clauses = Clause.objects.filter(kind=ClauseKind.TRAIN_EMPLOYEES, module_requirements__isnull=False).distinct()
    rows: QuerySet[Clause] = visible(user, "programme.change_clause", clauses.select_related("decision"))
    modules: QuerySet[Module] = visible(user, "training.change_module", Module.objects.order_by("order", "name"))
    both: tuple[list[Of], list[Of]] = (list(rows.order_by("decision__title", "number")), list(modules))
    return WhatForm(asked, clauses=both[0], modules=both[1])


def _address(request: HttpRequest, row: Certificate) -> str:
    return request.build_absolute_uri(reverse("verify:certificate", args=[in_groups(row.number)]))
