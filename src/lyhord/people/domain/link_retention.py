"""How long it is kept that an account was somebody in the register, and by which rule."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.retention.kinds import Ended, RecordKind, register_record_kind
from lyhord.organisation.models import Board
from lyhord.people.enums import LinkState
from lyhord.people.models import AccountLink, LinkRule

GOING_ON = (LinkState.PROPOSED, LinkState.HOLDS)


def ended_links(owner: Board) -> Iterator[Ended]:
    """Yield links that are over, and proposals that came to nothing."""
    rows = AccountLink.objects.filter(owner=owner).exclude(state__in=GOING_ON)
    for row in rows.select_related("user", "employee", "trainer"):
        ended = row.ended_at or row.settled_at
        if ended is not None:
            yield Ended(timezone.localdate(ended), row.pk, str(row))


def remove_link(id: uuid.UUID) -> None:
    AccountLink.objects.filter(pk=id).delete()


def ended_link_rules(owner: Board) -> Iterator[Ended]:
    """Yield rules that have ended and that no link comes from any more."""
    linked = AccountLink.objects.exclude(by_rule=None).values("by_rule")
    for row in LinkRule.objects.filter(owner=owner, ended_at__isnull=False).exclude(pk__in=linked):
        if row.ended_at is not None:
            yield Ended(timezone.localdate(row.ended_at), row.pk, str(row))


def remove_link_rule(id: uuid.UUID) -> None:
    linked = AccountLink.objects.exclude(by_rule=None).values("by_rule")
    LinkRule.objects.filter(pk=id).exclude(pk__in=linked).delete()


def register() -> None:
    register_record_kind(
        RecordKind(
            "kopplingar",
            _("Kopplingar till registret som är över"),
            _("Raden tas bort: att kontot var personen i registret, och vem som sa det. Loggen står kvar."),
            ended_links,
            remove_link,
            (AccountLink,),
        )
    )
    register_record_kind(
        RecordKind(
            "kopplingsregler",
            _("Kopplingsregler som har avslutats"),
            _("Regeln tas bort när ingen koppling kommer ur den längre."),
            ended_link_rules,
            remove_link_rule,
            (LinkRule,),
        )
    )
