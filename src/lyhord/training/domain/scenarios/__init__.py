"""Branching scenarios: a small text format, its checker, and what one makes of it. Knows no database."""
