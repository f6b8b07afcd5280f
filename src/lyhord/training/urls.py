from __future__ import annotations

from django.urls import path

from lyhord.training.views import modules, people, sessions

app_name = "training"
urlpatterns = [
    path("", sessions.session_list, name="session-list"),
    path("tillfalle/nytt/", sessions.session_create, name="session-create"),
    path("tillfalle/<uuid:session_id>/", sessions.session_detail, name="session-detail"),
    path("tillfalle/<uuid:session_id>/flytta/", sessions.session_move, name="session-move"),
    path("tillfalle/<uuid:session_id>/stall-in/", sessions.session_cancel, name="session-cancel"),
    path("tillfalle/<uuid:session_id>/bokningar/", people.session_bookings, name="session-bookings"),
    path("tillfalle/<uuid:session_id>/narvaro/", people.session_attendance, name="session-attendance"),
    path("tillfalle/<uuid:session_id>/angra-hallet/", people.session_undo_held, name="session-undo-held"),
    path("tillfalle/<uuid:session_id>/narvarolista/", sessions.attendance_sheet, name="attendance-sheet"),
    path("moduler/", modules.module_list, name="module-list"),
    path("moduler/ny/", modules.module_create, name="module-create"),
    path("moduler/<uuid:module_id>/", modules.module_detail, name="module-detail"),
    path("moduler/<uuid:module_id>/andra/", modules.module_edit, name="module-edit"),
    path("att-satser/<uuid:clause_id>/moduler/", modules.clause_modules, name="clause-modules"),
]
