"""The words of the format. Nobody reads them on a page: they are what one writes in the text."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """What a stretch of a session is. The value is the Swedish word of the file."""

    LECTURE = "genomgång"
    TALK = "samtal"
    EXERCISE = "övning"
    PLAY = "spel"
    BREAK = "paus"


class SourceKind(StrEnum):
    """What a source is. The value is the Swedish word of the list; what binds us comes first."""

    LAW = "lag"
    REGULATION = "föreskrift"
    DECISION = "beslut"
    RESEARCH = "forskning"
    REVIEW = "kunskapsöversikt"
    STATISTICS = "statistik"
    ROUTINE = "rutin"
    SUPPORT_LINE = "stödlinje"
    PRESS = "press"
