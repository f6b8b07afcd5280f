"""Entry point for the HTTP server."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler

CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


class SiteHandler(WSGIHandler):
    """The site reads UTF-8 whatever a request claims: a made-up encoding fails in Django before any middleware."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return super().__call__(environ, start_response)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.config.settings")
django.setup(set_prefix=False)
application = SiteHandler()
