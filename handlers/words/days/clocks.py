"""Times of day as officers write them: 3pm, 15:00, noon, COP."""

from __future__ import annotations

import re
from datetime import time

CLOSE = time(17, 0)
NOON = time(12, 0)

# What people say for an hour. COP, COB and EOP are 17:00 (the trade's rule); the halves of a day end at noon and at 17:00.
WORDS = {
    r"c\.?o\.?p\.?|c\.?o\.?b\.?|e\.?o\.?p\.?|e\.?o\.?d\.?|close of (?:play|business|day)|end of play": CLOSE,
    r"end of (?:the )?(?:working )?day|end of business": CLOSE,
    r"(?:12 ?)?noon|midday": NOON,
    r"midnight": time(23, 59),
}
# These mean an hour only beside a day.
WORDS_BESIDE_A_DAY = {
    r"(?:first|1st) thing|close": None,
    r"(?:in the )?morning|am|lunch ?time|lunch": NOON,
    r"(?:in the )?(?:afternoon|evening)|pm|night": CLOSE,
}
FIRST_THING = time(9, 0)

_HOURS = (
    r"(?P<h12>1[0-2]|0?[1-9])(?:[:.](?P<m12>[0-5]\d))? ?(?P<half>[ap])\.?m\.?"
    r"|(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)(?::[0-5]\d)?(?: ?(?:hrs|hours|h))?"
    r"|(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d) ?(?:hrs|hours|h)"
)
_ALWAYS = "|".join([_HOURS, *WORDS])
_BESIDE = "|".join([_ALWAYS, *WORDS_BESIDE_A_DAY])

ALONE = re.compile(rf"(?:at |by |before |@ ?)?(?P<clock>{_ALWAYS})")
FIRST = re.compile(rf"(?:at |by |before |@ ?)?(?P<clock>{_BESIDE})(?: on| of| this)? (?P<rest>.+)")
LAST = re.compile(rf"(?P<rest>.+?)(?: at| by| before| @|t)? ?(?<![\d:.])(?P<clock>{_BESIDE})")


def split_clock(phrase: str) -> tuple[str, time | None]:
    """The phrase without its time of day, and that time; the phrase itself when it has none. Expects small letters."""
    for pattern in (ALONE, FIRST, LAST):
        if match := pattern.fullmatch(phrase):
            parts = match.groupdict()
            return (parts.get("rest") or "").strip(" ,@"), _clock(match)
    return phrase, None


def _clock(match: re.Match[str]) -> time:
    if match["h12"]:
        return time(int(match["h12"]) % 12 + (12 if match["half"] == "p" else 0), int(match["m12"] or 0))
    if match["h24"] or match["h4"]:
        return time(int(match["h24"] or match["h4"]), int(match["m24"] or match["m4"]))
    word = match["clock"]
    if word.endswith("thing"):
        return FIRST_THING
    if word == "close":
        return CLOSE
    table = {**WORDS, **WORDS_BESIDE_A_DAY}
    return next(hour for pattern, hour in table.items() if hour and re.fullmatch(pattern, word))
