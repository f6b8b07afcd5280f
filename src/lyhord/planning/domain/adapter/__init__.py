"""Site rows into a planner problem, and a plan back into site terms. The only importer of lyhord_planner."""

from lyhord.planning.domain.adapter.build import NoHalfDays, NoSettings, Prepared, build_problem, prepare

__all__ = ["NoHalfDays", "NoSettings", "Prepared", "build_problem", "prepare"]
