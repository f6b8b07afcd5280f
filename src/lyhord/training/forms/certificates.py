"""Of what a certificate is issued, to whom, and why one is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.people.models import Employee
from lyhord.training.domain.certificates.evidence import Of, Ready
from lyhord.training.enums import RevocationReason
from lyhord.training.forms.choices import offer
from lyhord.training.forms.people import PeopleField
from lyhord.training.models import Module


class WhatForm(forms.Form):
    """Chooses a clause, whose modules must all be attended, or one module. The first one when nothing is chosen."""

    vad = forms.ChoiceField(label=_("Intyg för"))

    def __init__(self, data: Any = None, *, clauses: Iterable[Of], modules: Iterable[Of]) -> None:
        self._known: dict[str, Of] = {str(row.pk): row for row in (*clauses, *modules)}
        first = next(iter(self._known), "")
        chosen = (data or {}).get("vad", first)
        super().__init__({"vad": chosen if chosen in self._known else first})
        field = self.fields["vad"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, _named(row)) for key, row in self._known.items()]

    @property
    def what(self) -> Of | None:
        """Return what is chosen; None when there is nothing to choose."""
        return self._known.get(self.data["vad"])


class IssueForm(forms.Form):
    """Ticks for those who are ready, all of them ticked."""

    employees = PeopleField(Employee.objects.none(), label=_("Ska få intyg"))

    def __init__(self, data: Any = None, *, ready: list[Ready]) -> None:
        people = [row.employee.pk for row in ready]
        super().__init__(data, initial={"employees": people})
        offer(self, "employees", Employee.objects.filter(pk__in=people).order_by("name", "pk"))


class RevokeForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Varför gäller intyget inte längre?"), choices=RevocationReason.choices, widget=forms.RadioSelect
    )


class NumberForm(forms.Form):
    nummer = forms.CharField(
        label=_("Intygets nummer"),
        max_length=40,
        help_text=_("Sexton tecken. Mellanslag och streck spelar ingen roll, inte heller små och stora bokstäver."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )


def _named(what: Of) -> Any:
    if isinstance(what, Module):
        return _("En modul: %(name)s") % {"name": what.name}
    return _("Allt som krävs: %(name)s") % {"name": f"{what.decision.title}, {what.short_title}"}
