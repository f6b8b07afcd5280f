"""How long records about people are kept: what has ended, and what goes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.retention.account_erasure import CLOSED_ACCOUNTS, ERASED_NAME, forget_account, is_closed
from lyhord.accounts.domain.retention.kinds import Ended, RecordKind, register_also, register_record_kind
from lyhord.accounts.models import User
from lyhord.common import clock
from lyhord.organisation.models import Board
from lyhord.people.domain.scrubbing import scrub
from lyhord.people.enums import LinkState, RequestState
from lyhord.people.models import (
    AccountLink,
    AvailabilityWindow,
    AwayPeriod,
    Employee,
    Employment,
    PrivacyRequest,
    Trainer,
    TrainerAway,
    TrainerWindow,
    WorkPattern,
    WorkShift,
)

LEAVERS, TRAINERS_GONE = "medarbetare-som-slutat", "utbildare-som-slutat"


def leavers(owner: Board) -> Iterator[Ended]:
    """Yield employees all of whose employments have an end, with the last one. Those to come are in the future too.

    What is restricted stays until the restriction ends or the person asks for more.
    """
    rows = Employee.objects.filter(owner=owner, restricted_at=None).annotate(last=Max("employments__ends_before"))
    for row in rows.filter(last__isnull=False).exclude(Q(employments__ends_before=None)):
        yield Ended(row.last, row.pk, row.name)


def is_at_work(employee: Employee, on: dt.date) -> bool:
    """Tell whether the person has an employment that has not ended, begun or not."""
    return employee.employments.filter(Q(ends_before=None) | Q(ends_before__gt=on)).exists()


def make_pseudonymous(id: uuid.UUID) -> None:
    """Take away the name and all that leads to it. Id, days of work and absence, and attendance stay for figures."""
    for employee in Employee.objects.select_for_update(of=("self",)).select_related("owner", "user").filter(pk=id):
        WorkPattern.objects.filter(employment__employee=employee).delete()
        AvailabilityWindow.objects.filter(employee=employee).delete()
        PrivacyRequest.objects.filter(employee=employee).update(text="", answer="")
        scrub(employee)
        accounts = _own_accounts(employee)
        AccountLink.objects.filter(employee=employee).delete()
        employee.name, employee.key = ERASED_NAME, f"gallrad-{uuid.uuid4().hex}"
        employee.role_title = employee.email = employee.phone = ""
        employee.languages, employee.user = [], None
        employee.missing_since = employee.restricted_at = None
        employee.save()
        _forget_lone(accounts)


def trainers_gone(owner: Board) -> Iterator[Ended]:
    for row in Trainer.objects.filter(owner=owner, ends_before__isnull=False, restricted_at=None):
        if row.ends_before is not None:
            yield Ended(row.ends_before, row.pk, row.name)


def make_trainer_pseudonymous(id: uuid.UUID) -> None:
    """Take away the name and all that leads to it. Id and days stay where sessions and visits point at them."""
    for trainer in Trainer.objects.select_for_update(of=("self",)).select_related("owner", "user").filter(pk=id):
        TrainerWindow.objects.filter(trainer=trainer).delete()
        TrainerAway.objects.filter(trainer=trainer).delete()
        PrivacyRequest.objects.filter(trainer=trainer).update(text="", answer="")
        scrub(trainer)
        accounts = _own_accounts(trainer)
        AccountLink.objects.filter(trainer=trainer).delete()
        trainer.name, trainer.key = ERASED_NAME, f"gallrad-{uuid.uuid4().hex}"
        trainer.base = trainer.email = trainer.phone = ""
        trainer.competences, trainer.languages = [], []
        trainer.latitude = trainer.longitude = trainer.user = trainer.restricted_at = None
        trainer.save()
        _forget_lone(accounts)


def _own_accounts(person: Employee | Trainer) -> list[User]:
    """Return the account of the person, and those that were the person's until they were closed."""
    links = person.account_links.filter(state=LinkState.LAPSED)
    return list(User.objects.filter(Q(pk=person.user_id) | Q(pk__in=links.values("user"))))


def _forget_lone(accounts: list[User]) -> None:
    """An account that is closed, and that is nobody else in a register, goes with the person."""
    for account in accounts:
        elsewhere = AccountLink.objects.filter(user=account, state=LinkState.LAPSED).exists() or any(
            model._default_manager.filter(user=account).exists() for model in (Employee, Trainer)
        )
        if is_closed(account, clock.today()) and not elsewhere:
            forget_account(account.pk)


def forget_requests_of_account(id: uuid.UUID) -> None:
    PrivacyRequest.objects.filter(account=id).update(text="", answer="")
    AccountLink.objects.filter(user=id).delete()
    for model in (Employee, Trainer):
        model._default_manager.filter(user=id).update(user=None)


def answered_requests(owner: Board) -> Iterator[Ended]:
    rows = PrivacyRequest.objects.filter(owner=owner, state__in=[RequestState.DONE, RequestState.REFUSED])
    for row in rows.select_related("employee", "trainer", "account"):
        ended = row.confirmed_at or row.answered_at
        if ended is not None:
            yield Ended(timezone.localdate(ended), row.pk, f"{row.about}, {row}")


def remove_request(id: uuid.UUID) -> None:
    PrivacyRequest.objects.filter(pk=id).delete()


def ended_away(owner: Board) -> Iterator[Ended]:
    rows = AwayPeriod.objects.filter(
        employee__owner=owner, employee__restricted_at=None, ends_before__isnull=False
    ).select_related("employee")
    for row in rows:
        if row.ends_before is not None:
            span = f"{date_format(row.starts_on)} – {date_format(row.ends_before)}"
            yield Ended(row.ends_before, row.pk, f"{row.employee.name}, {span}")


def remove_away(id: uuid.UUID) -> None:
    AwayPeriod.objects.filter(pk=id).delete()


def register() -> None:
    register_record_kind(
        RecordKind(
            LEAVERS,
            _("Medarbetare som har slutat"),
            _(
                "Namn, nummer, befattning, språk, e-post, telefon, schema, intyg och koppling till konto tas bort, och "
                "kontot om det är stängt. "
                "Datum för anställning och frånvaro, och närvaron, står kvar utan namn, så att siffrorna inte ändras."
            ),
            leavers,
            make_pseudonymous,
            (Employee, Employment, WorkPattern, WorkShift, AvailabilityWindow),
        )
    )
    register_record_kind(
        RecordKind(
            TRAINERS_GONE,
            _("Utbildare som har slutat"),
            _(
                "Namn, nyckel, kompetenser, språk, utgångsplats, e-post, telefon, tider, frånvaro och koppling till "
                "konto tas bort. Tillfällen och besök står kvar utan namn."
            ),
            trainers_gone,
            make_trainer_pseudonymous,
            (Trainer, TrainerWindow, TrainerAway),
        )
    )
    register_also(CLOSED_ACCOUNTS, forget_requests_of_account)
    register_record_kind(
        RecordKind(
            "begaranden",
            _("Besvarade begäranden om personuppgifter"),
            _("Begäran och svaret tas bort. Loggen säger att någon bad om det och när."),
            answered_requests,
            remove_request,
            (PrivacyRequest,),
        )
    )
    register_record_kind(
        RecordKind(
            "franvaro",
            _("Frånvaro som är över"),
            _("Raden tas bort. Frysta siffror ändras inte."),
            ended_away,
            remove_away,
            (AwayPeriod,),
        )
    )
