"""All addresses. Every area has its own file."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("lyhord.home.urls")),
    path("konto/", include("lyhord.accounts.urls")),
    path("beslut/", include("lyhord.programme.urls")),
]
