"""Pages of decisions, clauses, exceptions and money."""
