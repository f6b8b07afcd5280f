"""Pages of modules, sessions, seats and attendance."""
