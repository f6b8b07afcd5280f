"""Certificates on site: issued, handed out, verified by anybody, taken back."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.models import AuditEvent
from lyhord.people.models import Employee
from lyhord.training.domain.certificates.issuing import issue, issue_anew, revoke
from lyhord.training.domain.certificates.numbers import draw, in_groups
from lyhord.training.enums import RevocationReason
from lyhord.training.models import Certificate
from tests.factories import Cast, make_employee, sign_in_as
from tests.training.domain.certificates.conftest import NOW, Course, course

__all__ = ["course"]
pytestmark = pytest.mark.django_db
LIST, OWN = "/utbildning/intyg/", "/utbildning/intyg/mina/"


def give(course: Course, employee: Employee) -> Certificate:
    course.attend_all(employee)
    return issue(employee=employee, what=course.clause, issued_by=course.cast.coordinator, now=NOW)


def page(row: Certificate, *tail: str) -> str:
    return f"/utbildning/intyg/{row.pk}/" + "".join(f"{part}/" for part in tail)


def public(row: Certificate) -> str:
    return f"/intyg/{in_groups(row.number)}/"


def test_the_coordinator_issues_to_those_ticked(client: Client, course: Course) -> None:
    me, mate = course.cast.employee_row, make_employee("Exempel Kollega", place=course.cast.own)
    for employee in (me, mate):
        course.attend_all(employee)
    sign_in_as(client, course.cast.coordinator)
    shown = client.get(LIST).content.decode()
    assert "<h1>2 personer kan få intyg</h1>" in shown
    post = f"{reverse('training:certificate-issue')}?vad={course.clause.pk}"
    answer = client.post(post, {"employees": [mate.pk]}, follow=True)
    assert "1 intyg är utfärdat." in answer.content.decode()
    assert [row.employee for row in Certificate.objects.all()] == [mate]
    assert "<h1>1 person kan få intyg</h1>" in client.get(LIST).content.decode()
    again = client.post(post, {"employees": [mate.pk]}, follow=True).content.decode()
    assert "Någon annan hann före." in again
    module = course.modules[0]
    client.post(f"{reverse('training:certificate-issue')}?vad={module.pk}", {"employees": [me.pk]})
    assert Certificate.objects.get(employee=me).module == module


def test_ones_own_certificates_are_on_a_page_of_ones_own(client: Client, course: Course) -> None:
    sign_in_as(client, course.cast.employee)
    assert "Du har inga intyg än" in client.get(OWN).content.decode()
    row, other = give(course, course.cast.employee_row), give(course, make_employee("Ann Ex", place=course.cast.own))
    shown = client.get(OWN).content.decode()
    assert in_groups(row.number) in shown and "Intyget gäller" in shown
    assert other.holder not in shown
    assert 'href="/utbildning/intyg/mina/"' in client.get("/").content.decode()
    assert client.get(page(row)).status_code == 200
    assert client.get(page(other)).status_code == client.get(page(other, "pdf")).status_code == 404
    assert client.get(page(row, "aterkalla")).status_code == client.post(page(row, "nytt")).status_code == 403


def test_the_paper_is_tagged_and_says_all_of_it(client: Client, course: Course, tmp_path: Path) -> None:
    row = give(course, course.cast.employee_row)
    answer = sign_in_as(client, course.cast.employee).get(page(row, "pdf"))
    assert answer["Content-Disposition"] == f'attachment; filename="intyg-{in_groups(row.number).lower()}.pdf"'
    file = tmp_path / "intyg.pdf"
    file.write_bytes(answer.content)
    info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in info and "Pages:           1\n" in info
    assert "Title:           Intyg för Exempel Medarbetare" in info
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    for told in ("Exempel Medarbetare", "Alla ska kunna lyssna", in_groups(row.number), "testserver/intyg/"):
        assert told in text
    for part in row.parts:
        assert part["module"] in text
    assert b"/pdfuaid:part" in answer.content or b"pdfuaid" in answer.content


def test_whoever_has_the_number_sees_all_that_the_paper_says(course: Course) -> None:
    row = give(course, course.cast.employee_row)
    answer = Client().get(public(row))
    shown = answer.content.decode()
    for told in (row.holder, row.title, row.issuer, "Intyget gäller", "3 timmar och 45 minuter", in_groups(row.number)):
        assert told in shown
    for part in row.parts:
        assert part["module"] in shown
    assert answer["X-Robots-Tag"] == "noindex, nofollow" and 'name="robots" content="noindex' in shown
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store, private"
    event = AuditEvent.objects.get(action="access.read")
    assert (event.actor, event.object_id, event.view) == (None, row.employee_id, "verify:certificate")
    assert not answer.cookies and "<script" not in shown and "csrfmiddlewaretoken" not in shown


def test_it_says_that_it_is_replaced_or_taken_back_and_not_why(course: Course) -> None:
    by = course.cast.coordinator
    old = give(course, course.cast.employee_row)
    new = issue_anew(certificate=old, issued_by=by, now=NOW)
    assert f"Det nya har nummer {in_groups(new.number)}." in Client().get(public(old)).content.decode()
    revoke(certificate=new, reason=RevocationReason.WRONG_PERSON, revoked_by=by, now=NOW)
    shown = Client().get(public(new)).content.decode()
    assert "Intyget är återkallat sedan den 6 oktober 2025 och gäller inte" in shown
    assert "fel person" not in shown
    own = sign_in_as(Client(), course.cast.employee).get(page(new)).content.decode()
    assert "Skäl: det gick till fel person." in own and "Hämta som PDF" not in own


def test_every_number_that_is_nobodys_gets_the_same_answer(course: Course) -> None:
    gone = give(course, course.cast.employee_row)
    address = public(gone)
    Certificate.objects.all().delete()
    texts = [address, f"/intyg/{draw()}/", "/intyg/x/", f"/intyg/{'2' * 16}/", "/intyg/%C3%A5/"]
    answers = [Client().get(text) for text in texts]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_of_somebody_restricted_only_that_the_number_is_real(course: Course) -> None:
    row = give(course, course.cast.employee_row)
    Employee.objects.filter(pk=row.employee_id).update(restricted_at=NOW)
    shown = Client().get(public(row)).content.decode()
    assert "Numret finns, men vi kan inte visa något" in shown
    for told in (row.holder, row.title, "Intyget gäller", in_groups(row.number)):
        assert told not in shown
    for user in (course.cast.coordinator, course.cast.employee):
        assert sign_in_as(Client(), user).get(page(row)).status_code == 404


def test_a_number_may_be_written_by_hand_and_guessing_is_slow(client: Client, course: Course) -> None:
    row = give(course, course.cast.employee_row)
    assert not client.get("/intyg/").cookies
    answer = client.get("/intyg/", {"nummer": f" {row.number.lower()} "}, follow=True)
    assert row.holder in answer.content.decode()
    assert "nummer" in client.get("/intyg/", {"nummer": ""}).context["form"].errors
    assert {client.get("/intyg/", {"nummer": text}).status_code for text in ("/", "fel", "2" * 16)} == {404}
    tries, _seconds = settings.RATE_LIMITS["certificate"]
    statuses = [client.get(f"/intyg/{draw()}/").status_code for _ in range(tries)]
    assert statuses[-1] == 429 and not client.cookies
    assert client.get("/intyg/").status_code == 200


def test_taking_back_needs_a_reason_and_is_final(client: Client, course: Course) -> None:
    row = give(course, course.cast.employee_row)
    sign_in_as(client, course.cast.coordinator)
    assert "går inte att ångra" in client.get(page(row, "aterkalla")).content.decode()
    assert client.post(page(row, "aterkalla"), {"reason": "annat"}).status_code == 200
    assert states_in(client) == ["gäller"]
    client.post(page(row, "aterkalla"), {"reason": RevocationReason.NOT_THERE})
    assert states_in(client) == ["återkallat"]
    for tail, data in (("aterkalla", {"reason": "asked"}), ("nytt", {})):
        again = client.post(page(row, tail), data, follow=True).content.decode()
        assert "Någon annan hann före." in again
    assert row.revocation.reason == RevocationReason.NOT_THERE


def test_a_new_one_in_its_place(client: Client, course: Course) -> None:
    row = give(course, course.cast.employee_row)
    shown = sign_in_as(client, course.cast.coordinator).post(page(row, "nytt"), follow=True).content.decode()
    assert "Ett nytt intyg är utfärdat." in shown and in_groups(row.number) in shown
    assert states_in(client) == ["gäller", "ersatt"]


def test_attendance_put_right_is_told_in_the_list(client: Client, course: Course) -> None:
    row = give(course, course.cast.employee_row)
    course.modules[0].sessions.get().attendances.update(outcome="absent")
    sign_in_as(client, course.cast.coordinator)
    assert states_in(client) == ["närvaron rättad"]
    assert "Närvaron som intyget bygger på har rättats" in client.get(page(row)).content.decode()
    assert "Återkalla det i stället." in client.post(page(row, "nytt"), follow=True).content.decode()


def states_in(client: Client) -> list[str]:
    answer = client.get(LIST)
    words = {"holds": "gäller", "revoked": "återkallat", "replaced": "ersatt", "doubtful": "närvaron rättad"}
    told = [words[state] for _row, _number, state in answer.context["rows"]]
    assert all(word in answer.content.decode() for word in told)
    return told


def test_the_list_costs_the_same_for_one_and_for_many(client: Client, course: Course) -> None:
    sign_in_as(client, course.cast.coordinator)
    counts = []
    for many in (1, 6):
        for _ in range(many):
            give(course, make_employee(place=course.cast.own))
            course.attend_all(make_employee(place=course.cast.own))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_managers_and_trainers_have_no_list_and_see_nobody_elses(course: Course, cast: Cast) -> None:
    row = give(course, course.cast.employee_row)
    for user in (cast.manager, cast.deputy, cast.trainer, cast.volunteer):
        client = sign_in_as(Client(), user)
        assert client.get(LIST).status_code == 403
        assert client.get(page(row)).status_code == 404
