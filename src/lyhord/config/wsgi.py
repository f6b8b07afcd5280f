"""Entry point for the HTTP server."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponseBase

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


class SiteHandler(WSGIHandler):
    """The site reads UTF-8 whatever a request claims: a made-up encoding fails in Django before any middleware."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> HttpResponseBase:
        environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return super().__call__(environ, start_response)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.config.settings")
django.setup(set_prefix=False)
application = SiteHandler()
