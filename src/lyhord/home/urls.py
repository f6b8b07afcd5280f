from __future__ import annotations

from django.urls import path

from lyhord.home import views

app_name = "home"
urlpatterns = [path("", views.start, name="start")]
