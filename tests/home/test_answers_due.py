"""A draft asks for answers until they are given, and only those whom it concerns."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from lyhord.accounts.models import User
from lyhord.home.domain.answers_due import answers_due
from lyhord.planning.domain.answerers import parties_for
from lyhord.planning.domain.drafts import send_draft
from lyhord.planning.domain.replies import Reply, items_by_party, save_replies
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.enums import Answer
from lyhord.planning.models import PlanDraft
from lyhord.programme.models import Decision
from tests.factories import TODAY, Cast, sign_in_as
from tests.factories.rows import at
from tests.planning.world import World, make_draft, make_world

NOW = at(TODAY, 9)
UNTIL = TODAY + dt.timedelta(days=8)


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return make_draft(world)


@pytest.fixture
def sent(draft: PlanDraft, cast: Cast) -> PlanDraft:
    return send_draft(draft=draft, replies_until=UNTIL, sent_by=cast.coordinator, now=NOW, today=TODAY)


def asked_of(user: User, draft: PlanDraft) -> list[Reply]:
    """Return a yes to everything that the user is asked about."""
    asked = items_by_party(draft_of(draft))
    parties = parties_for(user, draft, asked)
    return [Reply(party, item.key, Answer.WORKS) for party in parties for item in asked[party]]


def test_a_manager_is_asked_about_the_own_places_until_all_is_answered(cast: Cast, sent: PlanDraft) -> None:
    replies = asked_of(cast.manager, sent)
    assert len(replies) > 1
    (due,) = answers_due(cast.manager, today=TODAY)
    assert (due.draft, due.left) == (sent, len(replies))
    save_replies(draft=sent, replies=replies[:1], answered_by=cast.manager, now=NOW, today=TODAY, is_late=False)
    assert [one.left for one in answers_due(cast.manager, today=TODAY)] == [len(replies) - 1]
    save_replies(draft=sent, replies=replies, answered_by=cast.manager, now=NOW, today=TODAY, is_late=False)
    assert answers_due(cast.manager, today=TODAY) == ()


def test_a_draft_that_is_not_sent_asks_nobody(cast: Cast, draft: PlanDraft) -> None:
    assert answers_due(cast.manager, today=TODAY) == ()


def test_after_the_last_day_nobody_is_asked(cast: Cast, sent: PlanDraft) -> None:
    assert answers_due(cast.manager, today=UNTIL) != ()
    assert answers_due(cast.manager, today=UNTIL + dt.timedelta(days=1)) == ()


def test_a_trainer_is_asked_while_the_decision_is_shared_with_their_board(cast: Cast, sent: PlanDraft) -> None:
    assert [one.draft for one in answers_due(cast.trainer, today=TODAY)] == [sent]
    Decision.objects.filter(pk=sent.decision_id).update(partner_board=None)
    assert answers_due(cast.trainer, today=TODAY) == ()


@pytest.mark.parametrize("role", ["employee", "volunteer", "board_reader", "outsider"])
def test_others_are_not_asked(cast: Cast, sent: PlanDraft, role: str) -> None:
    assert answers_due(getattr(cast, role), today=TODAY) == ()


def test_the_start_page_puts_the_question_first(client: Client, cast: Cast, sent: PlanDraft) -> None:
    text = sign_in_as(client, cast.manager).get("/").content.decode()
    assert re.search(r"<h1>(En tid|\d+ tider) väntar på ditt svar\.</h1>", text)
    assert f'href="/plan/utkast/{sent.pk}/svara/"' in text
    assert f"Svara på utkast {sent.number} senast 14 oktober" in text
