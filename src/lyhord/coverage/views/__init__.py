"""Pages of coverage: a clause on a day, and what was frozen."""
