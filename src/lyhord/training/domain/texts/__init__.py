"""Texts that come with the program and that a board may word in its own way: versions, what differs, what is asked."""
