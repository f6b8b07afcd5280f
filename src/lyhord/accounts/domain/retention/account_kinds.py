"""How long accounts, roles and checks of roles are kept: what has ended, and what goes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.retention.account_erasure import (
    CLOSED_ACCOUNTS,
    ERASED_NAME,
    closed_accounts,
    forget_account,
)
from lyhord.accounts.domain.retention.kinds import Ended, RecordKind, register_record_kind
from lyhord.accounts.domain.roles.second_person import still_waits
from lyhord.accounts.enums import GrantState
from lyhord.accounts.models import (
    AccessCheck,
    AccessRound,
    ClaimRule,
    CodeApproval,
    CodeRequest,
    GrantApproval,
    RoleGrant,
    SignInCode,
    User,
)
from lyhord.common import clock
from lyhord.organisation.models import Board


def accounts_of(owner: Board) -> Iterator[Ended]:
    """Yield closed accounts whose last role was in the board: the board that answered for the account at the end."""
    accounts = {user.pk: user for user in closed_accounts(clock.today()) if user.name != ERASED_NAME}
    last: dict[uuid.UUID, RoleGrant] = {}
    for grant in RoleGrant.objects.filter(user__in=accounts).order_by("ends_before", "proposed_at", "pk"):
        last[grant.user_id] = grant
    for id, user in accounts.items():
        if id in last and last[id].board_id == owner.pk and user.closed_at is not None:
            yield Ended(timezone.localdate(user.closed_at), id, str(user))


def ended_grants(owner: Board) -> Iterator[Ended]:
    """Yield roles with a last day, and proposals that never became roles."""
    for grant in RoleGrant.objects.filter(board=owner).select_related("user").order_by("pk"):
        settled = grant.settled_at or grant.proposed_at
        never_held = grant.state not in {GrantState.APPROVED, GrantState.PROPOSED}
        ended = grant.ends_before if grant.state == GrantState.APPROVED else None
        if never_held and settled is not None:
            ended = timezone.localdate(settled)
        if ended is not None:
            yield Ended(ended, grant.pk, str(grant))


def remove_grant(id: uuid.UUID) -> None:
    RoleGrant.objects.filter(pk=id).delete()


def closed_rounds(owner: Board) -> Iterator[Ended]:
    for row in AccessRound.objects.filter(board=owner, closed_at__isnull=False):
        if row.closed_at is not None:
            yield Ended(timezone.localdate(row.closed_at), row.pk, str(row))


def remove_round(id: uuid.UUID) -> None:
    AccessCheck.objects.filter(round=id).delete()
    AccessRound.objects.filter(pk=id).delete()


def ended_claim_rules(owner: Board) -> Iterator[Ended]:
    """Yield rules that have ended and that no role comes from any more."""
    rows = ClaimRule.objects.filter(board=owner, ended_at__isnull=False, grants=None)
    for row in rows:
        if row.ended_at is not None:
            yield Ended(timezone.localdate(row.ended_at), row.pk, str(row))


def remove_claim_rule(id: uuid.UUID) -> None:
    ClaimRule.objects.filter(pk=id, grants=None).delete()


def ended_code_requests(owner: Board) -> Iterator[Ended]:
    """Yield those that have been settled, and those that nobody answered in time."""
    too_old = Q(settled_at=None) & ~still_waits(clock.now())
    rows = CodeRequest.objects.filter(too_old | Q(settled_at__isnull=False), board=owner)
    for row in rows.select_related("user", "board"):
        ended = row.settled_at or row.proposed_at
        if ended is not None:
            yield Ended(timezone.localdate(ended), row.pk, str(row))


def remove_code_request(id: uuid.UUID) -> None:
    CodeRequest.objects.filter(pk=id).delete()


KINDS = (
    RecordKind(
        CLOSED_ACCOUNTS,
        _("Konton som har stängts"),
        _(
            "Namn, användarnamn, lösenord, andra steget, e-post och inloggningar tas bort. Ett id står kvar i "
            "loggen och där personen har beslutat något, utan namn."
        ),
        accounts_of,
        forget_account,
        (User, SignInCode),
    ),
    RecordKind(
        "roller",
        _("Roller som har tagit slut"),
        _("Rollen tas bort, med vem som gav den och hur den kontrollerades. Loggen står kvar."),
        ended_grants,
        remove_grant,
        (RoleGrant, GrantApproval),
    ),
    RecordKind(
        "engangskoder",
        _("Begärda engångskoder som är besvarade"),
        _("Raden tas bort: vem koden gällde, varför den behövdes och vilka som svarade. Loggen står kvar."),
        ended_code_requests,
        remove_code_request,
        (CodeRequest, CodeApproval),
    ),
    RecordKind(
        "behorighetskontroller",
        _("Behörighetskontroller som är klara"),
        _("Kontrollen och svaren tas bort. Rollerna ändras inte, och loggen står kvar."),
        closed_rounds,
        remove_round,
        (AccessRound, AccessCheck),
    ),
    RecordKind(
        "rollregler",
        _("Rollregler som har avslutats"),
        _("Regeln tas bort när ingen roll kommer ur den längre."),
        ended_claim_rules,
        remove_claim_rule,
        (ClaimRule,),
    ),
)


def register() -> None:
    for kind in KINDS:
        register_record_kind(kind)
