"""What people take back while they type: “at last nights… sorry thursdays meeting”, “120, no, 132 names”. The later counts."""

from __future__ import annotations

import re

from handlers.words.days.dates import Moment
from handlers.words.days.past_days import day_after, day_before

SORRY = re.compile(
    r"[\s,.…–—-]*\b(?:(?:oh\s+)?(?:no\s*,?\s+)?(?:wait\s*,?\s+)?(?:sorry|i meant?|make that|correction|scratch that|rather)"
    r"|(?<=[,.…–—-]\s)no(?:\s+wait)?(?=[\s,]))\b[\s,.:…–—-]*(?:(?:i meant?|it was|that was|that['’]s|no)\b[\s,]*)*",
    re.IGNORECASE,
)
NUMBER_LAST = re.compile(r"\d[\d,]*(?:\s+[a-z]+)?\s*$", re.IGNORECASE)
MOST = 4


def corrected(text: str, moment: Moment) -> str:
    """The text with what was taken back left out, where the words after “sorry” are of the same sort as those before: a day for a
    day, a number for a number. Any other “sorry” stays."""
    at = 0
    for _ in range(MOST):
        match = SORRY.search(text, at)
        if match is None:
            break
        before, after = text[: match.start()], text[match.end() :]
        start = _taken_back(before, after, moment)
        if start is None:
            at = match.end()
            continue
        text, at = f"{before[:start]}{after}", start
    return text


def _taken_back(before: str, after: str, moment: Moment) -> int | None:
    """Where the words begin that were taken back."""
    if day_after(after, 0, moment):
        return day_before(before, moment)
    number = NUMBER_LAST.search(before)
    return number.start() if number and re.match(r"\d", after) else None
