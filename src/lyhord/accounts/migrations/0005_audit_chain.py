"""The audit log becomes a chain. Rows from before are numbered anew, without gaps, and tied together as they are."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lyhord.common.models
from lyhord.accounts.models import audit_guard
from lyhord.accounts.models.audit_chain import event_mac
from lyhord.common.models import microseconds

BATCH = 2000


def tie_together(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("accounts", "AuditEvent").objects.order_by("id").iterator(BATCH)
    chained = apps.get_model("accounts", "ChainedEvent")
    previous_mac, batch = "", []
    for number, row in enumerate(rows, 1):
        event = chained(
            id=number,
            at=row.at,
            actor_id=row.actor_id,
            action=row.action,
            owner_id=row.owner_id,
            object_type=row.object_type,
            object_id=row.object_id,
            counts=row.counts,
            previous_mac=previous_mac,
        )
        event.mac = previous_mac = event_mac(
            key=settings.KEYS.audit[1],
            id=event.id,
            at=microseconds(event.at),
            actor=event.actor_id,
            action=event.action,
            owner=event.owner_id,
            object_type=event.object_type,
            object_id=event.object_id,
            view=event.view,
            filter_hash=event.filter_hash,
            counts=event.counts,
            previous_mac=event.previous_mac,
        )
        batch.append(event)
        if len(batch) == BATCH:
            chained.objects.bulk_create(batch)
            batch = []
    chained.objects.bulk_create(batch)


def put_up_guard(apps: Any, schema_editor: Any) -> None:
    audit_guard.put_up(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_grant_needs_second_person"), ("organisation", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ChainedEvent",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", lyhord.common.models.MomentField()),
                ("action", models.CharField(max_length=80)),
                ("object_type", models.CharField(blank=True, max_length=80)),
                ("object_id", models.UUIDField(null=True)),
                ("view", models.CharField(blank=True, max_length=100)),
                ("filter_hash", models.CharField(blank=True, max_length=64)),
                ("counts", models.JSONField(default=dict)),
                ("previous_mac", models.CharField(blank=True, max_length=64)),
                ("mac", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.board",
                    ),
                ),
            ],
            options={
                "verbose_name": "logghändelse",
                "verbose_name_plural": "logghändelser",
                "ordering": ["id"],
            },
        ),
        migrations.RunPython(tie_together, migrations.RunPython.noop),
        migrations.DeleteModel(name="AuditEvent"),
        migrations.RenameModel("ChainedEvent", "AuditEvent"),
        migrations.AddIndex("auditevent", models.Index(fields=["at"], name="audit_at")),
        migrations.AddIndex("auditevent", models.Index(fields=["actor", "-id"], name="audit_actor")),
        migrations.AddIndex("auditevent", models.Index(fields=["owner", "-id"], name="audit_owner")),
        migrations.AddIndex("auditevent", models.Index(fields=["action", "-id"], name="audit_action")),
        migrations.AddIndex("auditevent", models.Index(fields=["object_id", "-id"], name="audit_object")),
        migrations.RunPython(put_up_guard, migrations.RunPython.noop),
    ]
