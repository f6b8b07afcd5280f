"""Plan training sessions and visits that reach every place and every employee.

Reads a Problem, returns a Result with a Plan, bounds and reasons, explains what cannot be done and repairs
plans. Pure Python and OR-Tools: knows neither Django nor the site. The rules are listed in
docs/planning-model.md.
"""
