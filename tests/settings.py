"""The settings of an installation, as the tests need them: no HTTPS, a quick password hash, no compressed files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ |= {"LYHORD_DEBUG": "1", "LYHORD_HTTPS": "0", "LYHORD_SWEEP_SECONDS": "1"}
for name in ("LYHORD_DEMO", "LYHORD_TODAY", "LYHORD_HOSTS", "LYHORD_MUNICIPALITY"):
    os.environ.pop(name, None)

from lyhord.config.settings import *  # noqa: E402, F403  # every setting that is not said otherwise here

DEBUG = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AUDIT_CHECKPOINT_FILE = Path(tempfile.mkdtemp(prefix="lyhord-tests-")) / "audit-checkpoints"
