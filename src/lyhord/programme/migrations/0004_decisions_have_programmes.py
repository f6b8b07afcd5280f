"""Every decision gets a programme: one that holds its board, and its partner's if there is one, or a new one."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def give_programmes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Decision = apps.get_model("programme", "Decision")
    Programme = apps.get_model("organisation", "Programme")
    for decision in Decision.objects.filter(programme=None, answers=None).select_related("owner", "partner_board"):
        wanted = {board.pk: board for board in (decision.owner, decision.partner_board) if board}
        found = [
            (p, set(p.boards.values_list("pk", flat=True))) for p in Programme.objects.filter(boards=decision.owner)
        ]
        fitting = [(programme, boards) for programme, boards in found if set(wanted) <= boards] or found
        if fitting:
            decision.programme = min(fitting, key=lambda pair: (len(pair[1]), pair[0].name))[0]
        else:
            name = f"Program för {' och '.join(sorted(board.name for board in wanted.values()))}"[:200]
            decision.programme = Programme.objects.create(name=name)
            decision.programme.boards.set(wanted)
        decision.save(update_fields=["programme"])
    for answer in Decision.objects.exclude(answers=None).filter(programme=None).select_related("answers"):
        answer.programme_id = answer.answers.programme_id
        answer.save(update_fields=["programme"])


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0003_decision_programme"),
        ("accounts", "0008_coordinators_have_programmes"),
    ]

    operations = [migrations.RunPython(give_programmes, migrations.RunPython.noop)]
