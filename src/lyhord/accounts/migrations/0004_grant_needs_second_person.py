"""A role is proposed by one and approved by another. Grants from before were given by one, and go on holding."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_rate_limits_and_known_devices"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GrantApproval",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("approved_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "godkännande",
                "verbose_name_plural": "godkännanden",
                "ordering": ["approved_at"],
            },
        ),
        migrations.CreateModel(
            name="RoleLength",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("coordinator", "Samordnare"),
                            ("unit_manager", "Enhetschef"),
                            ("deputy", "Ersättare för enhetschef"),
                            ("employee", "Medarbetare"),
                            ("volunteer", "Volontär"),
                            ("trainer", "Utbildare på Nexus"),
                            ("adviser", "Rådgivare på Nexus"),
                            ("board_reader", "Ledamot"),
                            ("board_secretary", "Nämndsekreterare"),
                            ("access_administrator", "Behörighetsadministratör"),
                            ("auditor", "Granskare"),
                            ("system_operator", "Systemförvaltare"),
                        ],
                        max_length=30,
                        verbose_name="roll",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="dagar")),
            ],
            options={
                "verbose_name": "rollens längd",
                "verbose_name_plural": "rollernas längd",
                "ordering": ["board", "role"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="rolegrant",
            name="grant_ends_after_start",
        ),
        migrations.RenameField(
            model_name="rolegrant",
            old_name="granted_by",
            new_name="proposed_by",
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="continues",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="continuations",
                to="accounts.rolegrant",
            ),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="deputy_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ersätter",
            ),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="ended_at",
            field=models.DateTimeField(null=True, verbose_name="avslutad"),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="proposed_at",
            field=models.DateTimeField(null=True, verbose_name="föreslagen"),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="settled_at",
            field=models.DateTimeField(null=True, verbose_name="avgjord"),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="settled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Väntar på godkännande"),
                    ("approved", "Godkänd"),
                    ("declined", "Nekad"),
                    ("withdrawn", "Återtagen"),
                ],
                default="approved",
                max_length=10,
                verbose_name="läge",
            ),
        ),
        migrations.AlterField(
            model_name="rolegrant",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Väntar på godkännande"),
                    ("approved", "Godkänd"),
                    ("declined", "Nekad"),
                    ("withdrawn", "Återtagen"),
                ],
                default="proposed",
                max_length=10,
                verbose_name="läge",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_before", None), ("ends_before__gte", models.F("starts_on")), _connector="OR"),
                name="grant_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposed_by", None), models.Q(("proposed_by", models.F("user")), _negated=True), _connector="OR"
                ),
                name="grant_not_proposed_by_receiver",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    ("settled_by", None),
                    models.Q(
                        models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                        models.Q(("settled_by", models.F("user")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="grant_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_by", None), ("state", "approved"), _negated=True),
                    ("proposed_at", None),
                    _connector="OR",
                ),
                name="grant_proposed_needs_approver",
            ),
        ),
        migrations.AddField(
            model_name="grantapproval",
            name="approved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="grantapproval",
            name="board",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.board"
            ),
        ),
        migrations.AddField(
            model_name="grantapproval",
            name="grant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="approvals", to="accounts.rolegrant"
            ),
        ),
        migrations.AddField(
            model_name="rolelength",
            name="board",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisation.board"
            ),
        ),
        migrations.AddConstraint(
            model_name="grantapproval",
            constraint=models.UniqueConstraint(fields=("grant", "board"), name="approval_once_a_board"),
        ),
        migrations.AddConstraint(
            model_name="rolelength",
            constraint=models.UniqueConstraint(fields=("board", "role"), name="role_length_once"),
        ),
    ]
