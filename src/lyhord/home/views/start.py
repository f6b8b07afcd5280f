"""The start page: what to do next, by role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lyhord.accounts.access import signed_in


@signed_in
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "home/start.html")
