"""Every record belongs to a board: by its own owner, or through the row that it is a part of."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model

from lyhord.organisation.models import Board

OWNER_FIELDS = ("owner", "board")
PATHS = {
    "organisation.Unit": "administration__board",
    "places.Stop": "place__owner",
    "places.OpeningRule": "place__owner",
    "places.OpeningException": "place__owner",
    "places.PopularActivity": "place__owner",
    "places.TravelOverride": "a__owner",
    "people.Employment": "employee__owner",
    "people.WorkPattern": "employment__employee__owner",
    "people.WorkShift": "pattern__employment__employee__owner",
    "people.AvailabilityWindow": "employee__owner",
    "people.AwayPeriod": "employee__owner",
    "people.TrainerWindow": "trainer__owner",
    "people.TrainerAway": "trainer__owner",
    "programme.DefinitionOfDone": "clause__decision__owner",
    "programme.ClauseException": "clause__decision__owner",
    "programme.Funding": "decision__owner",
    "programme.Cost": "funding__decision__owner",
    "messaging.Message": "event__owner",
    "training.ModuleRequirement": "clause__decision__owner",
    "training.Booking": "session__owner",
    "training.BookingStep": "booking__session__owner",
    "training.Attendance": "session__owner",
    "training.CertificateRevocation": "certificate__owner",
    "outreach.VisitRequirement": "clause__decision__owner",
    "planning.PlanSettings": "decision__owner",
    "planning.PlanProgress": "run__owner",
    "planning.DraftReply": "draft__owner",
    "planning.Pin": "decision__owner",
}
"""Model → how to get from a row of it to its board."""
NO_BOARD = {
    "organisation.Board": "is the board",
    "organisation.Programme": "belongs to all of its boards, each of which gives its roles",
    "accounts.User": "may have roles in several boards; rights lie in the grants",
    "training.ScenarioResult": "is the person's own: no board reads it, keeps it or takes it away",
}
"""Model → why no single board owns its rows. Rows about how the site itself runs are listed by `OF_THE_SITE`."""
OF_THE_SITE = {"accounts"}
"""Areas whose other rows without a board are about sign-in and the log, of a user or of the whole installation."""


def ours() -> dict[str, type[Model]]:
    return {m._meta.label: m for m in apps.get_models() if m.__module__.startswith("lyhord.")}


def board_at(model: type[Model], path: str) -> bool:
    """Tell whether the path leads to a board, by fields that are never empty."""
    for name in path.split("__"):
        field = model._meta.get_field(name)
        if field.null or not isinstance(field.related_model, type):
            return False
        model = field.related_model
    return model is Board


def test_every_record_has_an_owner_board() -> None:
    without = [
        label
        for label, model in ours().items()
        if label not in NO_BOARD
        and model._meta.app_label not in OF_THE_SITE
        and not any(board_at(model, name) for name in OWNER_FIELDS if name in {f.name for f in model._meta.fields})
        and not (label in PATHS and board_at(model, PATHS[label]))
    ]
    assert without == []


def test_what_is_listed_exists() -> None:
    assert {*PATHS, *NO_BOARD} <= set(ours())
