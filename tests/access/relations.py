"""Which rows stand behind the relations of the cells: "own", "near", "far" and so on, for each address."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Model

from lyhord.training.domain.certificates.numbers import in_groups
from lyhord.training.domain.scenarios.library import scenarios
from lyhord.training.domain.scenarios.play import walk
from lyhord.training.enums import StaffRole
from tests.access.world import World

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def parameters(address: str) -> list[str]:
    return PARAMETER.findall(address)


def filled(address: str, world: World, actor: str, relation: str) -> str:
    """Return the address of the row that has the relation to the actor. Raises KeyError for one that has none."""
    names = parameters(address)
    found = {name: _found(name, names, address, world, actor, relation) for name in names}
    return PARAMETER.sub(lambda match: str(found[match[1]]), address)


def _found(name: str, names: list[str], address: str, world: World, actor: str, relation: str) -> Any:
    own, far = world.own, world.far
    if name in _TEXTS:
        return _TEXTS[name](world)[relation]
    if name == "result_id":
        kept = (own if relation == "me" else far).results
        return kept.get(actor, kept["E"]).pk
    if name in {"row_id", "employment_id", "other_id"}:
        return _part(name, address, world, relation)
    a, c = own.rows, far.rows
    me = own.volunteer if actor == "V" else own.mine
    rows: dict[str, dict[str, Model]] = {
        "place_id": {"own": own.own, "near": own.near, "far": far.own},
        "employee_id": {
            "me": me,
            "own": own.colleague,
            "near": own.neighbour,
            "far": far.colleague,
            "left": own.left,
        },
        "trainer_id": {"me": own.trainer, "mate": far.trainer, "own": a["own_trainer"], "far": c["own_trainer"]},
        "decision_id": {"own": own.decision, "far": far.decision, "answer": a["answer"]},
        "clause_id": {"trains": a["trains"], "visits": a["visits"], "far": c["trains"], "far2": c["visits"]},
        "funding_id": {"own": a["funding"], "far": c["funding"]},
        "cost_id": {"own": a["cost"], "far": c["cost"]},
        "exception_id": {"own": a["exception"], "far": c["exception"]},
        "module_id": {"mine": a["module"], "own": a["other_module"], "far": c["module"]},
        "session_id": {
            "own": a["session"],
            "near": a["session_near"],
            "mine": a["session_mine"],
            "over": a["session_over"],
            "far": c["session"],
        },
        "booking_id": {
            "me": _booking(a["session_mine"], me),
            "own": _booking(a["session"], own.colleague),
            "near": _booking(a["session_near"], own.neighbour),
            "left": _booking(a["session_mine"], own.left),
            "far": _booking(c["session"], far.colleague),
        },
        "certificate_id": {
            "me": a["certificate_V" if actor == "V" else "certificate_E"],
            "own": a["certificate_E" if actor == "V" else "certificate_V"],
            "far": c["certificate_E"],
        },
        "visit_id": {
            "own": a["visit"],
            "near": a["visit_near"],
            "mine": a["visit_mine"],
            "over": a["visit_over"],
            "far": c["visit"],
        },
        "message_id": {"own": a["message"], "far": c["message"]},
        "run_id": {"own": a["run"], "far": c["run"]},
        "draft_id": {
            "own": a["draft"],
            "sent": a["sent"],
            "adopted": a["adopted"],
            "far": c["draft"],
            "far-sent": c["sent"],
        },
        "snapshot_id": {"own": a["snapshot"], "far": c["snapshot"]},
        "feed_id": {"own": a["feed"], "near": a["feed_near"], "mine": a["feed_mine"], "far": c["feed"]},
        "grant_id": {"own": a["grant"], "asked": a["asked"], "me": a["own_grant"], "far": c["grant"]},
        "user_id": {
            "own": own.users["R"],
            "staff": own.users["E"],
            "far-staff": far.users["E"],
            "shared": a["shared"],
            "me": own.users["G"],
            "far": far.users["R"],
            "stopped": a["stopped"],
            "far-stopped": c["stopped"],
        },
        "request_id": {
            "own": a["request"],
            "account": a["account_request"],
            "far": c["request"],
            "far-account": c["account_request"],
        },
        "mark_id": {"own": a["mark"], "far": c["mark"]},
        "rule_id": {"own": a["rule"], "far": c["rule"]},
        "round_id": {"own": a["round"], "far": c["round"]},
        "check_id": {"own": a["check"], "board": a["board_check"], "me": a["my_check"], "far": c["check"]},
        "link_id": {"own": a["link"], "far": c["link"]},
        "code_request_id": {
            "own": a["code_request"],
            "mine": a["own_code_request"],
            "far": c["code_request"],
        },
        "length_id": {"own": a["length"], "far": c["length"]},
        "link_rule_id": {"own": a["link_rule"], "far": c["link_rule"]},
        "programme_id": {"own": own.decision.programme, "far": far.decision.programme},
        "board_id": {"own": own.board, "far": far.board},
        "administration_id": {"own": a["administration"], "far": c["administration"]},
        "unit_id": {"own": own.unit, "far": far.unit},
    }
    if address.startswith("/import/"):
        rows["run_id"] = {"own": a["import"], "far": c["import"]}
    return rows[name]["own" if relation == "mixed" else relation].pk


def _booking(session: Any, employee: Any) -> Model:
    found: Model = session.bookings.get(employee=employee)
    return found


_TEXTS: dict[str, Any] = {
    "scenario_slug": lambda _: {"-": "kaffebordet"},
    "staff_role": lambda _: {"-": "vard"},
    "way": lambda _: {"-": _way_to_an_ending()},
    "secret": lambda world: {
        "live": world.own.rows["secret"],
        "withdrawn": world.own.rows["old_secret"],
        "lost": world.own.rows["lost_secret"],
        "none": "no-such",
    },
    "token": lambda world: {
        "live": world.own.rows["token"],
        "over": world.own.rows["old_token"],
        "none": "no-such",
    },
    "provider_id": lambda _: {"none": "kommunen"},
    "organization_slug": lambda _: {"none": "kommunen"},
    "record_slug": lambda _: dict.fromkeys(("own", "far"), "medarbetare-som-slutat"),
    "kind_slug": lambda _: {"own": "traffpunkter", "none": "no-such"},
    "code": lambda _: dict.fromkeys(("own", "far"), "samtal-om-svara-fragor"),
    "slug": lambda _: dict.fromkeys(("own", "far"), "ovningar"),
    "which": lambda _: dict.fromkeys(("own", "far"), "bilder"),
    "number": lambda _: dict.fromkeys(("own", "far"), 1),
    "certificate_number": lambda world: {
        "own": in_groups(world.own.rows["certificate_E"].number),
        "far": in_groups(world.far.rows["certificate_E"].number),
        "none": "no-such",
    },
    "year": lambda _: {"-": 2025},
    "week": lambda _: {"-": 41},
    "day": lambda _: dict.fromkeys(("me", "mate", "own", "far"), "2025-10-09"),
}


def _way_to_an_ending() -> str:
    way = ""
    while not walk(scenarios()["kaffebordet"], StaffRole.HOST, way).here.ending:
        way += "1"
    return way


def _part(name: str, address: str, world: World, relation: str) -> Any:
    """Return the id of a row below another. "mixed": the upper row is one's own, the lower one is another board's."""
    own, far = world.own, world.far
    side = far if relation in {"far", "mixed"} else own
    if name == "other_id":
        return (side if relation != "sent" else own).rows["draft" if relation == "sent" else "sent"].pk
    if name == "employment_id":
        people = {"me": own.mine, "near": own.neighbour, "left": own.left}
        return people.get(relation, side.colleague).employments.get().pk
    kind = address.rsplit("/", 4)[-4]
    return side.rows["trainer-franvaro" if address.startswith("/utbildare/") else kind].pk
