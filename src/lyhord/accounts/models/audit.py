"""The audit log."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.enums import GrantState
from lyhord.accounts.models.grants import RoleGrant
from lyhord.accounts.models.users import User
from lyhord.common.models import MomentField
from lyhord.organisation.models import Board


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def of_boards(self, boards: Iterable[uuid.UUID]) -> AuditEventQuerySet:
        """Return the boards' events, and of those without a board what concerns an account of theirs, or nobody's.

        An account is of the boards where it has or has had a role. What has to do with no board's account is behind
        no wall, and somebody must see it: it is in every board's log.
        """
        boards = list(boards)
        held = RoleGrant.objects.filter(state=GrantState.APPROVED)
        theirs, anybodys = (
            models.Exists(grants.filter(user=models.OuterRef("actor")))
            | models.Exists(grants.filter(user=models.OuterRef("object_id")))
            for grants in (held.within(boards), held)
        )
        return self.filter(models.Q(owner__in=boards) | models.Q(owner=None) & (theirs | ~anybodys))


class AuditEvent(models.Model):
    """One act, written in the transaction of the act. Never changed, never free text, no names.

    id: the place in the chain: 1, 2, 3 … without gaps. view, filter_hash: of a read. key_number: which key the mac is
    made with. mac: over every other field, the previous row's mac among them; see `audit_chain`. The relations have no
    constraint in the database, so that writing an event never waits for a row that somebody else has locked: see
    docs/security/audit.md.
    """

    id = models.BigIntegerField(primary_key=True)
    at = MomentField()
    actor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    action = models.CharField(max_length=80)
    owner = models.ForeignKey(
        Board, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.UUIDField(null=True)
    view = models.CharField(max_length=100, blank=True)
    filter_hash = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    previous_mac = models.CharField(max_length=64, blank=True)
    key_number = models.PositiveSmallIntegerField(default=1)
    mac = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("logghändelse")
        verbose_name_plural = _("logghändelser")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
            models.Index(fields=["owner", "-id"], name="audit_owner"),
            models.Index(fields=["action", "-id"], name="audit_action"),
            models.Index(fields=["object_id", "-id"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
