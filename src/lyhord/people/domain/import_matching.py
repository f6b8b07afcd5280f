"""Which employment in the file is which in the register, and what becomes of each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from lyhord.common.periods import overlaps
from lyhord.people.domain.import_current import CurrentEmployee, CurrentEmployment
from lyhord.people.domain.import_rows import EmploymentKey, WantedEmployee, WantedEmployment
from lyhord.people.domain.schedules import Schedule


@dataclass(frozen=True, slots=True)
class EmploymentChange:
    """What an employment of the register becomes. schedule: None when it stays as it is."""

    current: CurrentEmployment
    starts_on: dt.date
    ends_before: dt.date | None
    share_percent: int
    schedule: Schedule | None

    @property
    def changes_dates_or_share(self) -> bool:
        row = self.current.employment
        return (row.starts_on, row.ends_before, row.share_percent) != (
            self.starts_on,
            self.ends_before,
            self.share_percent,
        )


@dataclass(slots=True)
class Matching:
    """new: employments to create. changed: to change. ended: those that the file no longer lists."""

    new: dict[EmploymentKey, WantedEmployment] = field(default_factory=dict)
    changed: list[EmploymentChange] = field(default_factory=list)
    ended: list[CurrentEmployment] = field(default_factory=list)


def match_employments(
    current: CurrentEmployee, wanted: WantedEmployee, *, today: dt.date, says_last_day: bool
) -> Matching:
    """Return what becomes of the employments.

    Same place and first day: the same employment. One at the same place that overlaps and is alone: the same with
    another first day. Those of the register that hold today and are not in the file end today; past and future ones
    stay, since exports often leave them out. says_last_day: the file has a column for the last day.
    """
    matching = Matching()
    if not wanted.employments:
        return matching
    pairs, new, left = _pairs(current, wanted)
    for row, key, said in pairs:
        change = _change(row, key, said, today, says_last_day)
        if change.changes_dates_or_share or change.schedule is not None:
            matching.changed.append(change)
    matching.new = new
    matching.ended = [
        row
        for row in left.values()
        if row.employment.starts_on < today
        and (row.employment.ends_before is None or row.employment.ends_before > today)
    ]
    return matching


def _pairs(
    current: CurrentEmployee, wanted: WantedEmployee
) -> tuple[
    list[tuple[CurrentEmployment, EmploymentKey, WantedEmployment]],
    dict[EmploymentKey, WantedEmployment],
    dict[EmploymentKey, CurrentEmployment],
]:
    pairs = [
        (current.employments[key], key, said) for key, said in wanted.employments.items() if key in current.employments
    ]
    new = {key: said for key, said in wanted.employments.items() if key not in current.employments}
    left = {key: row for key, row in current.employments.items() if key not in wanted.employments}
    new_at: dict[str, list[EmploymentKey]] = defaultdict(list)
    left_at: dict[str, list[EmploymentKey]] = defaultdict(list)
    for key in new:
        new_at[key[0]].append(key)
    for key in left:
        left_at[key[0]].append(key)
    for place, keys in new_at.items():
        if len(keys) != 1 or len(left_at[place]) != 1:
            continue
        key, old_key = keys[0], left_at[place][0]
        row = left[old_key].employment
        if overlaps(key[1], new[key].ends_before, row.starts_on, row.ends_before):
            pairs.append((left.pop(old_key), key, new.pop(key)))
    return pairs, new, left


def _change(
    row: CurrentEmployment, key: EmploymentKey, said: WantedEmployment, today: dt.date, says_last_day: bool
) -> EmploymentChange:
    ends_before = row.employment.ends_before
    if says_last_day or (ends_before is not None and ends_before <= today):
        ends_before = said.ends_before  # listed without a last day: it goes on
    share = row.employment.share_percent if said.share_percent is None else said.share_percent
    schedule = said.schedule if said.schedule != row.schedule else None
    return EmploymentChange(row, key[1], ends_before, share, schedule)
