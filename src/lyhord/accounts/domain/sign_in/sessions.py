"""Sessions: beginning, idle time, lock, ending. All times are the server's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.roles.arrivals import arrived
from lyhord.accounts.domain.sign_in.browsers import browser_in_words
from lyhord.accounts.models import Session, User
from lyhord.accounts.models.sessions import STAMP

BACKEND = "django.contrib.auth.backends.ModelBackend"
SEEN_EVERY = dt.timedelta(seconds=30)
"""How often the last time seen is written, so that reading pages does not mean writing rows."""
CONFIRMED_FOR = dt.timedelta(minutes=10)
"""How long after giving a password or a factor one may change how one signs in."""


@transaction.atomic
def begin_session(request: HttpRequest, *, user: User, is_strong: bool, now: dt.datetime) -> None:
    """Sign the user in at this browser. is_strong: with a second factor, or what the identity provider says is one."""
    arrived(user, claims={}, today=timezone.localdate(now), now=now)
    login(request, user, backend=BACKEND)
    moment = now.timestamp()
    request.session[STAMP] = {
        "begun": moment,
        "seen": moment,
        "confirmed": moment,
        "strong": is_strong,
        "browser": browser_in_words(request.headers.get("User-Agent", "")),
    }
    audit.record("accounts.sign_in", actor=user, obj=user, counts={"second_factor": int(is_strong)}, at=now)


def is_over(session: SessionBase, now: dt.datetime) -> bool:
    """Tell whether the session has been idle, locked or open for too long. One without a stamp has just begun."""
    stamp = session.get(STAMP, {})
    if "begun" not in stamp:
        return False
    idle_minutes = settings.SESSION_LOCKED_MINUTES if stamp.get("locked") else settings.SESSION_IDLE_MINUTES
    moment = now.timestamp()
    return bool(moment - stamp["seen"] > idle_minutes * 60 or moment - stamp["begun"] > settings.SESSION_COOKIE_AGE)


def note_seen(session: SessionBase, now: dt.datetime) -> None:
    """Remember that somebody is there. A locked session is not seen: whoever knocks does not keep it open."""
    stamp = session.get(STAMP, {})
    if "begun" not in stamp:
        change_stamp(session, begun=now.timestamp(), seen=now.timestamp())
    elif not stamp.get("locked") and now.timestamp() - stamp["seen"] > SEEN_EVERY.total_seconds():
        change_stamp(session, seen=now.timestamp())


def change_stamp(session: SessionBase, **facts: Any) -> None:
    session[STAMP] = session.get(STAMP, {}) | facts


def is_locked(session: SessionBase) -> bool:
    return bool(session.get(STAMP, {}).get("locked"))


def is_strong(session: SessionBase) -> bool:
    """Tell whether a second factor was given in this session."""
    return bool(session.get(STAMP, {}).get("strong"))


def is_confirmed(session: SessionBase, now: dt.datetime) -> bool:
    """Tell whether the person has shown lately that it is them."""
    confirmed = session.get(STAMP, {}).get("confirmed")
    return confirmed is not None and 0 <= now.timestamp() - confirmed <= CONFIRMED_FOR.total_seconds()


@transaction.atomic
def lock(request: HttpRequest, *, user: User, back: str, now: dt.datetime) -> None:
    """Lock the session. back: the page to go on with.

    A new key, and so a new cookie: the browser then drops the pages that it has kept. Locking what is locked changes
    nothing: it would keep the session open.
    """
    if is_locked(request.session):
        return
    request.session.cycle_key()
    change_stamp(request.session, locked=True, seen=now.timestamp(), confirmed=None, back=back)
    audit.record("accounts.lock", actor=user, obj=user, at=now)


@transaction.atomic
def confirm(request: HttpRequest, *, user: User, is_strong: bool, now: dt.datetime) -> None:
    """The person at the browser has shown that it is them: unlock, and let them change how they sign in."""
    request.session.cycle_key()
    facts: dict[str, Any] = {"failures": 0, "locked": False, "seen": now.timestamp(), "confirmed": now.timestamp()}
    if is_strong:
        facts["strong"] = True
    change_stamp(request.session, **facts)
    audit.record("accounts.unlock", actor=user, obj=user, counts={"second_factor": int(is_strong)}, at=now)


@transaction.atomic
def note_failed_sign_in(*, username: str, now: dt.datetime) -> None:
    """Write in the log that a password was wrong: which account it was tried for, never the name that was typed.

    For a name that nobody has the same work is done and the same is written, without an account.
    """
    user = User.objects.filter(username=User.normalize_username(username)).first()
    owner_id = audit.board_of_accounts(user or User(), on=timezone.localdate(now))
    audit.record(
        "accounts.sign_in_failed",
        actor=None,
        owner_id=owner_id,
        object_type=User._meta.label_lower,
        object_id=user.pk if user else None,
        at=now,
    )


@transaction.atomic
def sign_out(request: HttpRequest, *, now: dt.datetime) -> None:
    """End the session of whoever is signed in at this browser, as they ask for."""
    user = request.user
    logout(request)
    if isinstance(user, User):
        audit.record("accounts.sign_out", actor=user, obj=user, at=now)


def end_session(request: HttpRequest) -> None:
    logout(request)


@transaction.atomic
def end_sessions(*, user: User, ended_by: User, now: dt.datetime, but: str | None = None) -> int:
    """End the user's sessions everywhere, except the one with the key `but`. Returns how many."""
    ended, _rows = Session.objects.filter(user=user).exclude(session_key=but or "").delete()
    audit.record("accounts.end_sessions", actor=ended_by, obj=user, counts={"sessions": ended}, at=now)
    return ended


def sessions_of(user: User, now: dt.datetime) -> list[Session]:
    """Return where the user is signed in, last seen first. One query."""
    oldest = now - dt.timedelta(minutes=max(settings.SESSION_IDLE_MINUTES, settings.SESSION_LOCKED_MINUTES))
    rows = Session.objects.filter(user=user, expire_date__gt=now, seen_at__gt=oldest)
    return list(rows.order_by("-seen_at"))
