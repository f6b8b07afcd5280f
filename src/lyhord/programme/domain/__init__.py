"""Decisions, what done means, exceptions and money."""
