"""The list of trainers, a trainer's page, facts and days away."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.common.sorting import swedish
from lyhord.people.domain.cards import trainer_away, trainer_times_text
from lyhord.people.domain.queries import boards_to_change_trainers
from lyhord.people.domain.sections import trainer_sections
from lyhord.people.domain.trainers import add_trainer_away, remove_trainer_away, save_trainer
from lyhord.people.forms import TrainerAwayForm, TrainerForm
from lyhord.people.models import Trainer, TrainerAway
from lyhord.people.views.restricted import changeable, unless_restricted
from lyhord.places.domain.words import period_text

VIEW, CHANGE = "people.view_trainer", "people.change_trainer"


@require_safe
@requires(VIEW)
def trainer_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    trainers = visible(user, VIEW, Trainer.objects.select_related("owner").prefetch_related("windows"))
    found = list(trainers.order_by(swedish("name"), "pk"))
    rows = [(row, "; ".join(trainer_times_text(row))) for row in found if row.restricted_at is None]
    log_read(request, rows=sum(trainer.user_id != user.pk for trainer, _times in rows))
    context = {
        "restricted": [row for row in found if row.restricted_at is not None],
        "rows": rows,
        "title": ngettext("%(n)d utbildare", "%(n)d utbildare", len(rows)) % {"n": len(rows)},
        "may_change": can(user, CHANGE),
        "may_import": can(user, "imports.read_in"),
    }
    return render(request, "people/trainer_list.html", context)


@require_safe
@requires(VIEW)
def trainer_detail(request: HttpRequest, trainer_id: uuid.UUID) -> HttpResponse:
    user, today = acting_user(request), clock.today()
    rows = Trainer.objects.select_related("owner").prefetch_related("windows", "away_periods")
    trainer = fetch(request, VIEW, rows, trainer_id)
    log_read(request, of=trainer)
    context = {
        "trainer": trainer,
        "times": trainer_times_text(trainer),
        "away": trainer_away(trainer, today),
        "sections": trainer_sections(user, trainer, today),
        "may_change": can(user, CHANGE, trainer) and trainer.restricted_at is None,
        "may_answer": can(user, CHANGE, trainer),
    }
    return render(request, "people/trainer_detail.html", context)


@requires(CHANGE)
def trainer_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, Trainer())


@requires(CHANGE)
@unless_restricted
def trainer_edit(request: HttpRequest, trainer_id: uuid.UUID) -> HttpResponse:
    return _edit(request, changeable(fetch(request, CHANGE, Trainer.objects.all(), trainer_id)))


def _edit(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    user, is_new = acting_user(request), trainer._state.adding
    form = TrainerForm(request.POST or None, instance=trainer, owners=boards_to_change_trainers(user))
    if request.method == "POST" and form.is_valid():
        save_trainer(trainer=form.save(commit=False), windows=form.windows(), saved_by=user, now=clock.now())
        messages.success(request, _("Uppgifterna är sparade."))
        return redirect("people:trainer-detail", trainer.pk)
    if not is_new:
        log_read(request, of=trainer)
    return render(request, "people/trainer_form.html", {"form": form, "trainer": None if is_new else trainer})


@requires(CHANGE)
@unless_restricted
def trainer_away_edit(request: HttpRequest, trainer_id: uuid.UUID) -> HttpResponse:
    trainer = changeable(fetch(request, CHANGE, Trainer.objects.all(), trainer_id))
    form = TrainerAwayForm(request.POST or None, instance=TrainerAway(trainer=trainer))
    if request.method == "POST" and form.is_valid():
        add_trainer_away(away=form.save(commit=False), added_by=acting_user(request), now=clock.now())
        messages.success(request, _("Tillagt."))
        return redirect(request.path)
    rows = [(row.pk, period_text(row.starts_on, row.ends_before)) for row in trainer.away_periods.all()]
    context = {
        "form": form,
        "person": trainer,
        "rows": rows,
        "remove": "people:trainer-away-remove",
        "is_trainer": True,
    }
    log_read(request, of=trainer)
    return render(request, "people/away.html", context)


@require_POST
@requires(CHANGE)
@unless_restricted
def trainer_away_remove(request: HttpRequest, trainer_id: uuid.UUID, row_id: uuid.UUID) -> HttpResponse:
    trainer = changeable(fetch(request, CHANGE, Trainer.objects.all(), trainer_id))
    row = get_object_or_404(trainer.away_periods, pk=row_id)
    remove_trainer_away(away=row, removed_by=acting_user(request), now=clock.now())
    messages.success(request, _("Borttaget."))
    return redirect("people:trainer-away-edit", trainer.pk)
