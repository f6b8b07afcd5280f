"""The machine around the site: folders and files, room on the disk, addresses and HTTPS, static files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.core import checks
from django.utils.translation import gettext as _

from lyhord.accounts.domain.doctor.findings import Finding, fault, note, ok
from lyhord.common.keys import ONLY_FOR_THE_OWNER

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}
LITTLE_ROOM, NO_ROOM = 0.15, 0.05


def check_folder(folder: Path) -> Finding:
    if not folder.is_dir():
        return fault(_("Datamappen %(path)s finns inte. Se LYHORD_DATA_DIR.") % {"path": folder})
    if folder.stat().st_mode & ONLY_FOR_THE_OWNER:
        return fault(_("Andra än tjänsten kommer åt datamappen. Kör chmod 700 %(path)s") % {"path": folder})
    return ok(_("Bara tjänsten kommer åt datamappen."))


def check_files(files: tuple[Path, ...]) -> Finding:
    """The files outside the database that the log and the disposal rest on."""
    for path in files:
        if path.exists() and path.stat().st_mode & ONLY_FOR_THE_OWNER:
            return fault(_("Andra än tjänsten kommer åt %(path)s. Kör chmod 600 på den.") % {"path": path})
    return ok(_("Bara tjänsten kommer åt kontrollpunkterna och listan över gallrat."))


def check_room(folder: Path) -> Finding:
    usage = shutil.disk_usage(folder)
    share = usage.free / usage.total
    words = {"percent": round(share * 100)}
    if share < NO_ROOM:
        return fault(_("Disken är nästan full: %(percent)d %% är ledigt. Ge den mer plats i dag.") % words)
    if share < LITTLE_ROOM:
        return note(_("Disken börjar bli full: %(percent)d %% är ledigt.") % words)
    return ok(_("Det finns plats på disken."))


def check_addresses() -> Iterator[Finding]:
    if settings.DEMO or settings.DEBUG:
        yield note(_("Det här är ett provläge (LYHORD_DEMO eller LYHORD_DEBUG). Låt ingen arbeta här."))
        return
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts:
        yield fault(_("LYHORD_HOSTS släpper in vilket namn som helst. Skriv webbplatsens eget namn."))
    elif hosts <= LOOPBACK:
        yield fault(_("Webbplatsen nås bara från maskinen själv. Sätt LYHORD_HOSTS till dess namn."))
    else:
        yield ok(_("Webbplatsen svarar bara på sina egna namn."))
    if not settings.SECURE_SSL_REDIRECT:
        yield fault(_("HTTPS är avstängt, så lösenord går att avlyssna. Ta bort LYHORD_HTTPS=0."))
    elif not settings.BEHIND_PROXY:
        yield fault(_("Webbservern talar inte HTTPS själv. Ställ en proxy framför, enligt docs/runbooks/install.md."))
    else:
        yield ok(_("Allt går över HTTPS."))
    found = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)
    # Those of our own have a line of their own.
    ids = sorted({str(message.id) for message in found if not str(message.id).startswith("lyhord.")})
    if ids:
        yield fault(
            _("Kontrollen av inställningarna hittar mer: %(ids)s. Kör lyhord check --deploy.") % {"ids": ", ".join(ids)}
        )


def check_static_files() -> Finding:
    if not isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return note(_("Statiska filer tas direkt ur koden, som när man bygger."))
    if not staticfiles_storage.exists(staticfiles_storage.manifest_name):
        return fault(_("Statiska filer är inte samlade. Kör lyhord collectstatic --noinput."))
    names = {name for finder in get_finders() for name, _storage in finder.list([])}
    if names - set(staticfiles_storage.hashed_files):
        return fault(_("Statiska filer är från en äldre version. Kör lyhord collectstatic --noinput."))
    return ok(_("Statiska filer är samlade."))
