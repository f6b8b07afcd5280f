"""What a restricted row answers to whoever tries to change it: a sentence, and back to the person's page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lyhord.people.domain.restriction import RowRestricted
from lyhord.people.models import Employee, Trainer


def unless_restricted[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Turn RowRestricted into a sentence on the person's page. Placed below the marks, so that these are seen."""

    @wraps(view)
    def refuse(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except RowRestricted as refusal:
            request = args[0]
            if not isinstance(request, HttpRequest):
                raise
            messages.error(request, str(refusal))
        is_employee = "employee_id" in kwargs
        page = "people:employee-detail" if is_employee else "people:trainer-detail"
        return redirect(page, str(kwargs["employee_id" if is_employee else "trainer_id"]))

    return refuse


def changeable[M: (Employee, Trainer)](person: M) -> M:
    """Return the row, or raise RowRestricted before a form is shown that could not be saved."""
    if person.restricted_at is not None:
        raise RowRestricted
    return person
