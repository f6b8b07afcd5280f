"""Each board: who can give roles, which roles end soon, and disposal. Numbers and boards, never people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.domain.doctor.findings import Finding, fault, note, ok
from lyhord.accounts.domain.retention.kinds import kind_of
from lyhord.accounts.domain.roles.administrators import few_administrators
from lyhord.accounts.domain.roles.rules import SOON
from lyhord.accounts.models import RetentionPass, RetentionRule, RoleGrant
from lyhord.organisation.models import Board

PASS_OVERDUE = dt.timedelta(days=2)


def check_boards(today: dt.date) -> Iterator[Finding]:
    boards = list(Board.objects.all())
    if not boards:
        yield note(_("Det finns inga nämnder än. Kör lyhord init."))
        return
    few = few_administrators([board.pk for board in boards], today)
    for board, there in few.items():
        text = ngettext(
            "%(board)s har bara %(n)d behörighetsadministratör, och ensam kan ingen ge en roll. Kör lyhord admins add.",
            "%(board)s har %(n)d behörighetsadministratörer, och det ska finnas två. Kör lyhord admins add.",
            there,
        )
        yield fault(text % {"board": board, "n": there})
    if not few:
        yield ok(_("Varje nämnd har minst två behörighetsadministratörer."))
    yield from _ending(boards, today)


def _ending(boards: list[Board], today: dt.date) -> Iterator[Finding]:
    for board in boards:
        ending = RoleGrant.objects.active(today).within([board.pk]).filter(ends_before__lte=today + SOON).count()
        if ending:
            text = ngettext(
                "%(board)s: %(n)d roll slutar inom 30 dagar. Behörighetsadministratörerna ser vilken.",
                "%(board)s: %(n)d roller slutar inom 30 dagar. Behörighetsadministratörerna ser vilka.",
                ending,
            )
            yield note(text % {"board": board, "n": ending})


def check_retention(now: dt.datetime) -> Iterator[Finding]:
    rules = RetentionRule.objects.filter(replaced_at=None).select_related("owner").order_by("owner__name", "kind")
    if not rules:
        yield note(_("Ingen nämnd har lagt in hur länge uppgifter sparas, så inget gallras."))
        return
    last = RetentionPass.objects.order_by("-at").values_list("at", flat=True).first()
    since = last or min(rule.entered_at for rule in rules)
    if last is not None and now < last:
        yield fault(
            _("Gallringen står still: klockan har gått bakåt. Ställ den rätt, kör sedan lyhord retention resume.")
        )
    elif now - since > PASS_OVERDUE:
        yield fault(
            _(
                "Gallringen har inte gått på två dagar. Är arbetaren igång och klockan rätt, "
                "kör lyhord retention resume."
            )
        )
    else:
        yield ok(_("Gallringen går varje dag."))
    for rule in rules:
        if rule.stopped_at is not None:
            text = _(
                "%(board)s: gallringen av %(kind)s har stannat, för den ville ta mer än nämnden sett. Se över regeln."
            )
            yield fault(text % {"board": rule.owner, "kind": kind_of(rule.kind).title})
