"""The account's parts of a register extract: sign-in, roles, and the log."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.accounts.domain.audit.words import kind_of, sentence_of
from lyhord.accounts.domain.extracts.extracts import (
    Entry,
    Part,
    Subject,
    plain_entry,
    register_finder,
    register_part,
    register_person,
)
from lyhord.accounts.models import (
    AccessCheck,
    AuditEvent,
    ClaimRule,
    CodeApproval,
    CodeRequest,
    GrantApproval,
    RetentionMark,
    RetentionRule,
    RoleGrant,
    RoleLength,
    Session,
    SignInCode,
    User,
)


def _log(subject: Subject) -> Iterator[Entry]:
    """Yield what the person did and what others did with the person's rows. Who the others are is not told."""
    users = subject.of(User)
    events = AuditEvent.objects.filter(Q(actor__in=users) | Q(object_id__in=subject.every_id)).order_by("id")
    for event in events.iterator():
        yield plain_entry(
            [
                ("id", _("Nummer"), event.pk),
                ("at", _("När"), event.at),
                ("actor", _("Vem"), _("du") if event.actor_id in users else _("en annan person eller systemet")),
                ("action", _("Händelse"), sentence_of(event.action)),
                ("object", _("Om"), kind_of(event.object_type)),
                ("view", _("Sida"), event.view),
                ("counts", _("Antal"), event.counts or None),
            ]
        )


def register() -> None:
    register_person(User, user_field="pk")
    for part in (
        Part("accounts.10_user", gettext_lazy("Konto"), User, ("pk",), secret=("password",)),
        Part(
            "accounts.11_grant",
            gettext_lazy("Roller"),
            RoleGrant,
            ("user", "deputy_for", "proposed_by", "settled_by", "ended_by"),
        ),
        Part("accounts.12_approval", gettext_lazy("Roller som du har godkänt"), GrantApproval, ("approved_by",)),
        Part("accounts.13_check", gettext_lazy("Behörighetskontroller"), AccessCheck, ("decided_by", "grant__user")),
        Part(
            "accounts.13_rule",
            gettext_lazy("Regler för kommunens inloggning"),
            ClaimRule,
            ("proposed_by", "approved_by", "ended_by"),
        ),
        Part(
            "accounts.13_length",
            gettext_lazy("Rollernas längd som du har föreslagit eller godkänt"),
            RoleLength,
            ("proposed_by", "settled_by"),
        ),
        Part(
            "accounts.14_session",
            gettext_lazy("Inloggningar"),
            Session,
            ("user",),
            secret=("session_key", "session_data"),
        ),
        Part("accounts.15_code", gettext_lazy("Engångskoder"), SignInCode, ("user", "issued_by"), secret=("digest",)),
        Part(
            "accounts.15_code_request",
            gettext_lazy("Begärda engångskoder"),
            CodeRequest,
            ("user", "proposed_by", "settled_by"),
        ),
        Part("accounts.15_code_yes", gettext_lazy("Engångskoder som du har godkänt"), CodeApproval, ("approved_by",)),
        Part("accounts.16_factor", gettext_lazy("Andra steget"), Authenticator, ("user",), secret=("data",)),
        Part("accounts.17_email", gettext_lazy("E-postadresser"), EmailAddress, ("user",)),
        Part("accounts.18_social", gettext_lazy("Kommunens inloggning"), SocialAccount, ("user",)),
        Part("accounts.19_rule", gettext_lazy("Gallringsregler som du har lagt in"), RetentionRule, ("entered_by",)),
        Part("accounts.19_mark", gettext_lazy("Rader som du har hejdat från gallring"), RetentionMark, ("held_by",)),
    ):
        register_part(part)
    register_finder("accounts.20_log", gettext_lazy("Loggen"), _log)
