"""Real rows for tests. Every argument has a sensible default; what matters to a test is said in the test."""

from tests.factories.cast import TODAY, Cast, make_cast
from tests.factories.rows import (
    make_board,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_place,
    make_programme,
    make_result,
    make_session,
    make_trainer,
    make_unit,
    make_user,
    make_visit,
    sign_in_as,
)

__all__ = [
    "TODAY",
    "Cast",
    "make_board",
    "make_cast",
    "make_clauses",
    "make_decision",
    "make_employee",
    "make_module",
    "make_place",
    "make_programme",
    "make_result",
    "make_session",
    "make_trainer",
    "make_unit",
    "make_user",
    "make_visit",
    "sign_in_as",
]
