"""What is stored about one person, in words and as data."""
