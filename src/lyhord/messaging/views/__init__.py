"""Pages of what is to be told."""
