"""The pages of decisions: what they say, what they save, who may open them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from lyhord.programme.domain.memo import load_memo
from lyhord.programme.enums import ClauseKind, CostKind, DecisionState, FundingPurpose
from lyhord.programme.models import Clause, ClauseException, Cost, Decision, DefinitionOfDone, Funding
from tests.factories import TODAY, Cast, make_clauses, make_decision, make_programme, sign_in_as
from tests.factories.rows import at


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(at(TODAY, 12), tick=False):
        yield


@pytest.fixture
def memo(cast: Cast) -> Decision:
    return load_memo(owner=cast.board, partner=cast.partner, programme=make_programme(cast.board), now=at(TODAY, 12))


@pytest.fixture
def coordinator(client: Client, cast: Cast) -> Client:
    return sign_in_as(client, cast.coordinator)


def url(name: str, *rows: object) -> str:
    return reverse(f"programme:{name}", args=[getattr(row, "pk", row) for row in rows])


def text(response: HttpResponse) -> str:
    main = response.content.decode().split('id="main"', 1)[1]
    return re.sub(r"\s+", " ", strip_tags(main))


def test_the_decisions_page_says_its_state_and_all_that_is_missing(coordinator: Client, memo: Decision) -> None:
    response = coordinator.get(url("decision-detail", memo))
    page = text(response)
    assert "Föreslaget, men inte beslutat än." in page
    assert "Socialnämndens beslut saknas" in page
    assert "Finansiering av besöken saknas" in page
    assert "Beslutet gäller 11 stationära och 4 mobila träffpunkter, men registret har 2 och 0" in page
    assert "Definition av genomfört saknas." in page
    for fact in response.context["missing"]:
        assert coordinator.get(fact.url).status_code == 200, fact.code


def test_board_reader_sees_what_is_missing_but_no_way_to_change_it(client: Client, cast: Cast, memo: Decision) -> None:
    response = sign_in_as(client, cast.board_reader).get(url("decision-detail", memo))
    assert "Dag för uppföljning saknas" in text(response)
    assert url("decision-edit", memo) not in response.content.decode()
    assert url("clause-add", memo) not in response.content.decode()


def test_entering_a_decision_with_clause_and_definition(coordinator: Client, cast: Cast) -> None:
    facts = {"programme": make_programme(cast.board).pk, "owner": cast.board.pk}
    facts |= {"title": "Ny satsning", "diary_number": "ALN-1", "ends_before": "2026-12-31"}
    response = coordinator.post(url("decision-add"), facts)
    decision = Decision.objects.get()
    assert response["Location"] == url("decision-detail", decision)
    assert (decision.state, decision.ends_before) == (DecisionState.PROPOSED, dt.date(2027, 1, 1))
    clause_facts = {"text": "att", "short_title": "Alla", "kind": ClauseKind.TRAIN_EMPLOYEES, "owner": cast.board.pk}
    response = coordinator.post(url("clause-add", decision), clause_facts)
    clause = Clause.objects.get()
    assert response["Location"] == url("definition-adopt", clause)
    definition = {"classes": ["staff"], "min_employed_days": 30, "adopted_on": "2025-10-06"}
    assert coordinator.post(url("definition-adopt", clause), definition).status_code == 302
    assert "Räknas: den som är anställd sedan minst 30 dagar." in text(coordinator.get(url("definition-adopt", clause)))


def test_board_outside_the_programme_owns_none_of_its_decisions(coordinator: Client, cast: Cast) -> None:
    facts = {"programme": make_programme(cast.board).pk, "owner": cast.partner.pk, "title": "Ny", "diary_number": "1"}
    assert set(coordinator.post(url("decision-add"), facts).context["form"].errors) == {"owner"}
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "Rubrik"),
        ({"diary_number": "TAKEN"}, "Det finns redan ett beslut med det diarienumret."),
        ({"starts_on": "2026-01-02", "ends_before": "2026-01-01"}, "Sista dagen ligger före den första."),
        ({"starts_on": "i höst"}, "Satsningen börjar"),
    ],
)
def test_wrong_facts_are_explained_and_nothing_is_saved(
    coordinator: Client, cast: Cast, wrong: dict[str, str], message: str
) -> None:
    make_decision(cast.board, diary_number="TAKEN")
    facts = {"owner": cast.board.pk, "title": "Ny", "diary_number": "ALN-1"}
    response = coordinator.post(url("decision-add"), facts | wrong)
    assert response.status_code == 200
    assert message in text(response)
    assert Decision.objects.count() == 1


def test_a_board_does_not_work_with_itself(coordinator: Client, cast: Cast) -> None:
    facts = {"owner": cast.board.pk, "title": "Ny", "diary_number": "ALN-1", "partner_board": cast.board.pk}
    assert "samverka med sig själv" in text(coordinator.post(url("decision-add"), facts))


def test_a_decision_is_not_entered_for_another_board(client: Client, cast: Cast) -> None:
    cast.coordinator.grants.filter(board=cast.partner).delete()
    facts = {"programme": make_programme(cast.partner).pk, "owner": cast.partner.pk, "title": "Ny", "diary_number": "1"}
    form = sign_in_as(client, cast.coordinator).post(url("decision-add"), facts).context["form"]
    assert "programme" in form.errors
    assert list(form.fields["programme"].queryset) == [make_programme(cast.board)]
    assert not Decision.objects.exists()


def test_secretary_notes_the_outcome(client: Client, cast: Cast, memo: Decision) -> None:
    sign_in_as(client, cast.secretary)
    facts = {"state": "decided", "meeting_on": "2025-09-29", "paragraph": "§ 112"}
    response = client.post(url("decision-state", memo), facts, follow=True)
    assert "Beslutat 29 sep 2025, § 112." in text(response)


def test_outcome_without_paragraph_is_explained(coordinator: Client, memo: Decision) -> None:
    response = coordinator.post(url("decision-state", memo), {"state": "decided", "meeting_on": "2025-09-29"})
    assert "Skriv paragrafen i protokollet" in text(response)
    memo.refresh_from_db()
    assert memo.state == DecisionState.PROPOSED


def test_partner_decision_is_missing_until_it_is_decided(coordinator: Client, memo: Decision) -> None:
    facts = {"diary_number": "SCN-2025-1", "state": "proposed"}
    page = text(coordinator.post(url("partner-decision", memo), facts, follow=True))
    assert "Socialnämndens beslut saknas" in page
    answer = memo.partner_decisions.get()
    assert coordinator.get(url("partner-decision", memo))["Location"] == url("decision-state", answer)
    facts = {"state": "decided", "meeting_on": "2025-10-01", "paragraph": "§ 9"}
    page = text(coordinator.post(url("decision-state", answer), facts, follow=True))
    assert "Socialnämndens beslut saknas" not in page
    assert "SCN-2025-1" in page


def test_partner_decision_has_a_page_without_claims_of_its_own(coordinator: Client, cast: Cast, memo: Decision) -> None:
    answer = make_decision(cast.partner, answers=memo, diary_number="SCN-1")
    page = text(coordinator.get(url("decision-detail", answer)))
    assert "Beslutat 29 sep 2025." in page
    assert "saknas" not in page
    assert "SCN-1" not in text(coordinator.get(url("decision-list")))


def test_new_version_of_the_definition_shows_the_old_one(coordinator: Client, cast: Cast) -> None:
    visits, _training = make_clauses(make_decision(cast.board))
    facts = {"deadline": "2026-06-30", "adopted_on": "2025-10-06"}
    page = text(coordinator.post(url("definition-adopt", visits), facts, follow=True))
    assert "2 gäller Räknas: varje öppen träffpunkt. Klart senast 30 jun 2026." in page
    assert "1 Räknas: varje öppen träffpunkt. 29 sep 2025" in page
    assert DefinitionOfDone.objects.get(clause=visits, version=1).deadline is None


def test_same_definition_again_is_explained(coordinator: Client, cast: Cast) -> None:
    _visits, training = make_clauses(make_decision(cast.board))
    facts = {"classes": ["staff", "hourly"], "min_employed_days": 30, "adopted_on": "2025-10-06"}
    assert "Inget är ändrat" in text(coordinator.post(url("definition-adopt", training), facts))


def test_reader_sees_the_versions_but_cannot_add_one(client: Client, cast: Cast) -> None:
    _visits, training = make_clauses(make_decision(cast.board))
    sign_in_as(client, cast.board_reader)
    assert "Ny version" not in text(client.get(url("definition-adopt", training)))
    client.post(url("definition-adopt", training), {"classes": ["volunteer"], "adopted_on": "2025-10-06"})
    assert training.definitions.count() == 1


def test_kind_of_a_clause_is_fixed_once_defined(coordinator: Client, cast: Cast) -> None:
    visits, _training = make_clauses(make_decision(cast.board))
    facts = {"text": "att", "short_title": "Nytt", "owner": cast.board.pk, "kind": ClauseKind.TRAIN_EMPLOYEES}
    assert coordinator.post(url("clause-edit", visits), facts).status_code == 302
    visits.refresh_from_db()
    assert (visits.short_title, visits.kind) == ("Nytt", ClauseKind.VISIT_PLACES)


def test_granting_and_removing_an_exception(coordinator: Client, cast: Cast) -> None:
    _visits, training = make_clauses(make_decision(cast.board))
    page = url("exception-list", training)
    assert f'value="{cast.employee_row.pk}" selected' in (
        coordinator.get(page, {"person": cast.employee_row.pk}).content.decode()
    )
    response = coordinator.post(page, {"employee": cast.employee_row.pk, "reason": "long_leave"}, follow=True)
    assert "1 undantag är godkänt" in text(response)
    response = coordinator.post(url("exception-remove", ClauseException.objects.get()), follow=True)
    assert "Undantaget är borttaget." in text(response)
    assert not ClauseException.objects.exists()


@pytest.mark.parametrize("both", [True, False])
def test_exception_needs_exactly_one_subject(coordinator: Client, cast: Cast, both: bool) -> None:
    _visits, training = make_clauses(make_decision(cast.board))
    facts = {"employee": cast.employee_row.pk, "place": cast.own.pk} if both else {}
    response = coordinator.post(url("exception-list", training), facts | {"reason": "ending"})
    assert "Välj en medarbetare eller en träffpunkt." in text(response)
    assert not ClauseException.objects.exists()


def test_money_says_what_is_not_known_and_adds_up(coordinator: Client, memo: Decision) -> None:
    page = text(coordinator.get(url("money", memo)))
    assert "Belopp för utbildningen saknas. Finansiering av besöken saknas" in page
    funding = Funding.objects.get()
    facts = {"purpose": "training", "source": "Utvecklingsmedel", "amount_sek": "250000"}
    coordinator.post(url("funding-edit", funding), facts)
    cost = {"text": "Lokaler", "kind": CostKind.SPENT, "amount_sek": "50000", "on": "2025-10-06"}
    page = text(coordinator.post(url("cost-add", funding), cost, follow=True))
    assert "Förbrukat 50\xa0000 kr Kvar 200\xa0000 kr".replace("\xa0", " ") in page.replace("\xa0", " ")
    page = text(coordinator.post(url("cost-remove", Cost.objects.get()), follow=True)).replace("\xa0", " ")
    assert "Kvar 250 000 kr" in page
    facts = {"purpose": "visits", "source": "Egna medel", "amount_sek": ""}
    page = text(coordinator.post(url("funding-add", memo), facts, follow=True))
    assert memo.funding.get(purpose=FundingPurpose.VISITS).amount_sek is None
    assert "Belopp för besöken saknas" in page


@pytest.mark.parametrize("amount", ["-1", "mycket", ""])
def test_wrong_cost_is_not_saved(coordinator: Client, memo: Decision, amount: str) -> None:
    cost = {"text": "Lokaler", "kind": CostKind.SPENT, "amount_sek": amount, "on": "2025-10-06"}
    assert coordinator.post(url("cost-add", memo.funding.get()), cost).status_code == 200
    assert not Cost.objects.exists()


def test_every_form_page_opens(coordinator: Client, cast: Cast, memo: Decision) -> None:
    visits, _training = memo.clauses.all()
    funding = memo.funding.get()
    for path in (
        url("decision-list"),
        url("decision-add"),
        url("decision-edit", memo),
        url("decision-state", memo),
        url("partner-decision", memo),
        url("clause-add", memo),
        url("clause-edit", visits),
        url("definition-adopt", visits),
        url("exception-list", visits),
        url("funding-add", memo),
        url("funding-edit", funding),
        url("cost-add", funding),
    ):
        assert coordinator.get(path).status_code == 200, path


def test_list_pages_and_same_number_of_queries_for_1_and_30(coordinator: Client, cast: Cast) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(url("decision-list"))
        return len(queries)

    make_decision(cast.board)
    few = count()
    for _ in range(60):
        make_decision(cast.board)
    assert count() == few
    assert "61 beslut" in text(coordinator.get(url("decision-list")))
    assert coordinator.get(url("decision-list"), {"sida": 2}).context["page"].number == 2


def test_detail_runs_the_same_queries_for_2_and_30_clauses(coordinator: Client, memo: Decision) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(url("decision-detail", memo))
        return len(queries)

    few = count()
    for number in range(3, 31):
        Clause.objects.create(
            decision=memo,
            number=number,
            text="att",
            short_title=f"Sats {number}",
            owner=memo.owner,
            kind=ClauseKind.VISIT_PLACES,
        )
    assert count() == few


FOLLOWING = ["coordinator", "secretary"]
READING = [*FOLLOWING, "board_reader"]
OTHERS = ["trainer", "manager", "deputy", "employee", "volunteer", "adviser"]
OTHERS += ["access_administrator", "auditor", "operator", "outsider"]


@pytest.mark.parametrize("role", READING)
def test_who_may_read(client: Client, cast: Cast, memo: Decision, role: str) -> None:
    sign_in_as(client, getattr(cast, role))
    for path in (url("decision-list"), url("decision-detail", memo)):
        assert client.get(path).status_code == 200
    assert client.get(url("money", memo)).status_code == (200 if role in FOLLOWING else 403)


@pytest.mark.parametrize("role", READING)
def test_only_those_who_follow_see_what_still_moves(client: Client, cast: Cast, memo: Decision, role: str) -> None:
    """A board reader reads the decision itself: neither costs, nor exceptions, nor what the register lacks."""
    funding = memo.funding.get()
    Funding.objects.filter(pk=funding.pk).update(amount_sek=100_000)
    Cost.objects.create(funding=funding, kind=CostKind.SPENT, amount_sek=40_000, on=TODAY, text="Lokal")
    response = sign_in_as(client, getattr(cast, role)).get(url("decision-detail", memo))
    page, follows = text(response).replace("\xa0", " "), role in FOLLOWING
    assert "100 000 kr" in page
    assert ("60 000 kr kvar" in page) == follows
    assert ("undantag" in page) == follows
    assert ("men registret har" in page) == follows
    assert (url("money", memo) in response.text) == follows


@pytest.mark.parametrize("role", OTHERS)
def test_who_may_not_read(client: Client, cast: Cast, memo: Decision, role: str) -> None:
    sign_in_as(client, getattr(cast, role))
    for path in (url("decision-list"), url("decision-detail", memo), url("money", memo)):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("role", ["board_reader", "secretary", "manager"])
def test_who_may_not_change(client: Client, cast: Cast, memo: Decision, role: str) -> None:
    sign_in_as(client, getattr(cast, role))
    visits = memo.clauses.first()
    for name, row in (
        ("decision-edit", memo),
        ("clause-add", memo),
        ("clause-edit", visits),
        ("exception-list", visits),
        ("funding-add", memo),
        ("cost-add", memo.funding.get()),
    ):
        assert client.post(url(name, row)).status_code == 403, name


def test_another_boards_rows_are_not_found(client: Client, cast: Cast, memo: Decision) -> None:
    cast.coordinator.grants.filter(board=cast.board).delete()
    sign_in_as(client, cast.coordinator)
    visits, funding = memo.clauses.first(), memo.funding.get()
    assert text(client.get(url("decision-list"))).count("ALN-2025-00657") == 0
    for name, row in (
        ("decision-detail", memo),
        ("decision-edit", memo),
        ("decision-state", memo),
        ("partner-decision", memo),
        ("clause-edit", visits),
        ("definition-adopt", visits),
        ("exception-list", visits),
        ("money", memo),
        ("funding-edit", funding),
        ("cost-add", funding),
    ):
        assert client.get(url(name, row)).status_code == 404, name


def test_removing_by_a_link_is_refused(coordinator: Client, cast: Cast, memo: Decision) -> None:
    cost = Cost.objects.create(funding=memo.funding.get(), kind=CostKind.SPENT, amount_sek=1, on=TODAY, text="x")
    assert coordinator.get(url("cost-remove", cost)).status_code == 405
