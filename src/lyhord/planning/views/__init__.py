"""Pages of plans, drafts, calendars and feeds."""
