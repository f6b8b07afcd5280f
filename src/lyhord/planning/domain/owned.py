"""What a person who leaves must hand over: answers to drafts; and what ends by itself: private calendar addresses."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.domain.offboarding import Boards, OwnedItem
from lyhord.accounts.models import User
from lyhord.people.models import Trainer
from lyhord.planning.domain.feeds import revoke_feed
from lyhord.planning.domain.replies import Party, items_by_party
from lyhord.planning.domain.reply_page import party_of
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.enums import DraftState
from lyhord.planning.models import DraftReply, FeedToken, PlanDraft


def open_replies(user: User, boards: Boards, today: dt.date, now: dt.datetime) -> list[OwnedItem]:
    """Return what the person, as a trainer, is asked and has not answered. A few queries for each draft in reply."""
    rows = Trainer.objects.filter(user=user, owner__in=boards)
    own = {Party("trainer", str(pk)) for pk in rows.values_list("pk", flat=True)}
    if not own:
        return []
    count = sum(_unanswered(row, own) for row in PlanDraft.objects.filter(state=DraftState.SENT).select_related("run"))
    if not count:
        return []
    text = ngettext("%(n)d fråga i ett utkast utan svar", "%(n)d frågor i utkast utan svar", count)
    return [OwnedItem(text % {"n": count}, _("Samordnaren svarar, eller gör ett nytt utkast utan personen."))]


def _unanswered(row: PlanDraft, own: set[Party]) -> int:
    given = {(party_of(reply), reply.item) for reply in DraftReply.objects.filter(draft=row)}
    asked = items_by_party(draft_of(row))
    return sum((party, item.key) not in given for party in own & set(asked) for item in asked[party])


def end_addresses(user: User, boards: Boards, ended_by: User, now: dt.datetime) -> None:
    """Revoke the boards' addresses that the person has made, and those of the person's own calendar there."""
    own = Q(created_by=user) | Q(employee__user=user) | Q(trainer__user=user)
    ids = FeedToken.objects.filter(own, owner__in=boards, revoked_at=None).values("pk")
    for feed in list(FeedToken.objects.filter(pk__in=ids).select_for_update()):
        revoke_feed(feed=feed, revoked_by=ended_by, now=now)
