"""What the pages of practising share: whose wording is read, and a passage as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString

from lyhord.accounts.access import acting_user
from lyhord.accounts.permissions import visible
from lyhord.organisation.models import Board
from lyhord.training.domain.curriculum.sources import Source, sources
from lyhord.training.domain.scenarios.library import scenario_at
from lyhord.training.domain.scenarios.scenario import Paragraph, Scenario
from lyhord.web.markdown import to_page

PRACTISE, READ = "training.practise", "training.read_content"
BOARD = "practice_board"
"""In the session: whose wording somebody reads who belongs to several boards."""


def boards_read(request: HttpRequest) -> QuerySet[Board]:
    return visible(acting_user(request), READ, Board.objects.all()).distinct().order_by("name", "pk")


def board_read(request: HttpRequest) -> Board | None:
    """Return the board whose wording the user reads: the one chosen, else the first; None reads the program's."""
    boards = list(boards_read(request))
    chosen = request.session.get(BOARD)
    return next((board for board in boards if str(board.pk) == chosen), boards[0] if boards else None)


def scenario_read(request: HttpRequest, slug: str) -> Scenario:
    """Return the scenario as the user's board words it. Raises Http404."""
    scenario = scenario_at(board_read(request), slug)
    if scenario is None:
        raise Http404
    return scenario


class Notes:
    """Sets texts of one page as HTML, so that their sources are numbered through the page."""

    def __init__(self) -> None:
        self._ids: tuple[str, ...] = ()

    def html(self, text: str) -> SafeString:
        page = to_page(text, sources=self._ids)
        self._ids = page.sources
        return page.html

    def paragraphs(self, paragraphs: Iterable[Paragraph]) -> SafeString:
        return self.html("\n\n".join(paragraph.text for paragraph in paragraphs))

    @property
    def sources(self) -> Sequence[Source]:
        return [sources()[id] for id in self._ids]


def as_cards(scenario: Scenario, notes: Notes) -> list[dict[str, object]]:
    """Return every passage with its number, every role's part, and where each choice leads."""
    numbers = {id: number for number, id in enumerate(scenario.passages, 1)}
    return [
        {
            "number": numbers[passage.id],
            "passage": passage,
            "text": notes.paragraphs(part for part in passage.paragraphs if not part.roles),
            "by_role": [
                {"roles": sorted(str(role.label) for role in part.roles), "text": notes.paragraphs([part])}
                for part in passage.paragraphs
                if part.roles
            ],
            "choices": [{"choice": choice, "to": numbers.get(choice.to)} for choice in passage.choices],
            "feedback": notes.html(passage.feedback),
        }
        for passage in scenario.passages.values()
    ]
