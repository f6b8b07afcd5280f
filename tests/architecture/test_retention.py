"""Every model is under a rule of retention, goes by itself, or says why neither."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model

from lyhord.accounts.domain.retention.kinds import kinds

BY_ITSELF = {
    "accounts.Session": "swept when it runs out; ends with the account",
    "accounts.SpentToken": "swept when it runs out",
    "accounts.RateLimit": "swept when empty; keyed hashes",
    "accounts.KnownDevice": "swept 180 days after it was last seen; keyed hashes",
    "training.ScenarioResult": "taken away by the person, who alone has it; goes with the account",
    "account.EmailAddress": "goes with the account",
    "mfa.Authenticator": "goes with the account",
    "socialaccount.SocialAccount": "goes with the account",
}
"""Model → what takes its rows without a board's rule."""
KEPT = {
    "accounts.AuditEvent": "the chain cannot be cut; ids, no names: docs/privacy/gallring.md says why it is kept",
    "accounts.Erasure": "what has gone, so that it does not come back with a restored copy; nothing of the person",
    "accounts.RetentionRule": "a board's decision with its diary number; whoever entered it is a pseudonym once gone",
    "accounts.RetentionMark": "goes with the row that is marked",
    "accounts.RoleLength": "a board's decision; whoever proposed or approved it is a pseudonym once gone",
    "accounts.RetentionPass": "when disposal ran",
    "coverage.CoverageSnapshot": "released figures are public records; ids, no names",
    "programme.ClauseException": "part of a decision's proof; follows the person, who becomes a pseudonym",
    "programme.DefinitionOfDone": "a board's decision; whoever noted it is a pseudonym once gone",
    "messaging.CalendarEvent": "a time and a place; people are taken out of it with the person or the proofs",
    "outreach.Visit": "a time and a place; its trainers become pseudonyms",
    "training.ContentVersion": "what was taught when; whoever edited it is a pseudonym once gone",
    "training.TrainingSession": "a time and a place; its people go by rule, its trainers become pseudonyms",
    "places.MeetingPlace": "a place; a contact person who is erased is taken out of it",
    "account.EmailConfirmation": "never written: addresses are not confirmed by e-mail",
    "socialaccount.SocialToken": "never written: the identity provider's tokens are not stored",
    "socialaccount.SocialApp": "never written: the provider stands in the settings",
}
"""Model that points at a person, or holds a name → why no rule takes its rows."""
NOT_ABOUT_PEOPLE = {
    "accounts.AccessCheckRule",
    "accounts.SweepRun",
    "imports.ColumnMapping",
    "organisation.Administration",
    "organisation.Board",
    "organisation.Programme",
    "organisation.Unit",
    "outreach.VisitRequirement",
    "places.OpeningException",
    "places.OpeningRule",
    "places.PopularActivity",
    "places.Stop",
    "places.TravelOverride",
    "planning.PlanSettings",
    "programme.Clause",
    "programme.Cost",
    "programme.Decision",
    "programme.Funding",
    "training.Module",
    "training.ModuleRequirement",
}
"""Models without a relation to a person."""


def models_with_rows() -> dict[str, type[Model]]:
    return {m._meta.label: m for m in apps.get_models() if m.__module__.startswith(("lyhord.", "allauth."))}


def under_a_rule() -> list[str]:
    return [model._meta.label for kind in kinds() for model in kind.models]


def test_every_model_has_a_rule_goes_by_itself_or_says_why_not() -> None:
    found = [*under_a_rule(), *BY_ITSELF, *KEPT, *NOT_ABOUT_PEOPLE]
    assert sorted(found) == sorted(models_with_rows())


def test_what_is_not_about_people_points_at_none() -> None:
    people = {"accounts.User", "people.Employee", "people.Trainer"}
    pointing = {
        label
        for label in NOT_ABOUT_PEOPLE
        for field in models_with_rows()[label]._meta.get_fields()
        if not field.auto_created and field.is_relation and field.related_model._meta.label in people
    }
    assert pointing == set()
