"""One's own data, on a page and as a file."""

from __future__ import annotations

import datetime as dt
import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.models import AuditEvent
from lyhord.people.models import AwayPeriod
from tests.factories import Cast, make_employee, sign_in_as

PAGE, FILE = "/konto/mina-uppgifter/", "/konto/mina-uppgifter/fil/"


def test_the_page_shows_ones_own_data_and_nobody_elses(client: Client, cast: Cast) -> None:
    make_employee("Granne Exempelsson", place=cast.own)
    html = sign_in_as(client, cast.employee).get(PAGE).content.decode()
    assert "Exempel Medarbetare" in html
    assert "Granne Exempelsson" not in html
    assert AuditEvent.objects.order_by("-id")[0].action == "privacy.extract"


def test_the_file_holds_what_the_page_shows(client: Client, cast: Cast) -> None:
    response = sign_in_as(client, cast.employee).post(FILE)
    assert response["Content-Disposition"] == 'attachment; filename="mina-uppgifter.json"'
    sections = {section["name"]: section["rows"] for section in json.loads(response.content)["sections"]}
    assert sections["people.20_employee"][0]["name"] == "Exempel Medarbetare"
    assert len(sections["people.23_shift"]) == 5


def test_more_rows_cost_no_more_queries(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.employee)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(PAGE)
        return len(found)

    queries()
    few = queries()
    for day in range(30):
        AwayPeriod.objects.create(employee=cast.employee_row, starts_on=dt.date(2025, 1, 1) + dt.timedelta(days=day))
    assert queries() == few
