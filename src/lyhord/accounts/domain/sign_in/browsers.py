"""Which browser, in words that its owner recognises. The header itself is not kept."""

from __future__ import annotations

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_in_words(user_agent: str) -> str:
    """Return "Chrome · Windows", or as much of it as is known; empty when nothing is."""
    found = [next((word for mark, word in words if mark in user_agent), "") for words in (BROWSERS, SYSTEMS)]
    return " · ".join(word for word in found if word)
