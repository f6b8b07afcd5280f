"""Which of the pages that opened name somebody other than the reader, without exactly one event in the log."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lyhord.accounts.models import User
from lyhord.people.models import Employee, Trainer
from tests.access.walk import Page


def unlogged(pages: Iterable[Page], reader: User | None) -> list[str]:
    """Return a sentence for each page that is wrong: names without an event, or one page with several."""
    named = re.compile("|".join(map(re.escape, sorted(_others(reader), key=len, reverse=True))))
    wrong = []
    for page in pages:
        found = sorted(set(named.findall(page.text)))
        if page.read > 1 or (found and not page.read):
            wrong.append(f"{page.url}: {page.read} events, names {found}")
    return wrong


def _others(reader: User | None) -> set[str]:
    """Return the names of everybody there is but the reader."""
    names = set(User.objects.exclude(pk=reader and reader.pk).values_list("name", flat=True))
    for model in (Employee, Trainer):
        rows = model.objects.all() if reader is None else model.objects.exclude(user=reader)
        names |= set(rows.values_list("name", flat=True))
    return names - {""}
