"""Addresses of the import, under /import/."""

from __future__ import annotations

from django.urls import path

from lyhord.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.import_list, name="import-list"),
    path("fil/<uuid:run_id>/", views.preview, name="preview"),
    path("fil/<uuid:run_id>/kolumner/", views.columns, name="columns"),
    path("fil/<uuid:run_id>/las-in/", views.read_in, name="read-in"),
    path("fil/<uuid:run_id>/avvisa/", views.refuse, name="refuse"),
    path("<slug:kind_slug>/", views.upload, name="upload"),
    path("<slug:kind_slug>/mall.xlsx", views.form_file, name="form-file"),
]
