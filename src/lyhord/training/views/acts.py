"""Moving, cancelling, merging and splitting a session, and another trainer: each page says first whose times change."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.common import clock
from lyhord.people.domain.restriction import RowRestricted
from lyhord.training.domain.acts.regroup import (
    NewTime,
    NobodyToSplit,
    merge_sessions,
    merge_targets,
    preview_merge,
    preview_split,
    split_session,
)
from lyhord.training.domain.acts.stand_in import AlreadyTrains, stand_in, suggest_stand_ins
from lyhord.training.domain.seating import seats_left
from lyhord.training.domain.sessions import (
    SessionNotPlanned,
    cancel_session,
    move_session,
    preview_cancel,
    preview_move,
)
from lyhord.training.domain.warnings import session_warnings
from lyhord.training.enums import SessionState
from lyhord.training.forms.acts import CancelForm, MergeForm, SplitForm, StandInForm
from lyhord.training.forms.choices import offered, sent
from lyhord.training.forms.sessions import SessionForm, timed_initial, trainers_to_assign
from lyhord.training.models import TrainingSession
from lyhord.training.views.sessions import CHANGE, not_planned, sessions


@requires(CHANGE)
def session_move(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    session = fetch(request, CHANGE, sessions(), session_id)
    if session.state != SessionState.PLANNED:
        return not_planned(request, session)
    now = {"place": session.place_id, "trainers": list(session.trainers.values_list("pk", flat=True))}
    initial = now | {"seats": session.seats} | timed_initial(session.starts_at, session.ends_at)
    form = SessionForm(request.POST or None, user=acting_user(request), session=session, initial=initial)
    if request.method == "POST" and form.is_valid():
        warnings = session_warnings(form.occasion(), session.module, now=clock.now())
        impact = preview_move(
            session=session,
            starts_at=form.moment("starts_at"),
            ends_at=form.moment("ends_at"),
            place=form.cleaned_data["place"],
            seats=form.cleaned_data["seats"],
        )
        if form.settles(warnings, impact):
            return _move(request, session, form)
    log_read(request, of=session, rows=offered(form, "trainers") + form.named)
    return render(request, "training/session_form.html", {"form": form, "session": session})


def _move(request: HttpRequest, session: TrainingSession, form: SessionForm) -> HttpResponse:
    try:
        move_session(
            session=session,
            starts_at=form.moment("starts_at"),
            ends_at=form.moment("ends_at"),
            place=form.cleaned_data["place"],
            trainers=form.cleaned_data["trainers"],
            seats=form.cleaned_data["seats"],
            moved_by=acting_user(request),
            now=clock.now(),
        )
    except SessionNotPlanned:
        return not_planned(request, session)
    messages.success(request, _("Tillfället är ändrat. Kalendrarna följer med."))
    return redirect("training:session-detail", session.pk)


@requires(CHANGE)
def session_cancel(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    session = fetch(request, CHANGE, sessions(), session_id)
    if session.state != SessionState.PLANNED:
        return not_planned(request, session)
    form, impact = CancelForm(sent(request)), preview_cancel(session=session)
    if request.method == "POST" and form.is_valid() and form.settles((), impact):
        try:
            cancel_session(session=session, cancelled_by=acting_user(request), now=clock.now())
        except SessionNotPlanned:
            return not_planned(request, session)
        messages.success(request, _("Tillfället är inställt. Det syns som inställt i kalendrarna."))
        return redirect("training:session-detail", session.pk)
    form.shows((), impact)
    log_read(request, of=session, rows=form.named)
    may_merge = merge_targets(session, sessions(), clock.now()).exists()
    context = {"session": session, "form": form, "may_merge": may_merge}
    return render(request, "training/session_cancel.html", context)


@requires(CHANGE)
def session_merge(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Choose a session to merge this one into (`?med=`), see what becomes of everybody, do it."""
    session = fetch(request, CHANGE, sessions(), session_id)
    if session.state != SessionState.PLANNED:
        return not_planned(request, session)
    targets = list(merge_targets(session, sessions(), clock.now())[:30])
    into = next((row for row in targets if str(row.pk) == request.GET.get("med")), None)
    if into is None:
        context = {"session": session, "targets": [(row, seats_left(row)) for row in targets]}
        return render(request, "training/session_merge.html", context)
    form, impact = MergeForm(sent(request)), preview_merge(session=session, into=into)
    if request.method == "POST" and form.is_valid() and form.settles((), impact):
        try:
            merge_sessions(session=session, into=into, merged_by=acting_user(request), now=clock.now())
        except SessionNotPlanned:
            return not_planned(request, session)
        messages.success(request, _("Tillfällena är hopslagna. De som flyttades blir inbjudna till den nya tiden."))
        return redirect("training:session-detail", into.pk)
    form.shows((), impact)
    log_read(request, of=session, rows=form.named)
    return render(request, "training/session_merge.html", {"session": session, "into": into, "form": form})


@requires(CHANGE)
def session_split(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Let some of the group have a time of their own."""
    session = fetch(request, CHANGE, sessions(), session_id)
    if session.state != SessionState.PLANNED:
        return not_planned(request, session)
    initial = {"place": session.place_id, **timed_initial(session.starts_at, session.ends_at)}
    form = SplitForm(sent(request), user=acting_user(request), session=session, initial=initial)
    if request.method == "POST" and form.is_valid():
        leaving, place = form.cleaned_data["leaving"], form.cleaned_data["place"]
        warnings = session_warnings(form.occasion(), session.module, now=clock.now())
        if form.settles(warnings, preview_split(session=session, leaving=leaving, place=place)):
            return _split(request, session, form)
    log_read(request, of=session, rows=offered(form, "leaving") + offered(form, "trainers"))
    return render(request, "training/session_split.html", {"session": session, "form": form})


def _split(request: HttpRequest, session: TrainingSession, form: SplitForm) -> HttpResponse:
    to = NewTime(
        place=form.cleaned_data["place"],
        starts_at=form.moment("starts_at"),
        ends_at=form.moment("ends_at"),
        trainers=tuple(form.cleaned_data["trainers"]),
    )
    leaving, user = form.cleaned_data["leaving"], acting_user(request)
    try:
        new = split_session(session=session, leaving=leaving, to=to, split_by=user, now=clock.now())
    except SessionNotPlanned:
        return not_planned(request, session)
    except NobodyToSplit:
        messages.error(request, _("De du valde har inte längre någon plats här. Välj igen."))
        return redirect("training:session-split", session.pk)
    messages.success(request, _("Gruppen är delad. De som flyttades blir inbjudna till den nya tiden."))
    return redirect("training:session-detail", new.pk)


@requires(CHANGE)
def session_stand_in(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Trainers who can take over, best first, a button each: the second tap does it."""
    session = fetch(request, CHANGE, sessions(), session_id)
    if session.state != SessionState.PLANNED:
        return not_planned(request, session)
    among = trainers_to_assign(acting_user(request))
    form = StandInForm(sent(request), holding=session.trainers.all(), among=among)
    if request.method == "POST" and form.is_valid():
        return _stand_in(request, session, form)
    suggested = suggest_stand_ins(session=session, among=among)
    holding = list(session.trainers.all())
    log_read(request, of=session, rows=len(suggested) + len(holding))
    context = {"session": session, "form": form, "suggested": suggested, "holding": holding}
    return render(request, "training/session_stand_in.html", context)


def _stand_in(request: HttpRequest, session: TrainingSession, form: StandInForm) -> HttpResponse:
    leaving, coming = form.cleaned_data["leaving"], form.cleaned_data["coming"]
    user = acting_user(request)
    try:
        stand_in(session=session, leaving=leaving, coming=coming, changed_by=user, now=clock.now())
    except SessionNotPlanned:
        return not_planned(request, session)
    except AlreadyTrains:
        messages.error(request, _("Den utbildaren håller redan tillfället."))
    except RowRestricted as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s håller tillfället nu.") % {"name": coming})
    return redirect("training:session-detail", session.pk)
