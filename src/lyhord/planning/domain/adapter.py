"""Site rows into a planner problem, and a plan back into site terms. The only importer of lyhord_planner."""
