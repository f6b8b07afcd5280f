from __future__ import annotations

from django.urls import path

from lyhord.home.views import patterns, start

app_name = "home"
urlpatterns = [
    path("", start.start, name="start"),
    path("monster/", patterns.patterns, name="patterns"),
]
