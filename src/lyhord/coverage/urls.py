from __future__ import annotations

from django.urls import path

from lyhord.coverage.views import catch_up, clauses, snapshots, subjects

app_name = "coverage"
urlpatterns = [
    path("", clauses.clause_list, name="clause-list"),
    path("<uuid:clause_id>/", clauses.clause_detail, name="clause-detail"),
    path("<uuid:clause_id>/frys/", snapshots.freeze_clause, name="freeze"),
    path("frysta/<uuid:snapshot_id>/", snapshots.snapshot_detail, name="snapshot-detail"),
    path("traffpunkter/<uuid:place_id>/", subjects.place_detail, name="place-detail"),
    path("ny-tid/", catch_up.catch_up, name="catch-up"),
    path("ny-tid/<uuid:employee_id>/<uuid:session_id>/", catch_up.catch_up_offer, name="catch-up-offer"),
    path("personer/<uuid:employee_id>/", subjects.person_detail, name="person-detail"),
]
