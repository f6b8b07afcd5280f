"""Warnings that name the rule of docs/planning-model.md that would be broken. They inform and never stop anybody."""

from __future__ import annotations

import datetime as dt

from lyhord.training.domain.warnings.double_booking import (
    nobody_is_in_two_places,
    trainers_are_available,
    trainers_keep_their_limits,
)
from lyhord.training.domain.warnings.modules import course_of, module_is_needed_once, modules_come_in_order
from lyhord.training.domain.warnings.occasion import Occasion, RuleWarning, fingerprint
from lyhord.training.domain.warnings.places import (
    group_fits,
    mobile_place_stands,
    place_is_free,
    place_is_in_use,
)
from lyhord.training.domain.warnings.staff import notice_is_given, people_work_then, places_keep_their_staffing
from lyhord.training.domain.warnings.trainers import language_understood, trainers_suffice
from lyhord.training.models import Module

NOTICE_DAYS = 14

__all__ = ["NOTICE_DAYS", "Occasion", "RuleWarning", "fingerprint", "session_warnings"]


def session_warnings(
    occasion: Occasion, module: Module, *, now: dt.datetime, notice_days: int = NOTICE_DAYS
) -> list[RuleWarning]:
    """Return what would be broken if the session were saved like this, rule by rule. About 25 queries."""
    course = course_of(occasion)
    return [
        *module_is_needed_once(occasion, module, course),
        *trainers_suffice(
            occasion, needed=module.trainers_needed, competence=module.competence, language=module.language
        ),
        *language_understood(occasion.employees, module.language),
        *group_fits(occasion, module),
        *place_is_free(occasion),
        *notice_is_given(occasion, now=now, notice_days=notice_days),
        *people_work_then(occasion),
        *places_keep_their_staffing(occasion),
        *modules_come_in_order(occasion, module, course),
        *nobody_is_in_two_places(occasion),
        *trainers_are_available(occasion),
        *trainers_keep_their_limits(occasion),
        *mobile_place_stands(occasion),
        *place_is_in_use(occasion),
    ]
