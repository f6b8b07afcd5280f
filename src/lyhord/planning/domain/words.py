"""What the planner found, in plain Swedish: rules, ways out, notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.planning.domain.names import Names

WHY_NOT: Mapping[str, Promise] = {
    "C1": gettext_lazy("Var och en går varje modul en gång."),
    "C2": gettext_lazy("Besöken måste komma i ordning."),
    "C3": gettext_lazy("Ingen utbildare med rätt kompetens och språk är ledig."),
    "C4": gettext_lazy("Gruppen blir för liten eller för stor, eller så rymmer lokalen inte fler."),
    "C5": gettext_lazy("Personen arbetar inte när ett tillfälle kan hållas i närheten, eller får för kort varsel."),
    "C6": gettext_lazy("Träffpunkten får inte ihop sin bemanning medan utbildningen pågår."),
    "C7": gettext_lazy("Modulerna måste komma i ordning och med rätt mellanrum."),
    "C8": gettext_lazy("Utbildarnas tid räcker inte: en sak i taget, tid att resa, högst så många per dag och vecka."),
    "C9": gettext_lazy("Det finns ingen tid då träffpunkten har öppet och besökare är där."),
    "C10": gettext_lazy("Tillräckligt många i personalen hinner inte gå utbildningen före besöket."),
    "C12": gettext_lazy("Dagarna är spärrade: helgdag, stängt eller någon har sagt att det inte går."),
    "C13": gettext_lazy("Låsta tider står i vägen."),
    "C14": gettext_lazy("Besöken måste ligga med rätt mellanrum."),
    "C17": gettext_lazy("Sista dagen för att bli klar kommer för tidigt."),
}
"""Why somebody is not reached, by rule id."""

BROKEN: Mapping[str, Promise] = {
    "C1": gettext_lazy("Någon går en modul som hen inte behöver eller redan har gått."),
    "C2": gettext_lazy("Besöken stämmer inte med dem som redan har hållits."),
    "C3": gettext_lazy("Utbildare saknas, eller har inte rätt kompetens eller språk."),
    "C4": gettext_lazy("Gruppen är för liten eller för stor, eller så krockar två saker i samma lokal."),
    "C5": gettext_lazy("Någon arbetar inte den dagen längre, eller får för kort varsel."),
    "C6": gettext_lazy("Bemanningen räcker inte medan utbildningen pågår."),
    "C7": gettext_lazy("Modulerna kommer inte i ordning eller med rätt mellanrum."),
    "C8": gettext_lazy("Någon är inte ledig, dubbelbokad eller hinner inte resa."),
    "C9": gettext_lazy("Träffpunkten har inte öppet eller saknar besökare då."),
    "C10": gettext_lazy("För få i personalen hinner gå utbildningen före besöket."),
    "C12": gettext_lazy("Dagen är spärrad eller träffpunkten stängd."),
    "C13": gettext_lazy("Något som är låst eller snart ska hållas har inte fått stå kvar."),
    "C14": gettext_lazy("Besöken ligger för tätt eller för långt isär."),
    "C17": gettext_lazy("Något ligger efter sista dagen."),
    "past": gettext_lazy("Någon tid i utkastet har redan varit eller ligger utanför perioden."),
    "plan": gettext_lazy("Någon eller något i utkastet finns inte längre."),
}
"""What is wrong with a draft today, by rule id."""

REPAIRS: Mapping[str, Promise] = {
    "come_extra": gettext_lazy("%(name)s kommer %(when)s utöver sitt schema."),
    "work_extra": gettext_lazy("%(name)s arbetar %(when)s utöver sina tider."),
    "open_place": gettext_lazy("Öppna %(place)s %(when)s."),
    "smaller_group": gettext_lazy("Håll %(module)s %(when)s med %(n)s färre än minsta grupp."),
    "other_venue": gettext_lazy("%(person)s åker till %(place)s, %(n)s minuter fram och tillbaka."),
    "later_deadline": gettext_lazy("Flytta sista dagen för %(clause)s %(n)s dagar framåt."),
    "shorter_notice": gettext_lazy("Ge %(name)s %(n)s dagar kortare varsel."),
}
"""What would reach somebody, by kind of repair."""

NOTES: Mapping[str, Promise] = {
    "no_coordinates": gettext_lazy("%(place)s saknar koordinater. Planen räknar med en timmes resa dit."),
    "no_trainer_coordinates": gettext_lazy("%(name)s saknar koordinater. Planen räknar med en timmes resa."),
    "unreported": gettext_lazy(
        "Det finns tillfällen och besök som har varit men inte är redovisade (%(n)s). "
        "Planen räknar med att de hölls och att alla kom."
    ),
    "no_modules": gettext_lazy("Det är inte bestämt vilka moduler som krävs, så ingen utbildning är med."),
    "no_visits": gettext_lazy("Det är inte bestämt hur många besök som krävs, så inga besök är med."),
    "restricted": gettext_lazy("Begränsade personer: %(n)s. De planeras inte, och räknas för sig i täckningen."),
    "no_trainers": gettext_lazy("Det finns inga utbildare inlagda."),
    "kept_as_fact": gettext_lazy("%(place)s %(when)s är bokat i närtid och står kvar som det är."),
    "pin_left_out": gettext_lazy("%(place)s %(when)s var bekräftat men går inte längre att hålla då."),
}

PRICE_NAMES: Mapping[str, Promise] = {
    "replacement_sek": gettext_lazy("Vikarier"),
    "closing_sek": gettext_lazy("Stängda halvdagar"),
    "hourly_sek": gettext_lazy("Timanställda"),
    "travel_minute_sek": gettext_lazy("Restid"),
    "trainer_hour_sek": gettext_lazy("Utbildarnas timmar"),
    "room_sek": gettext_lazy("Lokalhyra"),
    "session_sek": gettext_lazy("Övrigt per tillfälle"),
}

LEVEL_NAMES: Mapping[str, Promise] = {
    "O1": gettext_lazy("Inte nådda"),
    "moves": gettext_lazy("Flyttade tider, poäng"),
    "O2": gettext_lazy("Klart vecka"),
    "O3": gettext_lazy("Väntan, veckor sammanlagt"),
    "O4": gettext_lazy("Pris, kronor"),
}


def day_text(day: dt.date) -> str:
    """Return "torsdag 16 oktober"."""
    return date_format(day, "l j F")


def half_text(half: str) -> str:
    return _("fm") if half == "am" else _("em")


def clock_text(minutes: int) -> str:
    return f"{minutes // 60}.{minutes % 60:02}"


def slot_text(slots: Sequence[tuple[dt.date, str]], slot: int) -> str:
    day, half = slots[slot]
    return f"{day_text(day)} {half_text(half)}"


def repair_text(repair: Mapping[str, Any], names: Names, slots: Sequence[tuple[dt.date, str]], person: str) -> str:
    """Return a verified repair as a sentence. person: the name of who would be reached, if a person."""
    kind, subject = repair["kind"], repair["subject"]
    return str(REPAIRS[kind]) % {
        "name": names.trainer(subject) if kind == "work_extra" else names.person(subject),
        "person": person,
        "place": names.place(subject),
        "module": names.module(subject),
        "clause": _("utbildningen") if subject == "training" else _("besöken"),
        "when": slot_text(slots, repair["slot"]) if repair["slot"] is not None else "",
        "n": repair["amount"],
    }


def note_text(note: Mapping[str, Any], names: Names) -> str:
    """Return a note about the problem as a sentence; empty for a missing price, which stands beside the price."""
    code, subject = note["code"], note["subject"]
    if code == "no_price":
        return ""
    if code == "conflict":
        return str(BROKEN[subject])
    return str(NOTES[code]) % {
        "place": names.place(subject),
        "name": names.trainer(subject),
        "when": day_text(dt.date.fromisoformat(note["on"])) if note["on"] else "",
        "n": note["count"],
    }


def failure_text(error_code: str) -> str:
    if error_code == "crashed":
        return _("Arbetaren som räknade har stannat flera gånger. Försök igen, eller fråga systemförvaltaren.")
    return _("Något gick fel i beräkningen. Försök igen, eller fråga systemförvaltaren och nämn ”%(code)s”.") % {
        "code": error_code
    }
