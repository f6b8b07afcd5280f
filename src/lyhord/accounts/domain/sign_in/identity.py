"""Who the municipality's identity provider says that somebody is, and which user of ours that is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.personal_numbers import looks_like_personal_number
from lyhord.accounts.domain.roles.arrivals import arrived
from lyhord.accounts.domain.roles.claim_rules import Claims, apply_rules, some_rule_matches
from lyhord.accounts.domain.sign_in.codes import withdraw_codes
from lyhord.accounts.domain.sign_in.users import LONGEST_USERNAME, create_user, users_called
from lyhord.accounts.models import User


class IdentityRefused(Exception):
    """The provider's answer is not good enough to let somebody in. `reason`: a word for page and log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotKnownHere(IdentityRefused):
    """The person is who they say, but has no user here, and no rule gives them a role."""

    def __init__(self) -> None:
        super().__init__("unknown")


@dataclass(frozen=True)
class Identity:
    """provider, subject: the key for life. claims: name → values, as text. is_strong: with a second factor there."""

    provider: str
    subject: str
    username: str
    name: str
    claims: Claims
    is_strong: bool


def user_of(*, identity: Identity, now: dt.datetime, today: dt.date) -> User:
    """Return the user, with the roles that the rules give for the claims as they are now.

    Known by the provider's key. The first time: a user made by an access administrator with the same username who
    has never signed in in another way; else a new one, if an approved rule matches.
    Raises IdentityRefused for a key that is a personal number or a closed account, NotKnownHere.
    """
    try:
        user = _user_of(identity, now, today)
    except IntegrityError:  # the same person came in by two windows for the first time: now they are known
        user = _user_of(identity, now, today)
    arrived(user, claims=identity.claims, today=today, now=now)
    return user


@transaction.atomic
def _user_of(identity: Identity, now: dt.datetime, today: dt.date) -> User:
    if any(looks_like_personal_number(text) for text in (identity.subject, identity.username)):
        raise IdentityRefused("personal_number")
    link = SocialAccount.objects.filter(provider=identity.provider, uid=identity.subject).first()
    user = User.objects.get(pk=link.user_id) if link else _first_time(identity, now)
    if not user.is_active:
        raise NotKnownHere
    apply_rules(user=user, claims=identity.claims, today=today, now=now)
    return user


def _first_time(identity: Identity, now: dt.datetime) -> User:
    username = User.normalize_username(identity.username)
    if not 0 < len(username) <= LONGEST_USERNAME:
        raise NotKnownHere
    user = users_called(username).select_for_update().first()
    if user is None:
        if not some_rule_matches(identity.claims):
            raise NotKnownHere
        user = create_user(username=username, name=identity.name[:200], created_by=None, now=now)
    elif user.has_usable_password() or user.last_login or SocialAccount.objects.filter(user=user).exists():
        raise IdentityRefused("taken")  # whoever has a way in already is not taken over by a name
    withdraw_codes(user=user)  # one way in: a code that lies somewhere would be another
    SocialAccount.objects.create(user=user, provider=identity.provider, uid=identity.subject, extra_data={})
    audit.record("accounts.link_identity", actor=user, obj=user, at=now)
    return user
