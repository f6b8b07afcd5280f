"""The key file, also when it keeps the settings from being read. Imports nothing that needs them."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from lyhord.accounts.domain.doctor.findings import Finding, fault, ok
from lyhord.common.keys import KeyFileError, KeyFileMissing, KeyFileTooOpen, read_keys


def check_key_file(path: Path) -> Finding:
    try:
        read_keys(path)
    except KeyFileError as error:
        return _words_for(error, path)
    return ok(_("Nyckelfilen finns, och bara tjänsten kan läsa den."))


def settings_refused(error: Exception) -> Finding:
    """Say why the settings were refused: the key file in our words, anything else in the refusal's own."""
    cause = error.__context__
    if isinstance(cause, KeyFileError):
        return _words_for(cause, None)
    return fault(_("Inställningarna går inte att använda: %(error)s") % {"error": error})


def _words_for(error: KeyFileError, path: Path | None) -> Finding:
    if isinstance(error, KeyFileMissing):
        return fault(_("Nyckelfilen saknas. Lägg tillbaka er kopia. Är installationen ny: kör lyhord init --keys."))
    if isinstance(error, KeyFileTooOpen):
        words = _("Andra än tjänsten kan läsa nyckelfilen. Kör chmod 600 på den: %(path)s")
        return fault(words % {"path": path or _("LYHORD_KEY_FILE, annars keys.toml i datamappen")})
    return fault(
        _("Nyckelfilen är skadad eller saknar en nyckel. Lägg tillbaka er kopia, kör sedan lyhord init --keys.")
    )
