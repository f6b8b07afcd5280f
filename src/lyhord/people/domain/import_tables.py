"""The sheets of files of employees and trainers, and what HR systems call their columns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lyhord.imports.domain import cells
from lyhord.imports.domain.kinds import Column, Table
from lyhord.people.enums import EmployeeClass
from lyhord.places.enums import Weekday

DAYS = tuple(f"day{weekday}" for weekday in range(7))
_DAY_HEADINGS = (("mån",), ("tis",), ("ons",), ("tor", "tors"), ("fre",), ("lör",), ("sön",))
_CLASS_WORDS = {
    "anställd": EmployeeClass.STAFF,
    "tillsvidare": EmployeeClass.STAFF,
    "tillsvidareanställd": EmployeeClass.STAFF,
    "månadsavlönad": EmployeeClass.STAFF,
    "visstid": EmployeeClass.STAFF,
    "särskildvisstid": EmployeeClass.STAFF,
    "vikariat": EmployeeClass.STAFF,
    "vikarie": EmployeeClass.STAFF,
    "provanställning": EmployeeClass.STAFF,
    "provanställd": EmployeeClass.STAFF,
    "timanställd": EmployeeClass.HOURLY,
    "timavlönad": EmployeeClass.HOURLY,
    "timlön": EmployeeClass.HOURLY,
    "intermittent": EmployeeClass.HOURLY,
    "praktikant": EmployeeClass.TRAINEE,
    "praktik": EmployeeClass.TRAINEE,
    "elev": EmployeeClass.TRAINEE,
    "student": EmployeeClass.TRAINEE,
    "uppdragstagare": EmployeeClass.CONTRACTOR,
    "konsult": EmployeeClass.CONTRACTOR,
    "inhyrd": EmployeeClass.CONTRACTOR,
    "volontär": EmployeeClass.VOLUNTEER,
    "ideell": EmployeeClass.VOLUNTEER,
    "frivillig": EmployeeClass.VOLUNTEER,
}


def _day_columns(example: str) -> tuple[Column, ...]:
    return tuple(
        Column(
            DAYS[weekday],
            Weekday(weekday).label,
            cells.spans,
            _DAY_HEADINGS[weekday],
            example=example if weekday < 5 else "",
            note=_("tomt är ledigt") if weekday == 0 else "",
        )
        for weekday in range(7)
    )


def _contact_columns() -> tuple[Column, ...]:
    return (
        Column(
            "languages", _("Språk"), cells.languages, ("Språkkunskaper",), note=_("utöver svenska"), example="finska"
        ),
        Column("email", _("E-post"), cells.email, ("Mejl", "Mail", "E-postadress", "Epost", "E-mail")),
        Column("phone", _("Telefon"), cells.text(40), ("Tel", "Telefonnummer", "Mobil", "Mobiltelefon", "Tfn")),
        Column("is_example", _("Exempel"), cells.yes_or_no, note=_("ja om raden är påhittad")),
    )


EMPLOYEES = Table(
    "employees",
    _("Personal"),
    (
        Column(
            "key",
            _("Anställningsnummer"),
            cells.text(60),
            ("Anställningsnr", "Anst.nr", "Anstnr", "Personalnummer", "Nyckel", "Id", "Anst nummer", "Löpnummer"),
            is_required=True,
            example="1001",
        ),
        Column("name", _("Namn"), cells.text(200), ("Medarbetare", "Anställd namn", "Fullständigt namn", "Person")),
        Column("first_name", _("Förnamn"), cells.text(100), ("Tilltalsnamn",)),
        Column("last_name", _("Efternamn"), cells.text(100)),
        Column(
            "role_title", _("Befattning"), cells.text(200), ("Titel", "Yrke", "Roll", "Benämning", "Befattningstext")
        ),
        Column(
            "employee_class",
            _("Anställningsform"),
            cells.choice(_CLASS_WORDS, options=_("anställd, timanställd, praktikant, uppdragstagare eller volontär")),
            ("Grupp", "Anst.form", "Anställningstyp", "Kategori"),
            example="anställd",
        ),
        Column(
            "place",
            _("Träffpunkt"),
            cells.text(200),
            ("Arbetsplats", "Placering", "Arbetsställe", "Tjänsteställe", "Plats"),
            is_required=True,
            example="gottsunda",
        ),
        Column(
            "share_percent",
            _("Sysselsättningsgrad"),
            cells.percent,
            ("Procent", "Tjänstgöringsgrad", "Syssgrad", "Sysselsättningsgrad %", "Grad"),
            example=75,
        ),
        Column(
            "starts_on",
            _("Anställd från och med"),
            cells.date,
            (
                "Anställd fr.o.m.",
                "Anställningsdatum",
                "Fr.o.m.",
                "Från och med",
                "Startdatum",
                "Anst.datum",
                "From datum",
            ),
            is_required=True,
            example="2021-03-01",
        ),
        Column(
            "last_on",
            _("Anställd till och med"),
            cells.date,
            ("Anställd t.o.m.", "T.o.m.", "Till och med", "Slutdatum", "Avgångsdatum", "Tom datum", "Sista dag"),
        ),
        Column(
            "week",
            _("Vecka"),
            cells.whole_number(1, 4),
            ("Schemavecka", "Vecka i schemat"),
            note=_("1–4; en rad per vecka i schemat"),
            example=1,
        ),
        Column("anchor_on", _("Vecka 1 börjar"), cells.date, ("Schemastart", "Schema från")),
        *_day_columns("8-17"),
        *_contact_columns(),
    ),
    needs=(("key",), ("name", "last_name"), ("place",), ("starts_on",)),
    is_main=True,
)

AWAY = Table(
    "away",
    _("Frånvaro"),
    (
        Column(
            "key",
            _("Anställningsnummer"),
            cells.text(60),
            ("Anställningsnr", "Anst.nr", "Anstnr", "Personalnummer", "Nyckel", "Id"),
            is_required=True,
            example="1001",
        ),
        Column(
            "away_from",
            _("Borta från och med"),
            cells.date,
            ("Frånvaro fr.o.m.", "Frånvaro från", "Ledig från", "Borta från"),
            is_required=True,
            example="2025-12-01",
        ),
        Column(
            "away_last",
            _("Borta till och med"),
            cells.date,
            ("Frånvaro t.o.m.", "Frånvaro till", "Ledig till", "Borta till"),
            note=_("tomt om slutet inte är känt"),
        ),
    ),
    needs=(("key",), ("away_from",)),
)

TRAINERS = Table(
    "trainers",
    _("Utbildare"),
    (
        Column("key", _("Nyckel"), cells.text(60), ("Id", "Anställningsnummer", "Kod"), is_required=True, example="u1"),
        Column("name", _("Namn"), cells.text(200), ("Utbildarens namn",), is_required=True, example="Namn Namnsson"),
        Column("base", _("Utgår från"), cells.text(200), ("Bas", "Kontor", "Stationeringsort")),
        Column("latitude", _("Latitud"), cells.coordinate(90), ("Lat",)),
        Column("longitude", _("Longitud"), cells.coordinate(180), ("Long", "Lon", "Lng")),
        Column(
            "competences",
            _("Kompetenser"),
            cells.codes,
            ("Kompetens", "Kan hålla"),
            note=_("utbildning, besök"),
            example="utbildning, besök",
        ),
        Column("max_per_day", _("Högst per dag"), cells.whole_number(1, 6), ("Max per dag",), example=2),
        Column("max_per_week", _("Högst per vecka"), cells.whole_number(1, 30), ("Max per vecka",), example=4),
        *_day_columns("8-17"),
        *_contact_columns(),
    ),
    needs=(("key",), ("name",)),
    is_main=True,
)
