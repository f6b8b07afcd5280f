"""Addresses of the identity providers, outside the namespace: allauth looks them up by these names."""

from __future__ import annotations

from django.urls import path

from lyhord.accounts.domain.sign_in.saml import SAML_ID
from lyhord.accounts.views import identity

urlpatterns = [
    path("oidc/<slug:provider_id>/", identity.oidc_begin, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/svar/", identity.oidc_finish, name="openid_connect_callback"),
    path("saml/", identity.saml_begin, name="saml_login"),
    path("saml/svar/", identity.saml_acs, {"organization_slug": SAML_ID}, name="saml_acs_here"),
    path("saml/svar/<slug:organization_slug>/", identity.saml_finish, name="saml_finish_acs"),
    path("saml/metadata/", identity.saml_metadata, name="saml_metadata"),
]
