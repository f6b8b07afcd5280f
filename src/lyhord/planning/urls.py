"""Addresses of planning: plans under `plan/`, calendars and feeds under `kalender/`."""

from __future__ import annotations

from django.urls import path

from lyhord.planning.views import calendar, drafts, feeds, replies, runs

app_name = "planning"
urlpatterns = [
    path("plan/", runs.run_list, name="run-list"),
    path("plan/<uuid:decision_id>/", runs.run_overview, name="run-overview"),
    path("plan/<uuid:decision_id>/installningar/", runs.settings_edit, name="settings-edit"),
    path("plan/<uuid:decision_id>/ny/", runs.run_create, name="run-create"),
    path("plan/korning/<uuid:run_id>/", runs.run_detail, name="run-detail"),
    path("plan/korning/<uuid:run_id>/stoppa/", runs.run_stop, name="run-stop"),
    path("plan/utkast/<uuid:draft_id>/", drafts.draft_detail, name="draft-detail"),
    path("plan/utkast/<uuid:draft_id>/jamfor/", drafts.draft_compare_with, name="draft-compare-with"),
    path("plan/utkast/<uuid:draft_id>/jamfor/<uuid:other_id>/", drafts.draft_compare, name="draft-compare"),
    path("plan/utkast/<uuid:draft_id>/skicka/", drafts.draft_send, name="draft-send"),
    path("plan/utkast/<uuid:draft_id>/svara/", replies.draft_answer, name="draft-answer"),
    path("plan/utkast/<uuid:draft_id>/svarslista/", replies.draft_print, name="draft-print"),
    path("plan/utkast/<uuid:draft_id>/rakna-om/", drafts.draft_replan, name="draft-replan"),
    path("plan/utkast/<uuid:draft_id>/anta/", drafts.draft_adopt, name="draft-adopt"),
    path("plan/utkast/<uuid:draft_id>/lagg-bort/", drafts.draft_drop, name="draft-drop"),
    path("kalender/", calendar.this_week, name="calendar"),
    path("kalender/vecka/<int:year>-<int:week>/", calendar.calendar_week, name="calendar-week"),
    path("kalender/traffpunkt/<uuid:place_id>/", calendar.calendar_place, name="calendar-place"),
    path("kalender/min/", calendar.calendar_mine, name="calendar-mine"),
    path("kalender/person/<uuid:employee_id>/", calendar.calendar_person, name="calendar-person"),
    path("kalender/dag/<uuid:trainer_id>/<str:day>/", calendar.trainer_day, name="day-sheet"),
    path("kalender/adresser/", feeds.feed_list, name="feed-list"),
    path("kalender/adresser/traffpunkt/<uuid:place_id>/", feeds.place_feed_create, name="feed-create-place"),
    path("kalender/adresser/person/<uuid:employee_id>/", feeds.employee_feed_create, name="feed-create-employee"),
    path("kalender/adresser/utbildare/<uuid:trainer_id>/", feeds.trainer_feed_create, name="feed-create-trainer"),
    path("kalender/adresser/<uuid:feed_id>/aterkalla/", feeds.feed_revoke, name="feed-revoke"),
    path("kalender/<str:secret>.ics", feeds.feed, name="feed"),
]
