"""The sheets of a file of meeting places, and what their columns are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lyhord.imports.domain import cells
from lyhord.imports.domain.kinds import Column, Table
from lyhord.places.enums import PlaceKind, RuleKind

_FROM_ON = Column(
    "starts_on", _("Gäller från och med"), cells.date, ("Fr.o.m.", "Giltig från", "Startdatum", "Från datum")
)
_LAST_ON = Column("last_on", _("Gäller till och med"), cells.date, ("T.o.m.", "Giltig till", "Slutdatum", "Till datum"))


def _place() -> Column:
    return Column(
        "place",
        _("Träffpunkt"),
        cells.text(200),
        ("Plats", "Träffpunktens namn", "Nyckel", "Träffpunkt nyckel"),
        is_required=True,
        example="gottsunda",
        note=_("nyckel eller namn"),
    )


def _weekday() -> Column:
    return Column("weekdays", _("Veckodag"), cells.weekdays, ("Dag", "Dagar"), is_required=True, example="mån-fre")


def _hours(starts: str = "9", ends: str = "16") -> tuple[Column, Column]:
    return (
        Column("starts_at", _("Från"), cells.clock, ("Kl från", "Öppnar", "Start", "Starttid"), True, starts),
        Column("ends_at", _("Till"), cells.clock, ("Kl till", "Stänger", "Slut", "Sluttid"), True, ends),
    )


PLACES = Table(
    "places",
    _("Träffpunkter"),
    (
        Column("key", _("Nyckel"), cells.text(60), ("Id", "Kortnamn", "Kod", "Träffpunktsid"), example="gottsunda"),
        Column(
            "name",
            _("Namn"),
            cells.text(200),
            ("Träffpunkt", "Träffpunktens namn", "Benämning", "Mötesplats"),
            is_required=True,
            example="Träffpunkt Gottsunda",
        ),
        Column(
            "kind",
            _("Typ"),
            cells.choice(
                {
                    "stationär": PlaceKind.STATIONARY,
                    "fast": PlaceKind.STATIONARY,
                    "mobil": PlaceKind.MOBILE,
                    "ambulerande": PlaceKind.MOBILE,
                },
                options=_("stationär eller mobil"),
            ),
            ("Sort", "Slag"),
            example="stationär",
        ),
        Column("unit", _("Enhet"), cells.text(200), ("Organisatorisk enhet", "Ansvarig enhet")),
        Column("address", _("Adress"), cells.text(200), ("Besöksadress", "Gatuadress")),
        Column("latitude", _("Latitud"), cells.coordinate(90), ("Lat", "N", "Koordinat N"), example="59,81"),
        Column("longitude", _("Longitud"), cells.coordinate(180), ("Long", "Lon", "Lng", "E", "Koordinat E")),
        Column("contact_name", _("Kontaktperson"), cells.text(200), ("Kontakt", "Samordnare", "Ansvarig")),
        Column("phone", _("Telefon"), cells.text(40), ("Tel", "Telefonnummer", "Tfn")),
        Column("email", _("E-post"), cells.email, ("Mejl", "Mail", "E-postadress", "Epost", "E-mail")),
        Column(
            "min_staff",
            _("Minsta bemanning"),
            cells.whole_number(0, 50),
            ("Minbemanning", "Lägsta bemanning"),
            example=1,
            note=_("så många som måste vara kvar när det är öppet"),
        ),
        Column("room", _("Lokal för utbildning"), cells.text(200), ("Utbildningslokal", "Lokal", "Rum")),
        Column("room_capacity", _("Platser i lokalen"), cells.whole_number(0, 1000), ("Antal platser", "Platser")),
        Column(
            "closing_cap",
            _("Halvdagar som får stängas"),
            cells.whole_number(0, 200),
            ("Stängda halvdagar", "Får stängas"),
            note=_("för utbildning, under hela perioden"),
        ),
        Column(
            "expected_visitors",
            _("Besökare en vanlig dag"),
            cells.whole_number(0, 100_000),
            ("Besökare", "Antal besökare", "Besökare per dag"),
        ),
        Column("accessibility", _("Tillgänglighet"), cells.text(2000), ("Tillgänglighetsinformation",)),
        Column("has_hearing_loop", _("Hörslinga"), cells.yes_or_no, ("Hörselslinga", "Teleslinga"), example="ja"),
        Column(
            "has_private_corner",
            _("Plats för enskilt samtal"),
            cells.yes_or_no,
            ("Enskilt samtal", "Avskild plats", "Samtalsrum"),
        ),
        Column("opened_on", _("Öppnade"), cells.date, ("Öppnad", "Öppen från", "Startade")),
        Column("closed_from", _("Stängd från och med"), cells.date, ("Stänger", "Stängd från", "Stängd")),
        Column("is_example", _("Exempel"), cells.yes_or_no, note=_("ja om raden är påhittad")),
    ),
    needs=(("name",),),
    is_main=True,
)

OPENING = Table(
    "opening",
    _("Öppettider"),
    (
        _place(),
        Column(
            "kind",
            _("Gäller"),
            cells.choice(
                {
                    "öppet": RuleKind.OPEN,
                    "öppettid": RuleKind.OPEN,
                    "öppettider": RuleKind.OPEN,
                    "besökare": RuleKind.VISITORS,
                    "besökspåplats": RuleKind.VISITORS,
                    "besökstid": RuleKind.VISITORS,
                },
                options=_("öppet eller besökare"),
            ),
            ("Sort", "Typ"),
            example="öppet",
        ),
        _weekday(),
        *_hours(),
        Column("interval_weeks", _("Var … vecka"), cells.whole_number(1, 8), ("Veckointervall", "Intervall")),
        _FROM_ON,
        _LAST_ON,
    ),
    needs=(("place",), ("weekdays",), ("starts_at",), ("ends_at",)),
)

STOPS = Table(
    "stops",
    _("Hållplatser"),
    (
        _place(),
        _weekday(),
        Column("venue", _("Lokal"), cells.text(200), ("Hållplats", "Ställe"), is_required=True, example="Bygdegården"),
        Column("address", _("Adress"), cells.text(200), ("Besöksadress", "Gatuadress")),
        Column("latitude", _("Latitud"), cells.coordinate(90), ("Lat",)),
        Column("longitude", _("Longitud"), cells.coordinate(180), ("Long", "Lon", "Lng")),
        *_hours("10", "14"),
        _FROM_ON,
        _LAST_ON,
    ),
    needs=(("place",), ("weekdays",), ("venue",), ("starts_at",), ("ends_at",)),
)

ACTIVITIES = Table(
    "activities",
    _("Aktiviteter"),
    (
        _place(),
        Column("name", _("Aktivitet"), cells.text(200), ("Populär aktivitet",), is_required=True, example="Bingo"),
        _weekday(),
        *_hours("13", "15"),
        Column(
            "head_count", _("Brukar komma"), cells.whole_number(0, 10_000), ("Antal deltagare", "Deltagare"), example=25
        ),
        _FROM_ON,
        _LAST_ON,
    ),
    needs=(("place",), ("name",), ("weekdays",), ("starts_at",), ("ends_at",)),
)
