"""Pages of visits and of what a clause requires of them."""
