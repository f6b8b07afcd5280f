"""The example register is read in whole, twice without a change, and can be planned."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest

from lyhord.home.domain.example import FOLDER, load_register
from lyhord.people.domain.working_time import working_times
from lyhord.people.enums import EmployeeClass
from lyhord.people.models import Employee, Trainer
from lyhord.places.domain.opening import expand_many
from lyhord.places.enums import PlaceKind
from lyhord.places.models import MeetingPlace
from tests.factories import TODAY, make_board
from tests.factories.rows import at

NOW = at(TODAY, 9)


@pytest.fixture
def counts(db: None) -> dict[str, dict[str, int]]:
    return load_register(board=make_board(), partner=make_board("Socialnämnden (exempel)"), user=None, now=NOW)


def test_everything_is_read_in_and_marked_as_example(counts: dict[str, dict[str, int]]) -> None:
    assert {kind: count["new"] for kind, count in counts.items()} == {"places": 15, "employees": 64, "trainers": 3}
    assert all(count["doubtful"] == 0 for count in counts.values())
    assert MeetingPlace.objects.filter(kind=PlaceKind.MOBILE).count() == 4
    for model in (MeetingPlace, Employee, Trainer):
        assert not model._default_manager.exclude(is_example=True).exists()


def test_reading_in_again_changes_nothing(counts: dict[str, dict[str, int]]) -> None:
    again = load_register(board=make_board(), partner=make_board("Socialnämnden (exempel)"), user=None, now=NOW)
    for kind, count in again.items():
        assert count["unchanged"] == counts[kind]["new"]
        assert count["new"] == count["changed"] == count["gone"] == 0


def test_the_register_has_what_the_planner_is_tried_on(counts: dict[str, dict[str, int]]) -> None:
    assert {e.employee_class for e in Employee.objects.all()} == set(EmployeeClass.values)
    finnish = [employee for employee in Employee.objects.all() if "fi" in employee.languages]
    assert len(finnish) == 5
    shared = [employee for employee in Employee.objects.all() if employee.employments.count() == 2]
    assert len(shared) == 2
    assert MeetingPlace.objects.filter(kind=PlaceKind.STATIONARY, room_capacity=0).count() == 2
    assert {place.stops.count() for place in MeetingPlace.objects.filter(kind=PlaceKind.MOBILE)} == {2, 3}


def test_everyone_on_the_staff_can_leave_the_place_staffed_some_half_day_every_two_weeks(
    counts: dict[str, dict[str, int]],
) -> None:
    """Without it no plan reaches everyone: somebody must be free to go, by day, while enough others are on duty."""
    first, before = dt.date(2026, 1, 12), dt.date(2026, 1, 26)
    staff = list(Employee.objects.filter(employee_class=EmployeeClass.STAFF))
    places = {place.pk: place for place in MeetingPlace.objects.all()}
    openings = expand_many(places.values(), first, before)
    on_duty: dict[tuple[object, dt.date, bool], set[object]] = defaultdict(set)
    halves: dict[object, set[tuple[object, dt.date, bool]]] = defaultdict(set)
    for id, days in working_times(staff, first, before).items():
        for day, duties in days.items():
            for duty in duties:
                for is_morning, (start, end) in ((True, (9, 12)), (False, (13, 16))):
                    if duty.starts_at.hour <= start and duty.ends_at.hour >= end:
                        on_duty[duty.place_id, day, is_morning].add(id)
                        halves[id].add((duty.place_id, day, is_morning))
    stuck = []
    for employee in staff:
        free = [
            half
            for half in halves[employee.pk]
            if half[1] not in openings[half[0]].open or len(on_duty[half]) > places[half[0]].min_staff
        ]
        if len({half[1] for half in free}) < 2:
            stuck.append(employee.name)
    assert stuck == []


def parts(path: Path) -> dict[str, bytes]:
    """Return the unpacked parts: how they are packed is the business of the machine's zlib."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_generator_makes_the_files_that_are_committed(tmp_path: Path) -> None:
    script = Path(__file__).resolve().parents[3] / "script" / "example_register.py"
    subprocess.run([sys.executable, script, tmp_path], check=True)
    for name in ("traffpunkter.xlsx", "personal.xlsx", "utbildare.xlsx"):
        assert parts(tmp_path / name) == parts(FOLDER / "uppsala" / name)
