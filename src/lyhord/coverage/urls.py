from __future__ import annotations

from django.urls import path

from lyhord.coverage.views import clauses, snapshots

app_name = "coverage"
urlpatterns = [
    path("", clauses.clause_list, name="clause-list"),
    path("<uuid:clause_id>/", clauses.clause_detail, name="clause-detail"),
    path("<uuid:clause_id>/frys/", snapshots.freeze_clause, name="freeze"),
    path("frysta/<uuid:snapshot_id>/", snapshots.snapshot_detail, name="snapshot-detail"),
]
