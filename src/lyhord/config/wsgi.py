"""Entry point for the HTTP server."""

from __future__ import annotations

import gc
import os
import re
from typing import TYPE_CHECKING

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponseBase
from django.urls import get_resolver

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


class SiteHandler(WSGIHandler):
    """The site reads UTF-8 whatever a request claims: a made-up encoding fails in Django before any middleware."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> HttpResponseBase:
        environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return super().__call__(environ, start_response)


def settle() -> None:
    """Load all views, and spare everything that is loaded by now from the garbage collector's full rounds.

    Such a round goes through every object there is, none of which ends before the process does, and a large page
    sets one off (script/bench coverage).
    """
    _loaded = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.config.settings")
django.setup(set_prefix=False)
application = SiteHandler()
settle()
