"""A whole scenario, made up, to take parts out of."""

from __future__ import annotations

ROLES = ("värd", "kök", "vaktmästare", "chaufför", "chef")


def whole() -> str:
    """Return the text of a scenario that has nothing wrong: a ladder of passages with an ending to the left of each."""
    parts = ["titel: Stegen\nhandlar om: En väg framåt.\nplats: Hallen\nteman: exempel\nkällor: nck-2016-1"]
    parts += [passage(f"steg-{n}", f"steg-{n + 1}", f"slut-{n}", roles=ROLES if n in (0, 1) else ()) for n in range(6)]
    parts += [passage("steg-6", "slut-6", "slut-7")]
    parts += [ending(f"slut-{n}", "bra" if n > 4 else "missat") for n in range(8)]
    text = "\n\n".join(parts).replace("steg-0", "start")
    return text.replace("== steg-3", "== steg-3\ngren: nekar, misstanken kvar")


def passage(id: str, *to: str, roles: tuple[str, ...] = ()) -> str:
    own = "".join(f"\n\n[{role}] {words(60, f'{id}-{role}')}" for role in roles)
    return f"== {id}\n{words(50, id)}{own}\n\nsamtal: Vad ser du?\n\n" + "\n\n".join(choice(id) for id in to)


def choice(to: str) -> str:
    return f"* Du går vidare.\n  besökaren: {words(20)}\n  nästa: {words(20)}\n  -> {to}"


def ending(id: str, grade: str) -> str:
    return f"== {id}\nslut: {grade}\n{words(130, id)}\n\nåterkoppling: {words(20)}\nminnas: Fråga igen."


def words(count: int, first: str = "Så") -> str:
    return " ".join([first, *["ord"] * (count - 1)]) + "."
