"""Write the spreadsheets of the example register: invented places and people, the same bytes every time."""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).resolve().parent.parent / "src/lyhord/home/example/uppsala"
SEED = 657
MADE_ON = dt.datetime(2025, 9, 19)

type Cells = list[str | int | float | dt.date | None]


def _words(text: str) -> list[str]:
    return text.split()


def _headings(text: str) -> Cells:
    return list(text.split("|"))


@dataclass(frozen=True)
class Stop:
    locality: str
    weekday: str
    venue: str


@dataclass(frozen=True)
class Place:
    """staff: (name of a schedule, share in percent) for each ordinary employee. room: (name, seats) or None."""

    key: str
    name: str
    locality: str
    unit: str
    staff: tuple[tuple[str, int], ...]
    min_staff: int = 1
    room: tuple[str, int] | None = None
    open_days: str = "mån-fre"
    visitors: int = 25
    activities: tuple[tuple[str, str, str, str, int], ...] = ()
    stops: tuple[Stop, ...] = ()
    accessibility: str = "Entré i markplan, hiss och tillgänglig toalett."

    @property
    def is_mobile(self) -> bool:
        return bool(self.stops)


FULL, EARLY, LATE, A_WEEK, B_WEEK, SHORT = "full", "early", "late", "a-week", "b-week", "short"
SCHEDULES: dict[str, list[list[str]]] = {
    # a list of weeks; in each, the hours of Monday to Friday
    FULL: [["8-17"] * 5],
    EARLY: [["8-16", "8-16", "8-16", "8-16", "8-12"]],
    LATE: [["9-17", "9-17", "9-17", "9-17", "ledig"]],
    A_WEEK: [["8-17", "8-17", "8-17", "ledig", "ledig"], ["ledig", "ledig", "8-17", "8-17", "8-17"]],
    B_WEEK: [["ledig", "ledig", "8-17", "8-17", "8-17"], ["8-17", "8-17", "8-17", "ledig", "ledig"]],
    SHORT: [["8-17", "ledig", "8-17", "ledig", "8-12"]],
}

NORTH, SOUTH, COUNTRY = "Enhet Norr (exempel)", "Enhet Söder (exempel)", "Enhet Landsbygd (exempel)"

PLACES = (
    Place(
        "centrum",
        "Träffpunkt Centrum",
        "Uppsala centrum",
        NORTH,
        ((FULL, 100), (FULL, 100), (EARLY, 90), (LATE, 80), (A_WEEK, 60), (B_WEEK, 60)),
        min_staff=2,
        room=("Salen", 12),
        visitors=60,
        activities=(("Allsång", "tis", "13", "14.30", 45), ("Sittgympa", "tor", "10", "11", 30)),
    ),
    Place(
        "gamla-uppsala",
        "Träffpunkt Gamla Uppsala",
        "Gamla Uppsala",
        NORTH,
        ((FULL, 100), (EARLY, 90), (LATE, 80), (SHORT, 50)),
        room=("Stora rummet", 8),
        visitors=25,
        activities=(("Bokcirkel", "ons", "13", "14.30", 12), ("Fredagsfika", "fre", "10", "11.30", 22)),
    ),
    Place(
        "granby",
        "Träffpunkt Gränby",
        "Gränby",
        NORTH,
        ((FULL, 100), (FULL, 100), (EARLY, 90), (LATE, 80), (SHORT, 50)),
        min_staff=2,
        room=("Kursrummet", 10),
        visitors=40,
        activities=(("Bingo", "mån", "13", "14.30", 35), ("Stickcafé", "tor", "13", "15", 15)),
    ),
    Place(
        "luthagen",
        "Träffpunkt Luthagen",
        "Luthagen",
        NORTH,
        ((FULL, 100), (EARLY, 90), (A_WEEK, 60)),
        visitors=30,
        activities=(("Sällskapsspel", "ons", "10", "11.30", 18),),
        accessibility="Två trappsteg vid entrén, ramp finns på gårdssidan.",
    ),
    Place(
        "gottsunda",
        "Träffpunkt Gottsunda",
        "Gottsunda",
        SOUTH,
        ((FULL, 100), (FULL, 100), (LATE, 80), (EARLY, 90)),
        min_staff=2,
        room=("Aktivitetsrummet", 10),
        visitors=45,
        activities=(("Dans till kaffet", "tis", "13", "15", 40), ("Språkcafé", "fre", "10", "11.30", 16)),
    ),
    Place(
        "stenhagen",
        "Träffpunkt Stenhagen",
        "Stenhagen",
        SOUTH,
        ((FULL, 100), (FULL, 100), (EARLY, 90), (A_WEEK, 60), (B_WEEK, 60)),
        min_staff=2,
        room=("Biblioteksrummet", 8),
        visitors=35,
        activities=(("Sittgympa", "mån", "10", "11", 24),),
    ),
    Place(
        "arsta",
        "Träffpunkt Årsta",
        "Årsta",
        SOUTH,
        ((FULL, 100), (EARLY, 90), (LATE, 80)),
        room=("Matsalen", 10),
        visitors=30,
        activities=(("Körsång", "ons", "13", "14.30", 20),),
    ),
    Place(
        "eriksberg",
        "Träffpunkt Eriksberg",
        "Eriksberg",
        SOUTH,
        ((FULL, 100), (LATE, 80), (SHORT, 50)),
        visitors=20,
        activities=(("Bakdag", "tor", "10", "12", 14),),
        accessibility="Lägenhet en halv trappa upp utan hiss.",
    ),
    Place(
        "savja",
        "Träffpunkt Sävja",
        "Sävja",
        SOUTH,
        ((FULL, 100), (FULL, 100), (EARLY, 90), (SHORT, 50)),
        room=("Stora salen", 12),
        visitors=30,
        activities=(("Bingo", "tis", "10", "11.30", 26),),
    ),
    Place(
        "storvreta",
        "Träffpunkt Storvreta",
        "Storvreta",
        COUNTRY,
        ((FULL, 100), (EARLY, 90), (LATE, 80)),
        room=("Kyrkskolan", 10),
        open_days="mån-tor",
        visitors=22,
        activities=(("Onsdagskaffe", "ons", "10", "11.30", 20),),
    ),
    Place(
        "bjorklinge",
        "Träffpunkt Björklinge",
        "Björklinge",
        COUNTRY,
        ((FULL, 100), (EARLY, 90)),
        room=("Lilla rummet", 6),
        open_days="tis-tor",
        visitors=14,
        activities=(("Soppdag", "tor", "11", "12.30", 14),),
    ),
    Place(
        "mobil-almunge",
        "Mobila träffpunkten Almunge",
        "Almunge",
        COUNTRY,
        ((FULL, 100), (EARLY, 90), (SHORT, 50)),
        visitors=12,
        stops=(
            Stop("Almunge", "mån", "Församlingshemmet i Almunge"),
            Stop("Knutby", "ons", "Bygdegården i Knutby"),
            Stop("Länna", "tor", "Föreningslokalen i Länna"),
        ),
        activities=(("Fikastund i Almunge", "mån", "13", "14.30", 12),),
    ),
    Place(
        "mobil-vattholma",
        "Mobila träffpunkten Vattholma",
        "Vattholma",
        COUNTRY,
        ((FULL, 100), (LATE, 80)),
        visitors=10,
        stops=(
            Stop("Vattholma", "tis", "Gymnastiksalen i Vattholma"),
            Stop("Skyttorp", "tor", "Bygdegården i Skyttorp"),
        ),
        activities=(("Boule inne", "tis", "10", "11.30", 9),),
    ),
    Place(
        "mobil-jarlasa",
        "Mobila träffpunkten Järlåsa",
        "Järlåsa",
        COUNTRY,
        ((FULL, 100), (EARLY, 90)),
        visitors=10,
        stops=(Stop("Järlåsa", "mån", "Bygdegården i Järlåsa"), Stop("Hagby", "ons", "Sockenstugan i Hagby")),
        activities=(("Handarbete", "ons", "13", "14.30", 8),),
    ),
    Place(
        "mobil-balinge",
        "Mobila träffpunkten Bälinge",
        "Bälinge",
        COUNTRY,
        ((FULL, 100), (EARLY, 90), (A_WEEK, 60)),
        visitors=15,
        stops=(
            Stop("Bälinge", "tis", "Skolans matsal i Bälinge"),
            Stop("Lövstalöt", "fre", "Föreningshuset i Lövstalöt"),
            Stop("Gunsta", "ons", "Gunsta bystuga"),
        ),
        activities=(("Tisdagsträffen", "tis", "13", "14.30", 15),),
    ),
)

FIRST_NAMES = _words(
    "Agda Alva Amir Anneli Arvid Asta Bella Birk Cajsa Dagny Disa Ebbe Edit Eino Elof Embla Estrid Folke Freja Gerda "
    "Gösta Hedda Helmi Hilding Idun Ingemar Iris Ivar Jasmin Jorma Kaarina Kasper Kerstin Knut Leila Linnea Loke Maj "
    "Malte Marjatta Mehdi Milla Moa Nanna Nils Noomi Olle Otto Pekka Petra Ragnar Rakel Rut Saga Samir Selma Signe "
    "Sixten Stina Sune Svea Tage Tekla Tore Tuva Ulla Valter Vera Viggo Vilja Yasmin Ylva Åke Åsa Östen"
)
SURNAMES = _words(
    "Aspedal Blåbärsson Brunnskog Dalaström Ekdunge Fjällvind Granebrand Havrelund Hjortronqvist Humleby Islandsmo "
    "Klöverås Lavendal Lingonström Ljungvik Mossberga Myrtall Näckrosén Ormbunk Pilängen Rallarros Rönnsund "
    "Smultronby Snöklocka Stenkulla Strandråg Tallhöjd Timjansson Vassröd Violgren Vitsippa Väppling Åkerbär Älggräs "
    "Ängsull"
)

FINNISH_AT = {("gottsunda", 0), ("centrum", 1), ("granby", 2), ("savja", 1), ("storvreta", 0)}
SHARED = (("luthagen", "gamla-uppsala"), ("eriksberg", "gottsunda"))
OTHERS = (
    # place, class, role title, hours of Monday to Friday
    ("centrum", "timanställd", "Aktivitetsledare", ["8-17", "", "8-17", "", ""]),
    ("granby", "timanställd", "Aktivitetsledare", ["", "8-17", "", "8-17", ""]),
    ("gottsunda", "timanställd", "Aktivitetsledare", ["8-12", "8-12", "", "", "8-17"]),
    ("storvreta", "timanställd", "Aktivitetsledare", ["", "", "8-17", "8-17", ""]),
    ("stenhagen", "praktikant", "Praktikant", ["9-16"] * 4 + [""]),
    ("savja", "praktikant", "Praktikant", ["9-16"] * 4 + [""]),
    ("centrum", "uppdragstagare", "Danspedagog", ["", "12-16", "", "", ""]),
    ("arsta", "uppdragstagare", "Körledare", ["", "", "12-16", "", ""]),
    ("gamla-uppsala", "volontär", "Volontär", ["", "", "", "", "9-13"]),
    ("luthagen", "volontär", "Volontär", ["", "", "9-13", "", ""]),
    ("gottsunda", "volontär", "Volontär", ["", "12-16", "", "", ""]),
    ("bjorklinge", "volontär", "Volontär", ["", "", "", "10-14", ""]),
)

TRAINERS = (
    # key, name, base, languages, hours of Monday to Friday
    ("nexus-1", "Ingrid Rosenhallon", "Uppsala centrum", "", ["8-17", "8-17", "8-12", "8-17", "ledig"]),
    ("nexus-2", "Aulis Björkskär", "Uppsala centrum", "finska", ["ledig", "8-17", "8-17", "8-17", "8-12"]),
    ("nexus-3", "Samira Kornblått", "Gamla Uppsala", "arabiska", ["8-17", "ledig", "8-17", "8-12", "8-17"]),
)


def main() -> None:
    """Write the three files into the folder given, or into the repository."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    localities = _localities()
    _write(folder / "traffpunkter.xlsx", _place_sheets(localities))
    _write(folder / "personal.xlsx", {"Personal": _employees(random.Random(SEED))})  # noqa: S311  # names, no secrets
    _write(folder / "utbildare.xlsx", {"Utbildare": _trainers(localities)})


def _localities() -> dict[str, tuple[float, float]]:
    with (FOLDER / "uppsala-localities.csv").open(encoding="utf-8") as file:
        return {row["name"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)}


def _place_sheets(localities: dict[str, tuple[float, float]]) -> dict[str, list[Cells]]:
    phones = iter(range(5, 40))
    places: list[Cells] = [
        _headings(
            "Nyckel|Namn|Typ|Enhet|Latitud|Longitud|Telefon|Minsta bemanning|Lokal för utbildning|Platser i lokalen|"
            "Halvdagar som får stängas|Besökare en vanlig dag|Tillgänglighet|Hörslinga|Plats för enskilt samtal|"
            "Öppnade|Exempel"
        )
    ]
    opening: list[Cells] = [_headings("Träffpunkt|Gäller|Veckodag|Från|Till")]
    stops: list[Cells] = [_headings("Träffpunkt|Veckodag|Lokal|Latitud|Longitud|Från|Till")]
    activities: list[Cells] = [_headings("Träffpunkt|Aktivitet|Veckodag|Från|Till|Brukar komma")]
    for place in PLACES:
        room, seats = place.room or (None, 0)
        places.append(
            [
                place.key,
                place.name,
                "mobil" if place.is_mobile else "stationär",
                place.unit,
                *localities[place.locality],
                f"070-174 06 {next(phones):02}",
                place.min_staff,
                room,
                seats,
                2,
                place.visitors,
                place.accessibility,
                "nej" if place.room is None else "ja",
                "ja" if place.room is not None or place.is_mobile else "nej",
                dt.date(2016, 1, 11),
                "ja",
            ]
        )
        if not place.is_mobile:
            opening.append([place.key, "öppet", place.open_days, "9", "16"])
            opening.append([place.key, "besökare", place.open_days, "10", "15"])
        for stop in place.stops:
            stops.append([place.key, stop.weekday, stop.venue, *localities[stop.locality], "10", "15"])
        activities.extend(
            [place.key, name, day, start, end, count] for name, day, start, end, count in place.activities
        )
    return {"Träffpunkter": places, "Öppettider": opening, "Hållplatser": stops, "Aktiviteter": activities}


def _employees(rng: random.Random) -> list[Cells]:
    header = (
        "Anställningsnummer|Efternamn|Förnamn|Befattning|Anställningsform|Arbetsplats|Sysselsättningsgrad|"
        "Anställd fr.o.m.|Anställd t.o.m.|Vecka|Mån|Tis|Ons|Tor|Fre|Språk|Exempel"
    )
    rows: list[Cells] = [_headings(header)]
    firsts, lasts = list(FIRST_NAMES), list(SURNAMES) * 3
    rng.shuffle(firsts)
    rng.shuffle(lasts)
    names = iter(zip(firsts, lasts, strict=False))
    numbers = iter(range(1001, 2000))
    second_place = dict(SHARED)

    def person() -> list[str | int]:
        first, last = next(names)
        return [str(next(numbers)), last, first]

    def started() -> dt.date:
        return dt.date(2014, 1, 7) + dt.timedelta(days=7 * rng.randrange(0, 480))

    for place in PLACES:
        for index, (schedule, share) in enumerate(place.staff):
            who, since = person(), started()
            language = "finska" if (place.key, index) in FINNISH_AT else None
            title = "Samordnare" if index == 0 else "Aktivitetsledare"
            if index == 1 and place.key in second_place:
                rows.extend(_shared(who, title, place.key, second_place[place.key], since, language))
                continue
            for week, hours in enumerate(SCHEDULES[schedule], 1):
                rows.append([*who, title, "tillsvidare", place.key, share, since, None, week, *hours, language, "ja"])
    for key, employee_class, title, hours in OTHERS:
        share = 0 if employee_class in {"timanställd", "volontär", "uppdragstagare"} else 80
        rows.append([*person(), title, employee_class, key, share, started(), None, 1, *hours, None, "ja"])
    return rows


def _shared(
    who: list[str | int], title: str, first: str, second: str, since: dt.date, language: str | None
) -> list[Cells]:
    """Return the rows of somebody who works half of the week at each of two places."""
    mornings = ["8-17", "8-17", "8-12", "", ""]
    rest = ["", "", "13-17", "8-17", "8-17"]
    return [
        [*who, title, "tillsvidare", first, 50, since, None, 1, *mornings, language, "ja"],
        [*who, title, "tillsvidare", second, 50, since, None, 1, *rest, language, "ja"],
    ]


def _trainers(localities: dict[str, tuple[float, float]]) -> list[Cells]:
    header = (
        "Nyckel|Namn|Utgår från|Latitud|Longitud|Kompetenser|Högst per dag|Högst per vecka|"
        "Mån|Tis|Ons|Tor|Fre|Språk|Exempel"
    )
    rows: list[Cells] = [_headings(header)]
    for key, name, base, languages, hours in TRAINERS:
        rows.append(
            [key, name, f"Nexus, {base}", *localities[base], "utbildning, besök", 2, 5, *hours, languages or None, "ja"]
        )
    return rows


def _write(path: Path, sheets: dict[str, list[Cells]]) -> None:
    book = xlsxwriter.Workbook(path)
    book.set_properties({"title": "Exempelregister", "comments": "Påhittade uppgifter", "created": MADE_ON})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), day)
                elif isinstance(cell, str):
                    sheet.write_string(number, column, cell, bold if number == 0 else None)
                elif cell is not None:
                    sheet.write_number(number, column, cell)
        sheet.set_column(0, len(rows[0]) - 1, 16)
    book.close()


if __name__ == "__main__":
    main()
