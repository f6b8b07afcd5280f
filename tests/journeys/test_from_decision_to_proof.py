"""From an empty database to the proof: registers, decision, plan, answers, sessions, attendance, and who is missing.

The registers are the example's spreadsheets, read in as a coordinator reads in the municipality's own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from lyhord.accounts.domain.installation import install
from lyhord.accounts.enums import Role
from lyhord.home.domain.example import FOLDER
from lyhord.organisation.models import Unit
from lyhord.planning.domain.runs import claim_next, execute
from lyhord.planning.enums import RunState
from lyhord.planning.models import PlanDraft, PlanProgress, PlanRun
from lyhord.programme.models import Clause, Decision
from lyhord.training.models import Module, TrainingSession
from tests.factories import TODAY, make_user
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey

BOARD, PARTNER = "Äldrenämnden (exempel)", "Socialnämnden (exempel)"
MODULES = {"uttryck": "Hur våld kan ta sig uttryck", "samtal": "Samtal om svåra frågor", "stod": "Stödvägar"}
NOW = dt.datetime.combine(TODAY, dt.time(9), tzinfo=dt.UTC)


@pytest.fixture
def coordinator(transactional_db: None, settings: Settings, visit: Visit) -> Iterator[Visit]:
    """The coordinator of a new installation, at a wide screen."""
    settings.TODAY = TODAY
    names = ("samordnare", "behorighet", "behorighet-2")
    install(
        boards={BOARD: "Äldreförvaltningen (exempel)", PARTNER: "Socialförvaltningen (exempel)"},
        coordinator=names[0],
        access_administrators=list(names[1:]),
        today=TODAY,
        now=timezone.now(),
    )
    visit.sign_in_as("samordnare")
    yield visit


def test_from_the_decision_to_the_proof(coordinator: Visit, phone_visit: Visit, settings: Settings) -> None:
    read_in_registers(coordinator)
    enter_decision(coordinator)
    say_what_is_required(coordinator)
    compute_plan(coordinator)
    send_out(coordinator)
    refuse_one_time(phone_visit)
    compute_again(coordinator)
    adopt(coordinator)
    expect(coordinator.open("/").get_by_role("heading", level=1)).to_contain_text("15 träffpunkter")
    coordinator.picture("proof-overview-planned")
    assert_everyone_has_a_time(coordinator)
    absent = hold_a_session_with_one_absentee(coordinator, settings)
    assert_exactly_this_name_is_missing(coordinator, absent)


def fill(page: Page, fields: dict[str, str]) -> None:
    for label, text in fields.items():
        page.get_by_label(label, exact=True).fill(text)


def read_in_registers(visit: Visit) -> None:
    page = visit.open("/")
    visit.follow("Lägg in enheter")
    for name in ("Norr", "Söder", "Landsbygd"):
        page.get_by_role("link", name="Ny enhet").last.click()
        page.get_by_label("Namn").fill(f"Enhet {name} (exempel)")
        page.locator("main form button").first.click()
        visit.look()
    for kind, filename, board in (
        ("traffpunkter", "traffpunkter.xlsx", BOARD),
        ("personal", "personal.xlsx", BOARD),
        ("utbildare", "utbildare.xlsx", PARTNER),
    ):
        visit.open(f"/import/{kind}/")
        page.get_by_label("Nämnd").select_option(label=board)
        page.get_by_label("Fil").set_input_files(FOLDER / "uppsala" / filename)
        visit.press("Titta på filen")
        visit.picture(f"proof-import-{kind}")
        visit.press("Läs in")
        expect(page.get_by_text("Filen är inläst")).to_be_visible()


def enter_decision(visit: Visit) -> None:
    page = visit.open("/beslut/nytt/")
    page.get_by_label("Ägande nämnd").select_option(label=BOARD)
    fill(page, {"Rubrik": "Kompetenshöjande insats (exempel)", "Diarienummer": "EX-2025-00001"})
    page.get_by_label("I samverkan med").select_option(label=PARTNER)
    page.get_by_label("Stationära träffpunkter").fill("11")
    page.get_by_label("Mobila träffpunkter").fill("4")
    visit.press("Spara beslutet")
    visit.follow("Skriv in utfallet")
    page.get_by_label("Beslutat", exact=True).check()
    page.get_by_label("Sammanträde").fill("2025-09-29")
    page.get_by_label("Paragraf").fill("§ 112")
    visit.press("Spara utfallet")
    for kind, title in (
        ("visit_places", "Nexus besöker samtliga träffpunkter"),
        ("train_employees", "Samtliga medarbetare utbildas"),
    ):
        visit.open(f"/beslut/{Decision.objects.get().pk}/ny-att-sats/")
        page.get_by_label("Lydelse").fill(f"{title} (exempel på lydelse)")
        page.get_by_label("Kort namn").fill(title)
        page.get_by_label("Slag").select_option(kind)
        page.get_by_label("Ägande nämnd").select_option(label=BOARD)
        visit.press("Spara att-satsen")


def say_what_is_required(visit: Visit) -> None:
    visits, training = Clause.objects.order_by("number")
    page, previous = visit.page, ""
    for order, (code, name) in enumerate(MODULES.items(), start=1):
        visit.open("/utbildning/moduler/ny/")
        page.get_by_label("Ägande nämnd").select_option(label=BOARD)
        fill(page, {"Namn": name})
        page.get_by_label("Kort namn").fill(code)
        page.get_by_label("Kod").fill(code)
        page.get_by_label("Ordning").fill(str(order))
        if previous:
            page.get_by_label("Kommer efter").select_option(label=previous)
        visit.press("Spara modulen")
        previous = name
    visit.open(f"/utbildning/att-satser/{training.pk}/moduler/")
    for name in MODULES.values():
        page.get_by_label(name).check()
    visit.press("Spara kravet")
    visit.open(f"/besok/att-satser/{visits.pk}/besok/")
    visit.press("Spara kravet")
    for clause in (visits, training):
        visit.open(f"/beslut/att-satser/{clause.pk}/genomfort/")
        if clause == training:
            for group in ("anställd", "timanställd"):
                page.get_by_label(group, exact=True).check()
            page.get_by_label("Anställd minst").fill("30")
        page.get_by_label("Nämnden bestämde").fill("2025-09-29")
        visit.press("Spara ny version")


def compute(visit: Visit) -> None:
    """Run what is queued, with time to spare since other tests share the cores, and stop as soon as all are covered.

    The browser leaves the page meanwhile: its questions would share the test's one connection to the database.
    """
    address = visit.page.url
    visit.page.goto("about:blank")
    run = claim_next(NOW)
    assert run is not None
    run.time_limit_seconds = 90
    execute(run, clock=lambda: stop_when_covered(run), stopping=lambda: False)
    assert (run.error_code, run.state in {RunState.DONE, RunState.STOPPED}) == ("", True)
    told = PlanProgress.objects.filter(run=run).values_list("level", "value", "bound", "seconds")
    assert PlanDraft.objects.filter(run=run).exists(), list(told)
    visit.page.goto(address)


def stop_when_covered(run: PlanRun) -> dt.datetime:
    """Ask the run to stop, as its page does, once it has a plan and who is reached is settled."""
    if PlanProgress.objects.filter(run=run).exclude(level="O1").exists():
        PlanRun.objects.filter(pk=run.pk, stop_asked_at=None, best__isnull=False).update(stop_asked_at=NOW)
    return NOW


def compute_plan(visit: Visit) -> None:
    page = visit.open("/plan/")
    visit.follow("Skriv in inställningar")
    page.get_by_label("Planera från och med").fill(str(TODAY + dt.timedelta(weeks=3)))
    page.get_by_label("Planera till").fill(str(TODAY + dt.timedelta(weeks=29)))
    page.get_by_label("Vikarie per halvdag").fill("1150")
    visit.press("Spara inställningarna")
    visit.press("Räkna fram en plan")
    compute(visit)
    visit.picture("proof-run")
    visit.follow("Visa utkastet")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Planen når alla 15 träffpunkter")
    visit.picture("proof-draft")


def send_out(visit: Visit) -> None:
    visit.page.get_by_label("Svar senast").fill(str(TODAY + dt.timedelta(days=7)))
    visit.press("Skicka ut för svar")


def refuse_one_time(phone: Visit) -> None:
    """The manager of one unit cannot, one time."""
    manager = make_user((Role.UNIT_MANAGER, Unit.objects.get(name__contains="Norr")), username="chef")
    phone.sign_in(manager)
    page = phone.open(f"/plan/utkast/{PlanDraft.objects.get().pk}/svara/")
    page.get_by_role("radio", name="går inte").first.check()
    page.get_by_text("Skäl eller önskad dag").first.click()
    page.get_by_label("Skäl, om det inte går").first.select_option("staffing")
    phone.press("Spara, och allt utan svar fungerar")
    expect(page.get_by_text("svar är sparade")).to_be_visible()
    phone.picture("proof-answer-phone")


def compute_again(visit: Visit) -> None:
    visit.open(f"/plan/utkast/{PlanDraft.objects.get().pk}/")
    visit.press("Räkna om efter svaren")
    compute(visit)
    page = visit.follow("Visa utkastet")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Planen når alla 15 träffpunkter")
    assert PlanRun.objects.filter(previous__isnull=False).count() == 1


def adopt(visit: Visit) -> None:
    visit.follow("Anta planen")
    page = visit.press("Anta planen")
    expect(page.get_by_text("Planen är antagen.")).to_be_visible()


def assert_everyone_has_a_time(visit: Visit) -> None:
    for clause in Clause.objects.all():
        page = visit.open(f"/tackning/{clause.pk}/")
        visit.picture(f"proof-coverage-{clause.number}")
        expect(page.get_by_text("0 saknar tid").first).to_be_visible()


def hold_a_session_with_one_absentee(visit: Visit, settings: Settings) -> str:
    """Mark the first session of the first module held without one of those booked. Return the absentee's name."""
    module = Module.objects.get(code="uttryck")
    session = TrainingSession.objects.filter(module=module).earliest("starts_at")
    settings.TODAY = timezone.localtime(session.starts_at).date() + dt.timedelta(days=1)
    absentee = session.bookings.select_related("employee").latest("employee__name").employee
    visit.sign_in_as("samordnare")  # it is another day, and the session has ended
    page = visit.open(f"/utbildning/tillfalle/{session.pk}/narvaro/")
    page.get_by_role("checkbox", name=absentee.name).uncheck()
    visit.picture("proof-attendance")
    visit.press("Spara: tillfället är hållet")
    return absentee.name


def assert_exactly_this_name_is_missing(visit: Visit, name: str) -> None:
    """Everyone else has been there, or has a day for the module; only the absentee has neither."""
    training = Clause.objects.get(kind="train_employees")
    names: list[str] = []
    for number in (1, 2):
        page = visit.open(f"/tackning/{training.pk}/?sida={number}")
        rows = page.locator("#saknas tbody tr").filter(has_text=re.compile(r"uttryck(?! \d)"))
        names += rows.get_by_role("rowheader").get_by_role("link").all_inner_texts()
    visit.picture("proof-missing")
    assert names == [name]
