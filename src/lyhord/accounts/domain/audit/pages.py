"""What the pages are called in the log: those that name others, and the files."""

from __future__ import annotations

import re

from django.urls import get_resolver
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PAGES: dict[str, str | Promise] = {
    "accounts:account-close": _("Stäng ett konto"),
    "accounts:check-list": _("Frågorna i behörighetskontrollen"),
    "accounts:code-ask": _("Be andra nämnder om en engångskod"),
    "accounts:code-decline": _("Säg nej till en engångskod"),
    "accounts:code-issue": _("Ge någon en engångskod"),
    "accounts:code-request-list": _("Begärda engångskoder"),
    "accounts:grant-add": _("Föreslå en roll"),
    "accounts:grant-detail": _("En roll"),
    "accounts:grant-end": _("Avsluta en roll"),
    "accounts:grant-export": _("Rollerna som kalkylark"),
    "accounts:grant-list": _("Listan över roller"),
    "accounts:grant-prolong": _("Förläng en roll"),
    "accounts:leaver-list": _("De som har slutat"),
    "accounts:length-list": _("Rollernas längd"),
    "accounts:log-export": _("Loggen som kalkylark"),
    "accounts:log-list": _("Loggen"),
    "accounts:mark-list": _("Det som ska gallras"),
    "accounts:retention-rule": _("En gallringsregel och vad den tar"),
    "accounts:round-detail": _("En behörighetskontroll"),
    "accounts:rule-list": _("Listan över rollregler"),
    "coverage:catch-up": _("De som behöver en ny tid"),
    "coverage:clause-detail": _("Täckningen för en att-sats"),
    "coverage:person-detail": _("Täckningen för en medarbetare"),
    "coverage:place-detail": _("Täckningen för en träffpunkt"),
    "coverage:snapshot-detail": _("En fryst täckning"),
    "home:search": _("Sökningen"),
    "home:start": _("Startsidan"),
    "imports:columns": _("Kolumnerna i en inläst fil"),
    "imports:import-list": _("Listan över inlästa filer"),
    "imports:preview": _("Förhandsvisningen av en inläst fil"),
    "messaging:message-detail": _("Ett besked i utskicken"),
    "messaging:outbox": _("Utskicken"),
    "outreach:visit-create": _("Lägg in ett besök"),
    "outreach:visit-detail": _("Ett besök"),
    "outreach:visit-list": _("Listan över besök"),
    "outreach:visit-move": _("Flytta ett besök"),
    "people:account-extract": _("Registerutdraget för ett konto"),
    "people:away-edit": _("En medarbetares frånvaro"),
    "people:employee-detail": _("En medarbetare"),
    "people:employee-edit": _("Ändra en medarbetare"),
    "people:employee-extract": _("Registerutdraget för en medarbetare"),
    "people:employee-list": _("Listan över medarbetare"),
    "people:employment-add": _("Lägg till en anställning"),
    "people:employment-edit": _("Ändra en anställning"),
    "people:link-account": _("Koppla ett konto till registret"),
    "people:link-list": _("Konton och registret"),
    "people:link-rule-list": _("Listan över kopplingsregler"),
    "people:request-detail": _("En begäran om personuppgifter"),
    "people:request-list": _("Listan över begäranden om personuppgifter"),
    "people:trainer-add": _("Lägg till en utbildare"),
    "people:trainer-away-edit": _("En utbildares frånvaro"),
    "people:trainer-detail": _("En utbildare"),
    "people:trainer-edit": _("Ändra en utbildare"),
    "people:trainer-extract": _("Registerutdraget för en utbildare"),
    "people:trainer-list": _("Listan över utbildare"),
    "people:windows-edit": _("När en medarbetare kan utbildas"),
    "places:place-detail": _("En träffpunkt"),
    "planning:calendar-person": _("En medarbetares kalender"),
    "planning:calendar-place": _("En träffpunkts kalender"),
    "planning:calendar-week": _("Veckans kalender"),
    "planning:day-sheet": _("En utbildares dag på ett blad"),
    "planning:draft-adopt": _("Fastställ en plan"),
    "planning:draft-answer": _("Svara på ett planutkast"),
    "planning:draft-compare": _("Två planutkast sida vid sida"),
    "planning:draft-detail": _("Ett planutkast"),
    "planning:draft-print": _("Svarslistan till ett planutkast"),
    "planning:feed": _("En kalender som hämtas av ett annat program"),
    "planning:feed-list": _("Kalenderadresserna"),
    "programme:definition-adopt": _("Bestäm vad som räknas som genomfört"),
    "programme:exception-list": _("Undantagen från en att-sats"),
    "training:attendance-sheet": _("En närvarolista på papper"),
    "training:certificate-detail": _("Ett intyg"),
    "training:certificate-list": _("Listan över intyg"),
    "training:certificate-paper": _("Ett intyg som fil"),
    "training:certificate-revoke": _("Återkalla ett intyg"),
    "training:material-history": _("Vem som har ändrat en text i utbildningen"),
    "training:booking-detail": _("Någons svar på en inbjudan"),
    "training:session-attendance": _("Närvaron vid en utbildning"),
    "training:session-bookings": _("Bokningarna till en utbildning"),
    "training:session-cancel": _("Ställ in en utbildning"),
    "training:session-create": _("Lägg in en utbildning"),
    "training:session-detail": _("En utbildning"),
    "training:session-list": _("Listan över utbildningar"),
    "training:session-merge": _("Slå ihop utbildningar"),
    "training:session-move": _("Flytta en utbildning"),
    "training:session-split": _("Dela en grupp"),
    "training:session-stand-in": _("Byt utbildare"),
    "training:staff-times": _("Medarbetarnas tider"),
    "verify:certificate": _("Kontrollen av ett intyg, av någon som har numret"),
}
"""Of every area, in one table, as the log is one. A test finds a page that names others and is missing here."""


def page_of(view: str) -> str:
    """Return what a page is called: one that only refuses by its address, one that is no more by the view's name."""
    return str(PAGES[view]) if view in PAGES else _address_of(view)


def _address_of(view: str) -> str:
    """Return the address with … for what differs between rows: it is in Swedish, as the name of the view is not."""
    resolver = get_resolver()
    *spaces, name = view.split(":")
    try:
        prefix = ""
        for space in spaces:
            start, resolver = resolver.namespace_dict[space]
            prefix += start
    except KeyError:
        return view
    found = resolver.reverse_dict.getlist(name)
    return "/" + prefix + re.sub(r"%\(\w+\)s", "…", found[0][0][0][0]) if found else view
