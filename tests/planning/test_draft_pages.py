"""The pages of a draft: what it says, answering it, comparing, adopting."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.people.models import AwayPeriod
from lyhord.planning.domain.drafts import send_draft
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.enums import Answer, CoarseReason, DraftState
from lyhord.planning.models import DraftReply, PlanDraft, PlanSettings
from lyhord.training.models import TrainingSession
from tests.factories import TODAY, Cast, make_board, make_decision, make_employee, sign_in_as
from tests.planning.world import FIRST, World, make_draft, run_queue

NOW = dt.datetime(2025, 10, 6, 9, tzinfo=dt.UTC)
UNTIL = TODAY + dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return make_draft(world)


@pytest.fixture
def sent(draft: PlanDraft, world: World) -> PlanDraft:
    return send_draft(draft=draft, replies_until=UNTIL, sent_by=world.cast.coordinator, now=NOW, today=TODAY)


@pytest.fixture
def coordinator(client: Client, cast: Cast) -> Client:
    return sign_in_as(client, cast.coordinator)


def page(name: str, draft: PlanDraft, *more: object) -> str:
    return reverse(f"planning:draft-{name}", args=[draft.pk, *more])


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_answer_comes_first(coordinator: Client, draft: PlanDraft) -> None:
    text = text_of(coordinator, page("detail", draft))
    finish = draft_of(draft).finish_on
    assert finish is not None
    assert f"<h1>Planen når alla 2 träffpunkter till vecka {finish.isocalendar().week}</h1>" in text.replace(
        ".</h1>", "</h1>"
    )
    assert "6 av 6 medarbetare är med." in text
    assert "Bevisat bäst: ingen plan når fler" in text


def test_best_is_said_only_when_it_is_proven(coordinator: Client, draft: PlanDraft) -> None:
    result = draft.run.result
    for level in result["levels"]:
        level["proven"] = False
    draft.run.save()
    text = text_of(coordinator, page("detail", draft))
    assert "Bevisat bäst" not in text
    assert "</svg>bevisat bäst" not in text
    assert "Inte bevisat bäst" in text


def test_a_price_that_nobody_entered_is_missing_and_not_zero(coordinator: Client, draft: PlanDraft) -> None:
    text = text_of(coordinator, page("detail", draft))
    assert "Något pris saknas." in text
    assert "pris saknas" in text


def test_the_price_is_broken_down(coordinator: Client, world: World) -> None:
    PlanSettings.objects.update(
        replacement_sek=1400, closing_sek=0, hourly_sek=900, travel_minute_sek=4, trainer_hour_sek=450, room_sek=0,
        session_sek=300,
    )  # fmt: skip
    draft = make_draft(world)
    text = text_of(coordinator, page("detail", draft))
    sessions = sum(item.is_session for item in draft_of(draft).items)
    assert "pris saknas" not in text
    assert f"{sessions} tillfällen à 300 kr" in text.replace("\xa0", " ")
    assert str(draft_of(draft).levels["O4"].value) in text.replace("\xa0", "")


def test_who_is_not_reached_and_why_is_said_with_tried_ways_out(coordinator: Client, world: World) -> None:
    away = make_employee("Exempel Borta", place=world.own)
    AwayPeriod.objects.create(employee=away, starts_on=FIRST, ends_before=FIRST + dt.timedelta(weeks=5, days=5))
    text = text_of(coordinator, page("detail", make_draft(world)))
    assert "Planen når 6 av 7 medarbetare" in text
    assert "Exempel Borta · Samtal" in text
    assert "Personen arbetar inte när ett tillfälle kan hållas i närheten" in text
    assert "Exempel Borta kommer" in text


def test_sessions_and_visits_stand_by_week(coordinator: Client, draft: PlanDraft) -> None:
    text = text_of(coordinator, page("detail", draft))
    for item in draft_of(draft).items:
        assert f"Vecka {item.date.isocalendar().week}" in text
    assert "Exempel Granne 1" in text
    assert "Besök 1" in text


def test_a_sent_draft_shows_how_the_answers_stand(coordinator: Client, world: World, sent: PlanDraft) -> None:
    visit = f"visit:{world.own.pk}:1"
    DraftReply.objects.create(
        draft=sent,
        item=visit,
        place=world.own,
        answer=Answer.CANNOT,
        reason=CoarseReason.ROOM,
        answered_at=NOW,
    )
    text = text_of(coordinator, page("detail", sent))
    assert "0 fungerar, 1 går inte, 0 önskar annan dag." in text
    assert "lokalen är upptagen" in text
    assert "Inget svar än från" in text
    assert "Exempel Granne" in text


def test_sending_needs_a_day_ahead(coordinator: Client, draft: PlanDraft) -> None:
    said = coordinator.post(page("send", draft), {"replies_until": "2025-10-01"}, follow=True).content.decode()
    assert "Dagen har redan varit" in said
    coordinator.post(page("send", draft), {"replies_until": UNTIL.isoformat()})
    draft.refresh_from_db()
    assert (draft.state, draft.replies_until) == (DraftState.SENT, UNTIL)


def test_a_manager_sees_own_places_and_answers(client: Client, world: World, sent: PlanDraft) -> None:
    sign_in_as(client, world.cast.manager)
    text = text_of(client, page("answer", sent))
    assert "Exempel Egen" in text
    assert "Exempel Granne 1" not in text, "the neighbour's staff are none of the manager's business"
    questions = text.count("answer_0")
    data = {"svar0-answer": "cannot", "svar0-reason": "staffing", "rest": "works"}
    response = client.post(page("answer", sent), data)
    assert response["Location"] == page("answer", sent)
    replies = DraftReply.objects.filter(draft=sent, place=world.own)
    assert replies.count() >= 2
    assert replies.filter(answer=Answer.CANNOT, reason=CoarseReason.STAFFING).count() == 1
    assert replies.exclude(answer=Answer.CANNOT).count() == replies.filter(answer=Answer.WORKS).count()
    assert questions >= replies.count()
    assert set(replies.values_list("answered_by", flat=True)) == {world.cast.manager.pk}


def test_a_trainer_answers_for_own_activities(client: Client, world: World, sent: PlanDraft) -> None:
    sign_in_as(client, world.cast.trainer)
    own = [item for item in draft_of(sent).items if str(world.trainer.pk) in item.trainers]
    text = text_of(client, page("answer", sent))
    assert text.count('class="question"') == len(own)
    client.post(page("answer", sent), {"rest": "works"})
    assert DraftReply.objects.filter(trainer=world.trainer, answer=Answer.WORKS).count() == len(own)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"svar0-answer": "cannot"}, "Välj ett skäl."),
        ({"svar0-answer": "wish"}, "Välj vilken dag du önskar."),
        ({"svar0-answer": "wish", "svar0-wished_on": "2031-01-01"}, "Dagen ligger utanför planens tid"),
        ({"svar0-answer": "wish", "svar0-wished_on": "i går"}, "svar0-wished_on"),
        ({"svar0-answer": "perhaps"}, "perhaps"),
    ],
)
def test_a_half_answer_is_asked_for_again(
    client: Client, world: World, sent: PlanDraft, data: dict[str, str], said: str
) -> None:
    sign_in_as(client, world.cast.manager)
    response = client.post(page("answer", sent), data)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not DraftReply.objects.exists()


def test_after_the_last_day_only_the_coordinator_enters_answers(client: Client, world: World, sent: PlanDraft) -> None:
    with time_machine.travel(NOW + dt.timedelta(days=8), tick=False):
        sign_in_as(client, world.cast.manager)
        assert "Utkastet går inte längre att svara på" in text_of(client, page("answer", sent))
        client.post(page("answer", sent), {"rest": "works"})
        assert not DraftReply.objects.exists()
        sign_in_as(client, world.cast.coordinator)
        client.post(f"{page('answer', sent)}?for=place:{world.own.pk}", {"rest": "works"})
        assert DraftReply.objects.filter(place=world.own).exists()


def test_the_coordinator_chooses_for_whom(coordinator: Client, world: World, sent: PlanDraft) -> None:
    text = text_of(coordinator, page("answer", sent))
    assert f"?for=trainer:{world.trainer.pk}" in text
    assert 'class="question"' not in text
    assert 'class="question"' in text_of(coordinator, f"{page('answer', sent)}?for=place:{world.own.pk}")
    assert coordinator.get(f"{page('answer', sent)}?for=place:{uuid.uuid4()}").status_code == 404


def test_lists_to_print_hold_every_party(coordinator: Client, world: World, sent: PlanDraft) -> None:
    text = text_of(coordinator, page("print", sent))
    for name in ("Exempel Egen", "Exempel Granne", "Exempel Utbildare", "Exempel Andra Utbildare"):
        assert f"<span>{name}</span>" in text
    assert "☐" in text


def test_counting_again_starts_a_run_and_the_two_can_be_compared(
    coordinator: Client, world: World, sent: PlanDraft
) -> None:
    coordinator.post(f"{page('answer', sent)}?for=place:{world.own.pk}", {
        "svar0-answer": "cannot", "svar0-reason": "room", "rest": "works",
    })  # fmt: skip
    coordinator.post(page("replan", sent))
    run_queue(NOW)
    second = PlanDraft.objects.latest("number")
    response = coordinator.get(page("compare-with", second), {"med": str(sent.pk)})
    assert response["Location"] == page("compare", sent, second.pk)
    text = text_of(coordinator, response["Location"])
    assert "Från Utkast 1 till Utkast 2" in text
    assert "får nya tider" in text or "Ingen och inget" in text
    assert "poäng" in text


def test_comparing_with_nothing_is_explained(coordinator: Client, draft: PlanDraft) -> None:
    said = coordinator.get(page("compare-with", draft), {"med": "x"}, follow=True).content.decode()
    assert "Välj ett utkast att jämföra med." in said


def test_adopting_shows_what_happens_and_then_does_it(coordinator: Client, draft: PlanDraft) -> None:
    text = text_of(coordinator, page("adopt", draft))
    assert "Utkastet håller. Vill du anta det?" in text
    coordinator.post(page("adopt", draft))
    draft.refresh_from_db()
    assert draft.state == DraftState.ADOPTED
    assert TrainingSession.objects.exists()
    said = coordinator.post(page("adopt", draft), follow=True).content.decode()
    assert "Utkastet är redan antaget." in said


def test_an_outdated_draft_names_what_has_changed(coordinator: Client, world: World, draft: PlanDraft) -> None:
    item = next(item for item in draft_of(draft).items if item.is_session)
    person = next(e for e in world.employees if str(e.pk) == item.attendees[0])
    AwayPeriod.objects.create(employee=person, starts_on=item.date, ends_before=item.date + dt.timedelta(days=1))
    response = coordinator.post(page("adopt", draft))
    text = response.content.decode()
    assert "Utkastet stämmer inte längre." in text
    assert "Någon arbetar inte den dagen längre" in text
    assert person.name in text
    assert not TrainingSession.objects.exists()


def test_a_dropped_draft_stays_readable(coordinator: Client, draft: PlanDraft) -> None:
    coordinator.post(page("drop", draft))
    text = text_of(coordinator, page("detail", draft))
    assert "Utkastet är bortlagt" in text
    assert page("adopt", draft) not in text


@pytest.mark.parametrize("name", ["detail", "adopt", "print"])
@pytest.mark.parametrize("role", ["manager", "trainer", "employee", "board_reader", "outsider"])
def test_the_draft_itself_is_for_the_coordinator(
    client: Client, world: World, sent: PlanDraft, name: str, role: str
) -> None:
    sign_in_as(client, getattr(world.cast, role))
    assert client.get(page(name, sent)).status_code == 403


@pytest.mark.parametrize("role", ["employee", "board_reader", "secretary", "auditor", "outsider"])
def test_only_those_who_are_asked_may_answer(client: Client, world: World, sent: PlanDraft, role: str) -> None:
    sign_in_as(client, getattr(world.cast, role))
    assert client.get(page("answer", sent)).status_code == 403


def test_a_draft_that_is_not_sent_is_not_found_by_others(client: Client, world: World, draft: PlanDraft) -> None:
    sign_in_as(client, world.cast.manager)
    assert client.get(page("answer", draft)).status_code == 404


@pytest.mark.parametrize("name", ["detail", "adopt", "print", "answer"])
def test_another_boards_draft_is_not_found(coordinator: Client, draft: PlanDraft, name: str) -> None:
    other = make_decision(make_board("En annan nämnd (exempel)"))
    PlanDraft.objects.update(owner=other.owner, decision=other)
    assert coordinator.get(page(name, draft)).status_code == 404


def test_the_page_runs_the_same_queries_however_much_is_planned(coordinator: Client, world: World) -> None:
    small = make_draft(world)
    with CaptureQueriesContext(connection) as few:
        coordinator.get(page("detail", small))
    for _ in range(24):  # 30 people in groups of at most 8: at least 4 sessions; 6 in groups of at least 2: at most 3
        make_employee(place=world.own)
    PlanDraft.objects.exclude(pk=small.pk).delete()
    large = make_draft(world)
    assert len(draft_of(large).items) > len(draft_of(small).items)
    with CaptureQueriesContext(connection) as many:
        coordinator.get(page("detail", large))
    assert len(many) == len(few)
