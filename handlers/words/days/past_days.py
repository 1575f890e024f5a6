"""Days of what has happened, as they are said in passing: “today”, “last night's”, “thursdays”, “got it 3/11”."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from handlers.words.days.dates import Moment, Reading, read
from handlers.words.items.due import backwards, words_of

MOST_WORDS = 5
OWNS = re.compile(r"(?<=[a-z])['’]?s$", re.IGNORECASE)  # “thursday's meeting”, “last nights post”
FILLERS = re.compile(r"^(?:on|at|the|our)\s+", re.IGNORECASE)


def past_day(phrase: str, moment: Moment) -> Reading | None:
    """What a phrase means as the day of something that has happened; None when it is no day that has come."""
    said = FILLERS.sub("", phrase.strip(" ,.;:()…"))
    for spelled in (OWNS.sub("", said), said):
        if not spelled or not (reading := read(spelled, moment, cued=True)):
            continue
        found = backwards(replace(reading, said=spelled), moment)
        if moment.today in found.options:  # “Monday”, on a Monday
            found = replace(found, day=moment.today, question="", options=())
        if found.day is not None and found.day <= moment.today and not found.question:
            return found
    return None


def whole_day(phrase: str, moment: Moment) -> date | None:
    found = past_day(phrase, moment)
    return found.day if found else None


def day_after(text: str, start: int, moment: Moment) -> tuple[Reading, int] | None:
    """The longest such day that begins at `start` in a text, and where it ends."""
    for word in reversed(words_of(text, start)[:MOST_WORDS]):
        end = start + len(text[start : word.end()].rstrip(" ,.;:()…"))
        if found := past_day(text[start:end], moment):
            return found, end
    return None


def day_before(text: str, moment: Moment) -> int | None:
    """Where the longest such day begins that ends a text; None when none does."""
    words = list(re.finditer(r"\S+", text))[-MOST_WORDS:]
    return next((word.start() for word in words if past_day(text[word.start() :], moment)), None)
