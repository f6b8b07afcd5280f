"""Addresses of meeting places, under /traffpunkter/."""

from __future__ import annotations

from django.urls import path

from lyhord.places.views import parts, places

_PARTS = (
    ("opening", "oppettider"),
    ("exceptions", "avvikande-dagar"),
    ("stops", "hallplatser"),
    ("activities", "aktiviteter"),
    ("travel", "restider"),
)

app_name = "places"
urlpatterns = [
    path("", places.place_list, name="place-list"),
    path("ny/", places.place_add, name="place-add"),
    path("<uuid:place_id>/", places.place_detail, name="place-detail"),
    path("<uuid:place_id>/andra/", places.place_edit, name="place-edit"),
    path("<uuid:place_id>/kontrollerad/", places.place_check, name="place-check"),
    path("<uuid:place_id>/stang/", places.place_close, name="place-close"),
    *(path(f"<uuid:place_id>/{word}/", parts.part_edit, {"part": part}, name=f"{part}-edit") for part, word in _PARTS),
    *(
        path(f"<uuid:place_id>/{word}/<uuid:row_id>/ta-bort/", parts.part_remove, {"part": part}, name=f"{part}-remove")
        for part, word in _PARTS
    ),
]
