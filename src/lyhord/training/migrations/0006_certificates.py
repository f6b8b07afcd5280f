"""Certificates, and what takes them back. No row of either is ever changed."""

from typing import Any

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from lyhord.common.unchanging import refuse_changes


def refuse(apps: Any, schema_editor: Any) -> None:
    for table in ("training_certificate", "training_certificaterevocation"):
        refuse_changes(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_programme"),
        ("people", "0004_restriction_and_requests_for_all"),
        ("programme", "0005_decision_needs_programme"),
        ("training", "0005_results_of_practice"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=16, unique=True, verbose_name="nummer")),
                ("holder", models.CharField(max_length=200, verbose_name="namn på intyget")),
                ("title", models.CharField(max_length=300, verbose_name="vad intyget gäller")),
                ("issuer", models.CharField(max_length=300, verbose_name="utfärdat av")),
                ("parts", models.JSONField(verbose_name="delar")),
                ("issued_on", models.DateField(verbose_name="utfärdat")),
                ("issued_at", models.DateTimeField(verbose_name="utfärdat klockan")),
                ("replaces", models.CharField(blank=True, max_length=16, verbose_name="ersätter")),
                ("is_example", models.BooleanField(default=False, verbose_name="exempel")),
                (
                    "clause",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.clause",
                        verbose_name="att-sats",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="certificates", to="people.employee"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="utfärdat av",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="training.module",
                        verbose_name="modul",
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
                "verbose_name": "intyg",
                "verbose_name_plural": "intyg",
                "ordering": ["-issued_at", "number"],
            },
        ),
        migrations.CreateModel(
            name="CertificateRevocation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("not_there", "närvaron var fel noterad"),
                            ("wrong_facts", "något på intyget är fel"),
                            ("wrong_person", "det gick till fel person"),
                            ("asked", "personen bad om det"),
                        ],
                        max_length=20,
                        verbose_name="varför",
                    ),
                ),
                ("revoked_on", models.DateField(verbose_name="återkallat")),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revocation",
                        to="training.certificate",
                        verbose_name="intyg",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="återkallat av",
                    ),
                ),
            ],
            options={
                "verbose_name": "återkallat intyg",
                "verbose_name_plural": "återkallade intyg",
                "ordering": ["-revoked_on"],
            },
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("clause__isnull", True), ("module__isnull", True), _connector="XOR"),
                name="certificate_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", ""), _negated=True),
                fields=("replaces",),
                name="certificate_replaced_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces", models.F("number")), _negated=True), name="certificate_replaces_another"
            ),
        ),
        migrations.RunPython(refuse, migrations.RunPython.noop),
    ]
