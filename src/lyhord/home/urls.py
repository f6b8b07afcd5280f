from __future__ import annotations

from django.urls import path

from lyhord.home.views import patterns, search, start

app_name = "home"
urlpatterns = [
    path("", start.start, name="start"),
    path("sok/", search.results, name="search"),
    path("monster/", patterns.patterns, name="patterns"),
]
