from __future__ import annotations

from django.urls import path

from lyhord.outreach.views import requirements, visits

app_name = "outreach"
urlpatterns = [
    path("", visits.visit_list, name="visit-list"),
    path("nytt/", visits.visit_create, name="visit-create"),
    path("<uuid:visit_id>/", visits.visit_detail, name="visit-detail"),
    path("<uuid:visit_id>/flytta/", visits.visit_move, name="visit-move"),
    path("<uuid:visit_id>/stall-in/", visits.visit_cancel, name="visit-cancel"),
    path("<uuid:visit_id>/hallet/", visits.visit_held, name="visit-held"),
    path("<uuid:visit_id>/angra-hallet/", visits.visit_undo_held, name="visit-undo-held"),
    path("att-satser/<uuid:clause_id>/besok/", requirements.clause_visits, name="clause-visits"),
]
