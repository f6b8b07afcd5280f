from __future__ import annotations

from django.urls import path

from lyhord.training.views import acts, certificates, curriculum, modules, people, seats, sessions, texts

app_name = "training"
urlpatterns = [
    path("", sessions.session_list, name="session-list"),
    path("tillfalle/nytt/", sessions.session_create, name="session-create"),
    path("tillfalle/<uuid:session_id>/", sessions.session_detail, name="session-detail"),
    path("tillfalle/<uuid:session_id>/flytta/", acts.session_move, name="session-move"),
    path("tillfalle/<uuid:session_id>/stall-in/", acts.session_cancel, name="session-cancel"),
    path("tillfalle/<uuid:session_id>/sla-ihop/", acts.session_merge, name="session-merge"),
    path("tillfalle/<uuid:session_id>/dela/", acts.session_split, name="session-split"),
    path("tillfalle/<uuid:session_id>/byt-utbildare/", acts.session_stand_in, name="session-stand-in"),
    path("tider/", seats.my_times, name="my-times"),
    path("tider/medarbetare/", seats.staff_times, name="staff-times"),
    path("tider/<uuid:booking_id>/", seats.booking_detail, name="booking-detail"),
    path("tillfalle/<uuid:session_id>/bokningar/", people.session_bookings, name="session-bookings"),
    path("tillfalle/<uuid:session_id>/narvaro/", people.session_attendance, name="session-attendance"),
    path("tillfalle/<uuid:session_id>/angra-hallet/", people.session_undo_held, name="session-undo-held"),
    path("tillfalle/<uuid:session_id>/narvarolista/", sessions.attendance_sheet, name="attendance-sheet"),
    path("moduler/", modules.module_list, name="module-list"),
    path("moduler/ny/", modules.module_create, name="module-create"),
    path("moduler/<uuid:module_id>/", modules.module_detail, name="module-detail"),
    path("moduler/<uuid:module_id>/andra/", modules.module_edit, name="module-edit"),
    path("att-satser/<uuid:clause_id>/moduler/", modules.clause_modules, name="clause-modules"),
    path("intyg/", certificates.certificate_list, name="certificate-list"),
    path("intyg/utfarda/", certificates.certificate_issue, name="certificate-issue"),
    path("intyg/mina/", certificates.own_certificates, name="own-certificates"),
    path("intyg/<uuid:certificate_id>/", certificates.certificate_detail, name="certificate-detail"),
    path("intyg/<uuid:certificate_id>/pdf/", certificates.certificate_paper, name="certificate-paper"),
    path("intyg/<uuid:certificate_id>/nytt/", certificates.certificate_anew, name="certificate-anew"),
    path("intyg/<uuid:certificate_id>/aterkalla/", certificates.certificate_revoke, name="certificate-revoke"),
    path("material/", curriculum.material, name="material"),
    path("material/kallor/", curriculum.material_sources, name="material-sources"),
    path("material/<uuid:board_id>/", curriculum.material_board, name="material-board"),
    path("material/<uuid:board_id>/volontarer/", curriculum.material_volunteers, name="material-volunteers"),
    path("material/<uuid:board_id>/<slug:code>/", curriculum.material_module, name="material-module"),
    path("material/<uuid:board_id>/<slug:code>/att-dela-ut/pdf/", curriculum.handout, name="material-handout"),
    path("material/<uuid:board_id>/<slug:code>/pdf/<slug:which>/", curriculum.paper, name="material-paper"),
    path("material/<uuid:board_id>/<slug:code>/<slug:slug>/", texts.text, name="material-text"),
    path("material/<uuid:board_id>/<slug:code>/<slug:slug>/andra/", texts.text_edit, name="material-edit"),
    path("material/<uuid:board_id>/<slug:code>/<slug:slug>/versioner/", texts.text_history, name="material-history"),
    path(
        "material/<uuid:board_id>/<slug:code>/<slug:slug>/versioner/<int:number>/",
        texts.text_version,
        name="material-version",
    ),
]
