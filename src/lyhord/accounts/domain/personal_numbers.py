"""Swedish personal identity numbers: recognised, so that they are never kept."""

from __future__ import annotations

import re

_PERSONAL_NUMBER = re.compile(r"(?:19|20)?(\d{2})(\d{2})(\d{2})[-+]?(\d{4})", re.ASCII)


def looks_like_personal_number(text: str) -> bool:
    """Tell whether the text is a Swedish personal identity or coordination number: date, and last digit by Luhn."""
    match = _PERSONAL_NUMBER.fullmatch(text.strip())
    if match is None:
        return False
    year, month, day, last = match.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(day) % 60 <= 31):
        return False
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(year + month + day + last))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
