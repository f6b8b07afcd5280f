"""The words of the format. Nobody reads them on a page: they are what one writes in the text."""

from __future__ import annotations

import re

from lyhord.training.domain.scenarios.scenario import Branch
from lyhord.training.enums import Ending, StaffRole

HEADINGS = {"titel": "title", "handlar om": "about", "plats": "place", "teman": "themes", "källor": "sources"}
ROLES = {
    "värd": StaffRole.HOST,
    "kök": StaffRole.KITCHEN,
    "vaktmästare": StaffRole.CARETAKER,
    "chaufför": StaffRole.DRIVER,
    "chef": StaffRole.MANAGER,
}
BRANCHES = {
    "bekräftat, vill ha hjälp": Branch.CONFIRMS_AND_WANTS,
    "bekräftat, vill inte": Branch.CONFIRMS_AND_DOES_NOT,
    "nekar, misstanken kvar": Branch.DENIES,
    "kan inte tala, misstanke": Branch.UNABLE_SUSPICION,
    "kan inte tala, bekräftat": Branch.UNABLE_CONFIRMED,
    "kan inte tala, nekat": Branch.UNABLE_DENIED,
}
ENDINGS = {"bra": Ending.GOOD, "halvvägs": Ending.HALFWAY, "missat": Ending.MISSED}
NAMED = {"samtal": "question", "gren": "branch", "slut": "ending", "återkoppling": "feedback", "minnas": "remember"}
"""What a line of a passage may begin with."""

CHOICE_PARTS = {"besökaren": "visitor", "nästa": "colleague"}

NAMED_LINE = re.compile(r"([a-zåäö][a-zåäö ]*):\s*(.*)", re.DOTALL)
FOR_ROLES = re.compile(r"\[([a-zåäö, ]+)\]\s*(.*)", re.DOTALL)
