from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0004_decisions_have_programmes")]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="organisation.programme",
                verbose_name="program",
            ),
        ),
    ]
