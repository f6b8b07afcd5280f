"""Addresses that anybody may open, signed in or not."""

from __future__ import annotations

from django.urls import path

from lyhord.training.views import verify

app_name = "verify"
urlpatterns = [
    path("", verify.number_form, name="number-form"),
    path("<str:certificate_number>/", verify.certificate, name="certificate"),
]
