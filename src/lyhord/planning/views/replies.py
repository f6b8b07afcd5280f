"""Answering a draft: on a page, or on paper that the coordinator enters."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, log_read, requires
from lyhord.common import clock
from lyhord.planning.domain.answerers import may_answer_for_all, parties_for
from lyhord.planning.domain.draft_page import names_of
from lyhord.planning.domain.replies import DraftNotSent, Party, RepliesClosed, items_by_party, save_replies
from lyhord.planning.domain.reply_page import Question, Sheet, names_in, period_of, sheets
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.enums import DraftState
from lyhord.planning.forms import ReplyForm
from lyhord.planning.models import DraftReply, PlanDraft
from lyhord.planning.views.drafts import CHANGE, fetch_draft

ANSWER = "planning.answer_draft"


@requires(ANSWER)
def draft_answer(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Let a manager or trainer answer; the coordinator chooses for whom (`?for=place:…`)."""
    draft = fetch_draft(request, draft_id, ANSWER)
    user = acting_user(request)
    answers_for_all = may_answer_for_all(user, draft)
    found = _sheets(request, draft)
    chosen = _chosen(request, found) if answers_for_all else found
    is_open = draft.state == DraftState.SENT and (answers_for_all or _is_in_time(draft))
    forms = _forms(request, draft, chosen) if is_open else []
    if request.method == "POST" and forms and all(form.is_valid() for form in forms):
        return _saved(request, draft, forms, answers_for_all)
    questions = [question for sheet in chosen for question in sheet.questions]
    context = {
        "draft": draft,
        "sheets": found,
        "chosen": [(sheet, _paired(sheet, forms, questions)) for sheet in chosen],
        "forms": forms,
        "is_open": is_open,
        "answers_for_all": answers_for_all,
    }
    log_read(request, of=draft, rows=names_in(found))
    return render(request, "planning/draft_answer.html", context)


@require_safe
@requires(CHANGE)
def draft_print(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """A list with answer boxes for each place and trainer, to print and hand out."""
    draft = fetch_draft(request, draft_id)
    found = _sheets(request, draft)
    log_read(request, of=draft, rows=names_in(found))
    return render(request, "planning/draft_print.html", {"draft": draft, "sheets": found})


def _sheets(request: HttpRequest, draft: PlanDraft) -> list[Sheet]:
    stored = draft_of(draft)
    parties = parties_for(acting_user(request), draft, items_by_party(stored))
    replies = DraftReply.objects.filter(draft=draft)
    return sheets(stored, names_of(stored), parties, replies)


def _chosen(request: HttpRequest, found: list[Sheet]) -> list[Sheet]:
    asked = request.GET.get("for", "")
    if not asked:
        return []
    chosen = [sheet for sheet in found if sheet.party == Party(*asked.partition(":")[::2])]
    if not chosen:
        raise Http404
    return chosen


def _is_in_time(draft: PlanDraft) -> bool:
    return draft.replies_until is None or clock.today() <= draft.replies_until


def _forms(request: HttpRequest, draft: PlanDraft, chosen: list[Sheet]) -> list[ReplyForm]:
    period = period_of(draft_of(draft))
    questions = [question for sheet in chosen for question in sheet.questions]
    return [_form(request, number, question, period) for number, question in enumerate(questions)]


def _form(request: HttpRequest, number: int, question: Question, period: tuple[dt.date, dt.date]) -> ReplyForm:
    reply = question.reply
    initial = {"answer": reply.answer, "reason": reply.reason, "wished_on": reply.wished_on} if reply else {}
    return ReplyForm(
        request.POST if request.method == "POST" else None,
        prefix=f"svar{number}",
        initial=initial,
        party=question.party,
        item=question.row.key,
        period=period,
    )


def _paired(sheet: Sheet, forms: list[ReplyForm], questions: list[Question]) -> list[tuple[Question, ReplyForm | None]]:
    numbers = [n for n, question in enumerate(questions) if question.party == sheet.party]
    return [(questions[n], forms[n] if forms else None) for n in numbers]


def _saved(request: HttpRequest, draft: PlanDraft, forms: list[ReplyForm], is_late: bool) -> HttpResponse:
    replies = [form.reply(rest_works="rest" in request.POST) for form in forms]
    try:
        given = save_replies(
            draft=draft,
            replies=replies,
            answered_by=acting_user(request),
            now=clock.now(),
            today=clock.today(),
            is_late=is_late,
        )
    except (DraftNotSent, RepliesClosed):
        messages.error(request, _("Utkastet går inte längre att svara på. Hör av dig till samordnaren."))
        return redirect("planning:run-list")
    thanks = ngettext("Tack. Ett svar är sparat.", "Tack. %(n)s svar är sparade.", given)
    messages.success(request, thanks % {"n": given})
    return redirect("planning:draft-answer", draft.pk)
