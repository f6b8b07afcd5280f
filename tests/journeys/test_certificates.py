"""A certificate: issued by the coordinator, seen by its owner on a phone, verified by a stranger with its number."""

from __future__ import annotations

import pytest

from lyhord.training.domain.certificates.numbers import in_groups
from lyhord.training.models import Certificate
from tests.factories import Cast
from tests.journeys.conftest import Visit
from tests.training.domain.certificates.conftest import Course, course

__all__ = ["course"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_certificate_is_issued_seen_and_verified(
    visit: Visit, phone_visit: Visit, course: Course, cast: Cast
) -> None:
    course.attend_all(cast.employee_row)
    visit.sign_in(cast.coordinator)
    visit.open("/utbildning/intyg/")
    visit.picture("certificates-to-issue")
    visit.press("Utfärda intyg")
    number = in_groups(Certificate.objects.get().number)
    visit.follow("Exempel Medarbetare", exact=False)
    visit.picture("certificate")
    visit.follow("Återkalla")
    stranger, me = phone_visit, phone_visit
    stranger.open("/intyg/")
    stranger.page.get_by_label("Intygets nummer").fill(number.lower().replace("-", " "))
    page = stranger.press("Kontrollera")
    assert page.get_by_text("Intyget gäller").is_visible() and page.get_by_text("Exempel Medarbetare").is_visible()
    assert stranger.page.context.cookies() == []
    stranger.picture("certificate-verified")
    me.sign_in(cast.employee)
    me.open("/utbildning/intyg/mina/")
    me.picture("own-certificates")
    visit.page.get_by_label("något på intyget är fel").check()
    visit.press("Återkalla intyget")
    stranger.open(f"/intyg/{number}/")
    stranger.picture("certificate-revoked")
    assert stranger.page.get_by_text("Intyget är återkallat").is_visible()
