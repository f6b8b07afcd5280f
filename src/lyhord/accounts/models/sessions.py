"""Sessions that know whose they are, so that a person sees where they are signed in and can end it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models.users import User

STAMP = "sign_in"
"""Where in a session its own facts stand: when it began, was last seen, whether it is locked, and so on."""


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with the owner and the times in columns of their own."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Any = super().create_model_instance(data)
        stamp = data.get(STAMP, {})
        row.user_id = data.get(SESSION_KEY)
        row.browser = stamp.get("browser", "")
        row.begun_at, row.seen_at = _moment(stamp.get("begun")), _moment(stamp.get("seen"))
        return row  # type: ignore[no-any-return]  # Any: the stubs know only Django's own session


def _moment(seconds: float | None) -> dt.datetime | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


class Session(AbstractBaseSession):
    """Somebody is signed in at one browser. browser: its kind in words, never its address."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    browser = models.CharField(_("webbläsare"), max_length=60, blank=True)
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("inloggning")
        verbose_name_plural = _("inloggningar")

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore
