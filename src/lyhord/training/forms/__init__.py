"""Forms of modules, sessions, seats and attendance."""
