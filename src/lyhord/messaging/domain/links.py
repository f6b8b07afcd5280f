"""Where somebody answers without signing in. An area above knows the page and registers it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from lyhord.messaging.models import Message

type AnswerPath = Callable[[Message], str | None]

_paths: dict[str, AnswerPath] = {}


class AnswerPathAlreadyRegistered(ValueError):
    """Two areas have the same name."""


def register_answer_path(name: str, path: AnswerPath) -> None:
    """path: message → the path of the page on which its person answers, None when there is nothing to answer."""
    if name in _paths:
        raise AnswerPathAlreadyRegistered(name)
    _paths[name] = path


def answer_url(message: Message) -> str | None:
    """Return the whole address of the page on which the person answers, None when there is nothing to answer."""
    if message.is_cancel:
        return None
    found = (path(message) for _name, path in sorted(_paths.items()))
    return next((f"{settings.SITE_ADDRESS}{path}" for path in found if path), None)
