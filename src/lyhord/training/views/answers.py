"""The page behind the link in an invitation. It names nobody, and is the same for every link that does not work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lyhord.accounts.access import limited, public
from lyhord.common import clock
from lyhord.people.domain.restriction import RowRestricted
from lyhord.training.domain.answer_links import Asked, asked_by
from lyhord.training.domain.answers import HasAnotherTime, SeatGone, SessionHasBegun, accept, decline
from lyhord.training.enums import StepWay

ACTS = {"kommer": accept, "kan-inte": decline}


@limited("answer")
@public
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked, and take the answer. Only a POST answers: mail filters follow every link they see."""
    asked = asked_by(token, now=clock.now())
    if asked is None:
        return _no_longer(request)
    if request.method == "POST":
        return _answered(request, asked, token)
    return _page(request, asked)


def _page(request: HttpRequest, asked: Asked, *, has_another: bool = False) -> HttpResponse:
    context = {"booking": asked.booking, "event": asked.event, "has_another": has_another}
    return _unlisted(render(request, "training/answer.html", context))


def _answered(request: HttpRequest, asked: Asked, token: str) -> HttpResponse:
    act = ACTS.get(request.POST.get("svar", ""))
    if act is not None:
        try:
            act(booking=asked.booking, by=None, now=clock.now(), way=StepWay.LINK)
        except (SessionHasBegun, SeatGone, RowRestricted):
            return _no_longer(request)
        except HasAnotherTime:
            return _page(request, asked, has_another=True)
    return redirect("training-answer:answer", token)


def _no_longer(request: HttpRequest) -> HttpResponse:
    return _unlisted(render(request, "training/answer_over.html", status=404))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep the page out of search engines, and its address out of where links from it lead."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response
