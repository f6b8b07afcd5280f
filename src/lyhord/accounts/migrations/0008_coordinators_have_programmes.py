"""A coordinator's grants become grants within a programme of the same boards: nobody reaches further than before."""

from __future__ import annotations

from collections import defaultdict

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def give_programmes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    RoleGrant = apps.get_model("accounts", "RoleGrant")
    Programme = apps.get_model("organisation", "Programme")
    together = defaultdict(list)
    for grant in RoleGrant.objects.filter(role="coordinator", programme=None).order_by("board__name", "pk"):
        together[grant.user_id, grant.starts_on, grant.ends_before, grant.state].append(grant)
    for grants in together.values():
        boards = {grant.board_id: grant.board for grant in grants}
        name = f"Program för {' och '.join(sorted(board.name for board in boards.values()))}"[:200]
        programme, is_new = Programme.objects.get_or_create(name=name)
        if is_new:
            programme.boards.set(boards)
        first, *rest = grants
        first.programme = programme
        first.save(update_fields=["programme"])
        RoleGrant.objects.filter(pk__in=[grant.pk for grant in rest]).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_grant_within_programme")]

    operations = [migrations.RunPython(give_programmes, migrations.RunPython.noop)]
