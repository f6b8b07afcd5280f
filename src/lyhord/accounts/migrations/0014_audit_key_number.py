"""Every row of the audit log says which key it is written with; so far there is one."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from lyhord.accounts.models import audit_guard


def put_up_guard(apps: Any, schema_editor: Any) -> None:
    """On SQLite the new column makes the table anew, without its triggers."""
    audit_guard.put_up(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_sweep_runs")]

    operations = [
        migrations.AddField("auditevent", "key_number", models.PositiveSmallIntegerField(default=1)),
        migrations.RunPython(put_up_guard, migrations.RunPython.noop),
    ]
