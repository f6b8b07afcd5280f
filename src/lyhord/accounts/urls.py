from __future__ import annotations

from django.urls import path

from lyhord.accounts.views import organisation, proposals, roles, session

app_name = "accounts"
urlpatterns = [
    path("logga-in/", session.sign_in, name="sign-in"),
    path("prova-som/", session.try_as, name="try-as"),
    path("logga-ut/", session.sign_out, name="sign-out"),
    path("sprak/", session.language, name="language"),
    path("losenord/", session.password, name="password"),
    path("roller/", roles.grant_list, name="grant-list"),
    path("roller/ny/", proposals.grant_add, name="grant-add"),
    path("roller/<uuid:grant_id>/", roles.grant_detail, name="grant-detail"),
    path("roller/<uuid:grant_id>/forlang/", proposals.grant_prolong, name="grant-prolong"),
    path("roller/<uuid:grant_id>/godkann/", proposals.grant_approve, name="grant-approve"),
    path("roller/<uuid:grant_id>/neka/", proposals.grant_decline, name="grant-decline"),
    path("roller/<uuid:grant_id>/ta-tillbaka/", proposals.grant_withdraw, name="grant-withdraw"),
    path("roller/<uuid:grant_id>/avsluta/", roles.grant_end, name="grant-end"),
    path("anvandare/ny/", roles.user_add, name="user-add"),
    path("anvandare/<uuid:user_id>/losenord/", roles.user_password, name="user-password"),
    path("organisation/", organisation.board_list, name="board-list"),
    path("organisation/namnder/<uuid:board_id>/", organisation.board_edit, name="board-edit"),
    path(
        "organisation/namnder/<uuid:board_id>/ny-forvaltning/",
        organisation.administration_add,
        name="administration-add",
    ),
    path(
        "organisation/forvaltningar/<uuid:administration_id>/",
        organisation.administration_edit,
        name="administration-edit",
    ),
    path("organisation/forvaltningar/<uuid:administration_id>/ny-enhet/", organisation.unit_add, name="unit-add"),
    path("organisation/enheter/<uuid:unit_id>/", organisation.unit_edit, name="unit-edit"),
]
