"""The outbox: what is to be told to whom, as it will be sent; held, released, said."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from lyhord.messaging.domain import outbox as acts
from lyhord.messaging.domain.letters import TextTells, compose
from lyhord.messaging.domain.outbox_page import PARTS, counted_parts, in_part, invitations_held, same_letter
from lyhord.messaging.domain.post import is_on
from lyhord.messaging.enums import OPEN, MessageState
from lyhord.messaging.forms import LinesForm, OutboxForm
from lyhord.messaging.models import Message
from lyhord.messaging.permissions import OUTBOX

PAGE_ROWS = 50


@require_safe
@requires(OUTBOX)
def outbox(request: HttpRequest) -> HttpResponse:
    rows, now = visible(acting_user(request), OUTBOX, Message.objects.all()), clock.now()
    parts = counted_parts(rows, now)
    asked_for = request.GET.get("lage")
    chosen = next((part for part in parts if part.slug == asked_for), None)
    part = chosen or next((part for part in parts if part.count), parts[0])
    page = Paginator(in_part(rows, part.slug, now), PAGE_ROWS).get_page(request.GET.get("sida"))
    log_read(request, rows=len({row.person_key for row in page}))
    invitations, others = invitations_held(rows, now)
    context = {
        "parts": parts,
        "part": part,
        "page": page,
        "invitations": invitations,
        "others": others,
        "is_on": is_on(),
        "quiet_minutes": settings.MAIL_QUIET_MINUTES,
    }
    return render(request, "messaging/outbox.html", context)


@require_POST
@requires(OUTBOX)
def outbox_change(request: HttpRequest) -> HttpResponse:
    user, now = acting_user(request), clock.now()
    rows = visible(user, OUTBOX, Message.objects.all())
    form = OutboxForm(request.POST, rows=rows)
    if not form.is_valid():
        messages.error(request, _("Något i urvalet har ändrats. Se efter, och välj igen."))
        return redirect("messaging:outbox")
    part = form.cleaned_data["part"]
    picked = in_part(rows, part, now) if form.cleaned_data["everything"] else form.cleaned_data["chosen"]
    act = form.cleaned_data["act"]
    if act == "release":
        count = acts.release(messages=picked, released_by=user, now=now)
        said = ngettext("%(n)d besked är släppt.", "%(n)d besked är släppta.", count)
    elif act == "hold":
        count = acts.hold(messages=picked, held_by=user, now=now)
        said = ngettext("%(n)d besked väntar nu på dig.", "%(n)d besked väntar nu på dig.", count)
    else:
        count = acts.note_spoken(messages=picked, noted_by=user, now=now)
        said = ngettext("Noterat: %(n)d besked är sagt.", "Noterat: %(n)d besked är sagda.", count)
    if count:
        messages.success(request, said % {"n": count})
    else:
        messages.info(request, _("Kryssa först för dem som det gäller."))
    return redirect(f"{reverse('messaging:outbox')}?lage={part}")


@requires(OUTBOX)
def message_detail(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    user, now = acting_user(request), clock.now()
    rows = Message.objects.select_related("event", "employee", "trainer")
    message = fetch(request, OUTBOX, rows, message_id)
    form = LinesForm(request.POST or None, initial={"lines": message.own_lines})
    if request.method == "POST" and form.is_valid():
        try:
            acts.write_lines(message=message, lines=form.cleaned_data["lines"], written_by=user, now=now)
        except acts.AlreadyTold:
            messages.error(request, _("Beskedet har redan gått, så raderna kom inte med."))
        else:
            messages.success(request, _("Raderna är sparade. Så här blir brevet."))
        return redirect("messaging:message-detail", message.pk)
    together = list(same_letter(visible(user, OUTBOX, Message.objects.all()), message))
    log_read(request, of=message.person)
    context = {
        "message": message,
        "together": together,
        "form": form,
        "is_open": message.state in OPEN,
        "is_held": message.state == MessageState.HELD,
        "part": next(part for part in PARTS if part.slug == "vantar-pa-dig"),
        "is_on": is_on(),
    }
    return render(request, "messaging/message_detail.html", context | _letter(message, together))


def _letter(message: Message, together: list[Message]) -> dict[str, object]:
    """Return the mail as it will be sent, or as it was, unless its text tells too much."""
    stamp = message.claimed_at or clock.now()
    try:
        letter = compose(together, recipient=message.person.email or "-", stamp=stamp)
    except TextTells:
        return {"tells": True}
    return {"letter": letter, "files": [(row.method, row.file.decode()) for row in letter.invitations]}
