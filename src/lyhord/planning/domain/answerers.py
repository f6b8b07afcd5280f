"""For whom a user may answer a draft."""

from __future__ import annotations

from collections.abc import Iterable

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.accounts.permissions import can, grants_of
from lyhord.people.models import Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.domain.replies import Party
from lyhord.planning.models import PlanDraft
from lyhord.training.permissions import at_places_of


def may_answer_for_all(user: User, draft: PlanDraft) -> bool:
    """Tell whether the user coordinates the draft, and so enters what others have said."""
    return can(user, "planning.change_draft", draft)


def parties_for(user: User, draft: PlanDraft, asked: Iterable[Party]) -> list[Party]:
    """Return those of the asked for whom the user answers: managers their unit's places, trainers themselves."""
    asked = list(asked)
    if may_answer_for_all(user, draft):
        return sorted(asked)
    places = MeetingPlace.objects.filter(at_places_of(grants_of(user), ""))
    own = {Party("place", str(pk)) for pk in places.values_list("pk", flat=True)}
    if grants_of(user, frozenset({Role.TRAINER})):
        own |= {Party("trainer", str(pk)) for pk in Trainer.objects.filter(user=user).values_list("pk", flat=True)}
    return sorted(own.intersection(asked))
