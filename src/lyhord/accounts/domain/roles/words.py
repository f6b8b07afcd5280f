"""What the site says when a role cannot be given or ended."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.domain.roles import grants as roles
from lyhord.accounts.domain.roles import second_person
from lyhord.accounts.domain.roles.administrators import FewAccessAdministrators, LastAccessAdministrator
from lyhord.accounts.domain.roles.rules import RolesDoNotGoTogether
from lyhord.accounts.domain.roles.second_person import TIE_LASTS
from lyhord.accounts.models import User

ONE_DAY = dt.timedelta(days=1)
SETTLING_REFUSALS = (
    second_person.AboutOneself,
    second_person.NothingToApprove,
    second_person.NotOwnProposal,
    second_person.OwnProposal,
    second_person.ProposalSettled,
    second_person.ProposalTooOld,
    second_person.TiedByCode,
)
"""Why somebody may not settle what another has proposed, whatever it is."""
REFUSALS = (
    *SETTLING_REFUSALS,
    roles.AccountClosed,
    roles.AlreadyGiven,
    roles.EndNotEarlier,
    roles.EndNotLater,
    roles.EndNotMeant,
    roles.GrantTooLong,
    roles.ManagerMissing,
    RolesDoNotGoTogether,
    LastAccessAdministrator,
    FewAccessAdministrators,
)
"""What the domain refuses and a page tells; the form finds the rest before."""


def why_not(error: Exception) -> str:
    """Return the refusal in a sentence that says what to do instead."""
    if isinstance(error, RolesDoNotGoTogether):
        return f"{_('Personen har eller är föreslagen en roll som inte går ihop med den här.')} {error.reason}"
    if isinstance(error, roles.GrantTooLong):
        text = ngettext(
            "Nämnden ger rollen högst %(n)d dag i taget. Välj ett tidigare slut och förläng sedan.",
            "Nämnden ger rollen högst %(n)d dagar i taget. Välj ett tidigare slut och förläng sedan.",
            error.days,
        )
        return text % {"n": error.days}
    return _sentences()[type(error)]


def _sentences() -> dict[type[Exception], str]:
    return {
        roles.AccountClosed: _("Personen kan inte logga in. Öppna kontot först."),
        roles.AlreadyGiven: _("Personen har redan rollen där under den tiden, eller är föreslagen till den."),
        roles.EndNotEarlier: _("Rollen slutar redan då, eller tidigare. Vill du ge mer tid så förlänger du den."),
        roles.EndNotLater: _("Slutet måste komma efter början."),
        roles.EndNotMeant: _("En behörighetsadministratör har rollen tills någon avslutar den. Lämna slutet tomt."),
        second_person.AboutOneself: _("Du kan inte bestämma om dig själv. Be en annan behörighetsadministratör."),
        roles.ManagerMissing: _("Välj den enhetschef som ersätts: någon annan, som är chef för enheten den dagen."),
        second_person.NothingToApprove: _("Nämndernas godkännande som saknas kan du inte ge."),
        second_person.NotOwnProposal: _("Bara den som föreslog kan ta tillbaka förslaget. Du kan säga nej."),
        second_person.OwnProposal: _("Du föreslog det själv. En annan behörighetsadministratör måste bestämma."),
        second_person.ProposalSettled: _("Det är redan bestämt."),
        second_person.ProposalTooOld: _("Förslaget har blivit för gammalt. Gör om det."),
        second_person.TiedByCode: _(
            "En av er har nyss fått en engångskod av den andra, eller så har ni fått koder av samma person. "
            "Be någon annan bestämma, eller vänta tills koden är %(n)d dagar gammal."
        )
        % {"n": TIE_LASTS.days},
        LastAccessAdministrator: _("Ge rollen till någon annan först: nämnden behöver en behörighetsadministratör."),
        FewAccessAdministrators: _(
            "Då blir en behörighetsadministratör ensam kvar, och ensam kan ingen ge en roll. Kryssa för att du vet det."
        ),
    }


def ended_words(user: User, *, on: dt.date, today: dt.date) -> str:
    """Return what the page says when a role has been ended."""
    if on <= today:
        return _("%(name)s har inte längre rollen.") % {"name": user}
    return _("%(name)s har rollen till och med %(day)s.") % {"name": user, "day": date_format(on - ONE_DAY)}
