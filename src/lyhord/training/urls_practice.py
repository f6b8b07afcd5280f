"""Addresses of practising, below /ova/."""

from __future__ import annotations

from django.urls import path

from lyhord.training.views.scenarios import files, group, player

app_name = "practice"
urlpatterns = [
    path("", player.scenario_list, name="scenario-list"),
    path("mina/", player.results, name="results"),
    path("mina/<uuid:result_id>/ta-bort/", player.result_forget, name="result-forget"),
    path("<slug:scenario_slug>/", player.scenario_detail, name="scenario-detail"),
    path("<slug:scenario_slug>/som/<slug:staff_role>/", player.scenario_passage, name="scenario-passage"),
    path("<slug:scenario_slug>/som/<slug:staff_role>/<slug:way>/", player.scenario_passage, name="scenario-passage"),
    path("<slug:scenario_slug>/som/<slug:staff_role>/<slug:way>/spara/", player.result_keep, name="result-keep"),
    path("<slug:scenario_slug>/kort/", files.cards, name="cards"),
    path("<slug:scenario_slug>/scorm/", files.scorm, name="scorm"),
    path("<slug:scenario_slug>/grupp/", group.group_start, name="group-start"),
    path("<slug:scenario_slug>/grupp/start/", group.group_passage, name="group-passage"),
    path("<slug:scenario_slug>/grupp/<slug:way>/", group.group_passage, name="group-passage"),
]
