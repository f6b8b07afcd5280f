"""Site rows into a planner problem, and a plan back into site terms. The only importer of lyhord_planner."""

from lyhord.planning.domain.adapter.build import PRICES, NoHalfDays, NoSettings, Prepared, build_problem, prepare
from lyhord.planning.domain.adapter.comparing import (
    BrokenRule,
    OldPlan,
    Verdict,
    draft_activities,
    judge_today,
    move_points,
    standing_plan,
)
from lyhord.planning.domain.adapter.export import export_problem
from lyhord.planning.domain.adapter.placing import Placing, plan_to_site
from lyhord.planning.domain.adapter.reading import Draft, HalfDay, Item, Level, read_draft
from lyhord.planning.domain.adapter.solving import (
    Json,
    Solved,
    plan_json,
    problem_json,
    result_of_best,
    solve_stored,
)

__all__ = [
    "PRICES",
    "BrokenRule",
    "Draft",
    "HalfDay",
    "Item",
    "Json",
    "Level",
    "NoHalfDays",
    "NoSettings",
    "OldPlan",
    "Placing",
    "Prepared",
    "Solved",
    "Verdict",
    "build_problem",
    "draft_activities",
    "export_problem",
    "judge_today",
    "move_points",
    "plan_json",
    "plan_to_site",
    "prepare",
    "problem_json",
    "read_draft",
    "result_of_best",
    "solve_stored",
    "standing_plan",
]
