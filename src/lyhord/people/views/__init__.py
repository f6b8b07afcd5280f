"""Pages of employees and trainers."""
