"""A scenario to take away: on paper, and as a package for a learning platform."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lyhord.accounts.access import limited, requires
from lyhord.training.domain.scenarios.cards import cards_pdf
from lyhord.training.domain.scenarios.scorm import scorm_package
from lyhord.training.views.scenarios.reading import PRACTISE, scenario_read
from lyhord.web.downloads import pdf_file, zip_file


@require_safe
@limited("export")
@requires(PRACTISE)
def scorm(request: HttpRequest, scenario_slug: str) -> HttpResponse:
    return zip_file(scorm_package(scenario_read(request, scenario_slug)), name=f"{scenario_slug}-scorm12.zip")


@require_safe
@limited("export")
@requires(PRACTISE)
def cards(request: HttpRequest, scenario_slug: str) -> HttpResponse:
    return pdf_file(cards_pdf(scenario_read(request, scenario_slug)), name=f"{scenario_slug}-kort.pdf")
