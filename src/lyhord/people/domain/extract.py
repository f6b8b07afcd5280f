"""What the area holds about a person, for the register extract."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.extracts.extracts import Part, register_part, register_person
from lyhord.people.models import (
    AccountLink,
    AvailabilityWindow,
    AwayPeriod,
    Employee,
    Employment,
    LinkRule,
    PrivacyRequest,
    Trainer,
    TrainerAway,
    TrainerWindow,
    WorkPattern,
    WorkShift,
)


def register() -> None:
    register_person(Employee, user_field="user")
    register_person(Trainer, user_field="user")
    for part in (
        Part("people.20_employee", _("Personuppgifter"), Employee, ("pk", "user")),
        Part("people.21_employment", _("Anställningar"), Employment, ("employee",)),
        Part("people.22_pattern", _("Scheman"), WorkPattern, ("employment__employee",)),
        Part("people.23_shift", _("Arbetspass"), WorkShift, ("pattern__employment__employee",)),
        Part("people.24_window", _("Tider då du kan komma"), AvailabilityWindow, ("employee",)),
        Part("people.25_away", _("Frånvaro, utan skäl"), AwayPeriod, ("employee",)),
        Part(
            "people.29_request", _("Begäranden om dina uppgifter"), PrivacyRequest, ("employee", "trainer", "account")
        ),
        Part(
            "people.30_handled",
            _("Begäranden som du har skrivit eller svarat på"),
            PrivacyRequest,
            ("asked_by", "answered_by", "confirmed_by"),
            fields=("kind", "state", "asked_at", "answered_at", "confirmed_at"),
            note=_("Texten handlar om den som begäran gäller."),
        ),
        Part("people.26_trainer", _("Uppgifter om dig som utbildare"), Trainer, ("pk", "user")),
        Part("people.27_trainer_window", _("Utbildarens tider"), TrainerWindow, ("trainer",)),
        Part(
            "people.31_account_link",
            _("Kopplingar mellan konto och register"),
            AccountLink,
            ("user", "employee", "trainer", "proposed_by", "settled_by", "ended_by"),
        ),
        Part(
            "people.32_link_rule",
            _("Kopplingsregler som du har föreslagit, godkänt eller avslutat"),
            LinkRule,
            ("proposed_by", "approved_by", "ended_by"),
        ),
        Part("people.28_trainer_away", _("Utbildarens frånvaro"), TrainerAway, ("trainer",)),
    ):
        register_part(part)
