"""Addresses of planning: plans under `plan/`, calendars and feeds under `kalender/`."""

from __future__ import annotations

from django.urls import path

from lyhord.planning.views import calendar, feeds

app_name = "planning"
urlpatterns = [
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
