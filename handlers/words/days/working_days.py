"""Working days in an officer's words: “I work mon-wed”, “I don't work fridays”, “Sam works Monday, Tuesday and Thursday”."""

from __future__ import annotations

import re

from handlers.commands import SetPattern
from handlers.words.days.numbers import WD, weekday
from handlers.words.hearing import Hearing
from handlers.words.leave.whose import unless_speaker, whose
from handlers.words.understanding import Understanding

WORKS = re.compile(
    r"(?:(?P<who>.{1,60}?)\s+)?(?:working (?:days|pattern|week)(?: (?:is|are)|:)?|(?:only\s+)?works?(?:ing)?(?:\s+only)?)\s+"
    r"(?:on\s+)?(?P<days>[^?]+?)(?:\s+(?:only|each week|every week|a week|pattern))?",
    re.I,
)
NOT_WORKING = re.compile(
    r"(?P<who>.{1,60}?)(?:\s+(?:do|does)(?:n['’]?t|\s+not)|\s+never)\s+(?:usually\s+|normally\s+)?work\s+(?:on\s+)?(?P<days>.+)",
    re.I,
)
FULL_TIME = re.compile(r"(?:full[ -]?time|every day|all week|five days(?: a week)?|5 days(?: a week)?)", re.I)
EVERY_DAY = frozenset(range(5))


def working_days(text: str, hearing: Hearing) -> Understanding | None:
    """“I work mon-wed”, “I don't work fridays”, “Sam works Monday, Tuesday and Thursday”."""
    if match := NOT_WORKING.fullmatch(text):
        person, named = whose(match["who"], hearing), _weekdays(match["days"])
        days = sorted((person.sure.working_days if person and person.sure else EVERY_DAY) - named) if named else []
    elif match := WORKS.fullmatch(text):
        person, days = whose(match["who"] or "me", hearing), sorted(_weekdays(match["days"]))
    else:
        return None
    if person is None or person.sure is None or not days:
        return None
    return Understanding("pattern", (SetPattern(tuple(days), unless_speaker(person.sure, hearing)),))


def _weekdays(said: str) -> frozenset[int]:
    """The weekdays of “mon-wed”, “Mondays, Tuesdays and Thursdays”, “full time”; empty where it is something else."""
    plain = re.sub(r"\s+(?:only|now|at the moment|from now on)$", "", said.casefold().strip(" .!"))
    if FULL_TIME.fullmatch(plain):
        return EVERY_DAY
    name = rf"(?:{WD})s?"
    if match := re.fullmatch(rf"({name})\s*(?:-|–|to|until|through)\s*({name})", plain):
        first, last = (weekday(one.removesuffix("s")) for one in match.groups())
        return frozenset(range(first, last + 1))
    parts = re.split(r"\s*(?:,|&|\+|/|\band\b)\s*|\s+", plain)
    if not all(re.fullmatch(name, part) for part in parts if part):
        return frozenset()
    return frozenset(
        weekday(part if part in ("tues", "weds", "thurs") else part.removesuffix("s")) for part in parts if part
    )
