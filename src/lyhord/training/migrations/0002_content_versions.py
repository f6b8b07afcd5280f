"""A board may word the training's texts in its own way. No version is ever changed."""

from typing import Any

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from lyhord.common.unchanging import refuse_changes


def refuse(apps: Any, schema_editor: Any) -> None:
    refuse_changes(schema_editor.connection, "training_contentversion")


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_programme"),
        ("training", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=120)),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("text", models.TextField(verbose_name="text")),
                ("program_text", models.TextField(verbose_name="programmets text då")),
                ("note", models.CharField(max_length=200, verbose_name="vad som ändrades")),
                ("edited_at", models.DateTimeField(verbose_name="när")),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="av",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.board",
                        verbose_name="ägande nämnd",
                    ),
                ),
            ],
            options={
                "verbose_name": "textversion",
                "verbose_name_plural": "textversioner",
                "ordering": ["key", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "key", "number"), name="content_version_once"),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="content_version_counts_from_1"),
                ],
            },
        ),
        migrations.RunPython(refuse, migrations.RunPython.noop),
    ]
