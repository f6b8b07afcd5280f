"""All addresses. Every area has its own file."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("lyhord.home.urls")),
    path("", include("lyhord.planning.urls")),
    path("konto/", include("lyhord.accounts.urls")),
    path("konto/kommunen/", include("lyhord.accounts.urls_identity")),
    path("traffpunkter/", include("lyhord.places.urls")),
    path("", include("lyhord.people.urls")),
    path("import/", include("lyhord.imports.urls")),
    path("beslut/", include("lyhord.programme.urls")),
    path("intyg/", include("lyhord.training.urls_public")),
    path("utbildning/", include("lyhord.training.urls")),
    path("ova/", include("lyhord.training.urls_practice")),
    path("besok/", include("lyhord.outreach.urls")),
    path("svar/", include("lyhord.training.urls_answers")),
    path("utskick/", include("lyhord.messaging.urls")),
    path("tackning/", include("lyhord.coverage.urls")),
]
