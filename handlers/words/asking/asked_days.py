"""The days in a question: when records are due, and when they were raised, closed or last changed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.words.asking.asked import Filter
from handlers.words.days.periods import Range, period
from handlers.words.hearing import Hearing
from handlers.words.leave.absences import ON_LEAVE, PEOPLE, days_said

EVENTS = {
    "raised": re.compile(
        r"(?:that (?:were|was) )?"
        r"(?:(?:newly )?raised?|log(?:ged)?|created|added|opened|reported|new|recorded|came in|captured)\b"
        r"(?! by\s+(?!\w+day))\s*",
        re.IGNORECASE,
    ),
    "closed": re.compile(
        r"(?:that (?:were|was) )?(?:closed?|completed?|finish(?:ed)?|resolved?|done|settled?|approved?|decided?|agreed?|made?"
        r"|delivered|reached|published|validated|cancelled)\b(?! by)\s*",
        re.IGNORECASE,
    ),
    "changed": re.compile(
        r"(?:(?:has|have|that|been|was|were)\s+)*(?:changed?|updated?|moved|edited|happened|touched|altered|new)\b\s*",
        re.IGNORECASE,
    ),
}
UNTOUCHED = re.compile(
    r"(?:(?:that have |which have |have |has |with )?(?:not|no|n['’]t)(?: been)? (?:updated?s?|changed?s?|touched"
    r"|moved|reviewed|looked at|news)"
    r"|untouched|stale|unchanged|without (?:an? )?updates?)"
    r"\s*(?:(?:in|for|since|over|within)\s+)?(?:the\s+)?(?:(?:last|past)\s+)?"
    r"(?P<n>\d{1,3}|a|an|two|three|four|six)?\s*(?P<unit>days?|weeks?|months?|fortnight)?(?=\W|$)",
    re.IGNORECASE,
)
OPEN_FOR = re.compile(
    r"(?:(?:that (?:have|has) been|been|still)\s+)*(?:(?:open|outstanding|raised|live|unresolved)\s+)?(?:for\s+)?"
    r"(?:over|more than|longer than|older than|(?P<least>at least)|>)\s*(?P<n>\d{1,3}|a|an|two|three|four"
    r"|six)\s*(?P<working>working\s+)?"
    r"(?P<unit>days?|weeks?|months?|fortnight|wds?)(?:\s+(?:old|ago))?(?=\W|$)",
    re.IGNORECASE,
)
# “owned by people on leave”, “whose owner is away next week”.
OWNER_AWAY = re.compile(
    r"(?:(?:(?:that|which)\s+)?(?:(?:are|is)\s+)?(?:owned\s+by|assigned\s+to|belong(?:s|ing)?\s+to|held\s+by|sitting\s+with|with|of|for)"
    rf"\s+(?:an?\s+|the\s+)?(?:{PEOPLE}|owners?)|(?:whose|where\s+the)\s+owners?)"
    rf"\s+(?:(?:who|that)\s+)?(?:(?:is|are|will\s+be)\s+)?(?:currently\s+|now\s+|all\s+)?{ON_LEAVE}(?=\W|$)",
    re.IGNORECASE,
)
# “due while their owner is away”.
AWAY_WHEN_DUE = re.compile(
    r"(?:(?:that|which)\s+)?(?:(?:is|are|will\s+be)\s+)?(?:(?:fall(?:s|ing)?|com(?:es?|ing))\s+)?(?:due|up)\s+(?:while|when|during)"
    rf"\s+(?:the\s+|their\s+|its\s+|an?\s+)?(?:owners?|they|{PEOPLE})(?:\s+(?:is|are|will\s+be)|['’](?:re|s))\s+{ON_LEAVE}(?=\W|$)",
    re.IGNORECASE,
)
LENGTHS = {"day": 1, "week": 7, "fortnight": 14, "month": 30}
NUMBERS = {"a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "six": 6}


def events(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """“raised last week”, “closed this month”, “changed since Monday”: when something happened to a record."""
    for name, pattern in EVENTS.items():
        match = pattern.match(text)
        if not match:
            continue
        found = _period_at(text[match.end() :], hearing)
        if not found:
            if name == "raised" and not wanted.event:  # “issues raised by Tom last week”: the period comes later
                wanted.event = name
                return text[match.end() :]
            continue
        (first, last), rest = found
        bounds = {f"{name}_{side}": day for side, day in (("from", first), ("to", last)) if day}
        if bounds and wanted.set(**bounds):
            if name != "raised":
                wanted.facts.setdefault("status", "closed" if name == "closed" else "any")
            return rest
    return None


def _period_at(text: str, hearing: Hearing) -> tuple[Range, str] | None:
    """The period of the past that a text begins with: “since Monday” is the Monday before today, “in November” this year's."""
    words = list(re.finditer(r"\S+", text))[:6]
    for word in reversed(words):
        found = period(text[: word.end()], hearing.moment)
        if found:
            return _looked_back(found, hearing), text[word.end() :]
    return None


def _looked_back(found: Range, hearing: Hearing) -> Range:
    first, last = found
    today = hearing.moment.today
    if first is None or first <= today:
        return first, last
    near = first - today <= timedelta(7) and (last is None or last - first < timedelta(7))
    return _before(first, near), last and _before(last, near)


def _before(day: date, near: bool) -> date:
    """The same weekday a week before, or the same day of the year before."""
    if near:
        return day - timedelta(7)
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def owner_away(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """“owned by people on leave next week”: whoever owns it is away then; where no days are said, today. “Due while their owner
    is away”: on the day it is due."""
    if match := AWAY_WHEN_DUE.match(text):
        wanted.dated = True
        return text[match.end() :] if wanted.set(away_when_due=True) else None
    match = OWNER_AWAY.match(text)
    if not match:
        return None
    rest = text[match.end() :]
    for end in (*(word.end() for word in reversed(list(re.finditer(r"\S+", rest))[:8])), 0):
        if days := days_said(rest[:end], hearing):
            return rest[end:] if wanted.set(away_from=days[0], away_to=days[1]) else None
    return None


def open_for(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """“open over 2 days”, “older than a month”: raised before then."""
    match = OPEN_FOR.match(text)
    if not match:
        return None
    unit = match["unit"].casefold()
    said = match["n"].casefold()
    number = int(said) if said.isdecimal() else NUMBERS.get(said, 1)
    today = hearing.moment.today
    if match["working"] or unit.startswith("wd"):
        day = hearing.moment.calendar.add(today, -number)
    else:
        day = today - timedelta(number * LENGTHS[unit.removesuffix("s")])
    # Over two days is three days and more.
    before = day if match["least"] else day - timedelta(1)
    return text[match.end() :] if wanted.set(raised_to=before) else None


def new(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """“new risks”: of the last seven days."""
    match = re.match(r"(?:new|recent(?:ly raised)?)\b(?!\s+owner)", text, re.IGNORECASE)
    if not match or not wanted.set(raised_from=hearing.moment.today - timedelta(7)):
        return None
    wanted.vague, wanted.event = True, "raised"
    return text[match.end() :]


def untouched(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """“not updated for 30 days”: last changed before then. Without a number, as many days as the health check allows."""
    match = UNTOUCHED.match(text)
    if not match:
        return None
    unit = (match["unit"] or "day").casefold().removesuffix("s")
    said = (match["n"] or "").casefold()
    count = int(said) if said.isdecimal() else NUMBERS.get(said, 1)
    days = count * LENGTHS[unit] if match["unit"] else hearing.around.programme.health.stale_days
    return text[match.end() :] if wanted.set(changed_to=hearing.moment.today - timedelta(days)) else None


def when(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """A period, after “due” or on its own."""
    match = re.match(
        r"(?:(?:is |are |to be |to |for )?"
        r"(?:due|falling due|coming up|going out|goes out|to be published|publish(?:ed|ing)|needed|promised|planned"
        r"|forecast|review(?:ed)?|validated?)\b\s*)?",
        text,
        re.IGNORECASE,
    )
    start = match.end() if match else 0
    words = list(re.finditer(r"\S+", text[start:]))[:8]
    for word in reversed(words):
        found = period(text[start : start + word.end()], hearing.moment)
        if found and wanted.set(due_from=found[0], due_to=found[1]):
            wanted.dated = bool(start)
            wanted.due = bool(start) or (None not in found and found[0] != found[1])
            return text[start + word.end() :]
    if start:
        wanted.due = True
        return text[start:]
    return None
