from __future__ import annotations

from django.urls import path

from lyhord.accounts.views import (
    lock,
    organisation,
    own_sign_in,
    proposals,
    roles,
    second_factor,
    session,
    sign_in_codes,
)

app_name = "accounts"
urlpatterns = [
    path("logga-in/", session.sign_in, name="sign-in"),
    path("prova-som/", session.try_as, name="try-as"),
    path("logga-ut/", session.sign_out, name="sign-out"),
    path("sprak/", session.language, name="language"),
    path("losenord/", session.password, name="password"),
    path("andra-steget/", second_factor.second_factor, name="second-factor"),
    path("passkey/", second_factor.passkey_sign_in, name="passkey-sign-in"),
    path("passkey/fraga/", second_factor.passkey_options, name="passkey-options"),
    path("engangskod/", sign_in_codes.code_redeem, name="code-redeem"),
    path("las/", lock.lock, name="lock"),
    path("las-upp/", lock.unlock, name="unlock"),
    path("inloggning/", own_sign_in.own_sign_in, name="own-sign-in"),
    path("inloggning/app/", own_sign_in.app_add, name="app-add"),
    path("inloggning/passkey/", own_sign_in.passkey_add, name="passkey-add"),
    path("inloggning/passkey/fraga/", own_sign_in.passkey_add_options, name="passkey-add-options"),
    path("inloggning/reservkoder/", own_sign_in.recovery_codes, name="recovery-codes"),
    path("inloggning/ta-bort/", own_sign_in.factor_remove, name="factor-remove"),
    path("inloggning/avsluta-andra/", own_sign_in.end_others, name="end-others"),
    path("roller/", roles.grant_list, name="grant-list"),
    path("roller/ny/", proposals.grant_add, name="grant-add"),
    path("roller/<uuid:grant_id>/", roles.grant_detail, name="grant-detail"),
    path("roller/<uuid:grant_id>/forlang/", proposals.grant_prolong, name="grant-prolong"),
    path("roller/<uuid:grant_id>/godkann/", proposals.grant_approve, name="grant-approve"),
    path("roller/<uuid:grant_id>/neka/", proposals.grant_decline, name="grant-decline"),
    path("roller/<uuid:grant_id>/ta-tillbaka/", proposals.grant_withdraw, name="grant-withdraw"),
    path("roller/<uuid:grant_id>/avsluta/", roles.grant_end, name="grant-end"),
    path("anvandare/ny/", sign_in_codes.user_add, name="user-add"),
    path("anvandare/<uuid:user_id>/engangskod/", sign_in_codes.code_issue, name="code-issue"),
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
    path("organisation/program/nytt/", organisation.programme_add, name="programme-add"),
    path("organisation/program/<uuid:programme_id>/", organisation.programme_edit, name="programme-edit"),
    path("organisation/enheter/<uuid:unit_id>/", organisation.unit_edit, name="unit-edit"),
]
