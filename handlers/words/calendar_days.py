"""The calendar in words: “Monday 18 January is a bank holiday: the Coronation”, “the office is closed 24 to 31 December”."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from handlers.commands import AddDays, ListDays, RemoveDays
from handlers.words.days.spans import LONGEST_SAID, Span, day_doubt, spans
from handlers.words.guidance import END, PLEASE
from handlers.words.hearing import Hearing
from handlers.words.understanding import Doubt, Understanding

NATIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern ireland": "NIR"}
NATION = rf"(?:\s+(?:in|for|of)\s+(?P<nation>{'|'.join(NATIONS)})(?:\s+only)?)?"
NAME = r"(?:(?:\s*[:,(]\s*|\s+[–—-]\s+(?=[a-z]))(?P<name>[^()]{2,100}?)\)?|\s+(?:for|because of|to mark)\s+(?P<mark>.{2,100}?))?"
SORT = r"(?:(?:extra|additional|special|new|one-off)\s+)?(?:public|bank)\s+holidays?"
OFFICE = r"(?:the\s+|our\s+|all\s+)*(?:council(?:['’]s)?\s+)?(?:offices?|council|town hall|civic centre|county hall|building)"
TELLING = r"(?:(?:please|pls|hi|hello|all|fyi|note|nb|just to say|note that|be aware that|remember)[\s,:]+)*"

IS_HOLIDAY = re.compile(
    rf"{TELLING}(?P<days>.{{2,80}}?)\s+(?:is|are|will\s+be|has\s+been|have\s+been|was|['’]s)\s+(?:now\s+|also\s+)*"
    rf"(?:(?:made|declared|proclaimed|announced(?:\s+as)?)\s+)?(?:to\s+be\s+)?(?:an?\s+)?{SORT}(?:\s+now)?{NATION}{NAME}[\s.!]*",
    re.IGNORECASE,
)
ADD_HOLIDAY = re.compile(
    rf"{PLEASE}(?:(?:add|put in|note|enter)\s+)?(?:an?\s+|the\s+)?{SORT}{NATION}\s*[:,]?\s+(?:on\s+)?"
    rf"(?P<days>(?=.*\d).{{2,60}}?){NAME}[\s.!]*",
    re.IGNORECASE,
)
IS_CLOSED = re.compile(
    rf"{TELLING}{OFFICE}(?:\s+(?:is|are|will\s+be)|['’]s|['’]ll\s+be)?\s+(?:clos(?:ed|es)|shuts?)(?:\s+down)?[\s:,]+"
    rf"(?P<days>.{{2,80}}?){NAME}[\s.!]*",
    re.IGNORECASE,
)
ADD_CLOSURE = re.compile(
    rf"{PLEASE}(?:(?:add|put in|note|enter)\s+)?(?:an?\s+|the\s+)?(?:{OFFICE}\s+|christmas\s+)?clos(?:ure|ed)\s*[:,]?\s+"
    rf"(?:on\s+|from\s+)?(?P<days>(?=.*\d).{{2,60}}?){NAME}[\s.!]*",
    re.IGNORECASE,
)
REMOVE = re.compile(
    rf"{PLEASE}(?:remove|cancel|delete|drop|take\s+(?:back|out))\s+(?:the\s+|an?\s+|our\s+)*"
    rf"(?:(?P<holiday>{SORT})|(?:office\s+|council\s+)?(?P<closure>closures?))\s+(?:(?:on|of|from|for)\s+)?(?P<days>.{{2,60}}?)(?:\s+(?:please|pls|thanks))?{END}",
    re.IGNORECASE,
)
NOT_HOLIDAY = re.compile(
    rf"{TELLING}(?P<days>.{{2,60}}?)\s+(?:is|are)(?:\s+not|n['’]t|\s+no)\s+(?:longer\s+)?(?:an?\s+)?(?P<holiday>{SORT})"
    r"(?:\s+(?:any\s*more|after\s+all))?[\s.!]*",
    re.IGNORECASE,
)
OPEN_AGAIN = re.compile(
    rf"{TELLING}{OFFICE}\s+(?:is|are|will\s+be)\s+(?:not\s+closed|open)\s+(?P<days>.{{2,60}}?)(?:\s+after\s+all)?[\s.!]*",
    re.IGNORECASE,
)
LIST = re.compile(
    rf"{PLEASE}(?:(?:show|list|see|tell|what|which|when)(?:\s+me|\s+us)?(?:\s+(?:are|is))?\s+)?(?:the\s+|our\s+|all\s+|added\s+)*"
    rf"(?:{SORT}|(?:office\s+)?closures?)(?:\s+(?:and|&)\s+(?:{SORT}|(?:office\s+)?closures?))?"
    rf"(?:\s+(?:are there|do we (?:have|keep)|list))?{END}"
    rf"|{PLEASE}(?:when|(?:on\s+)?which days?)\s+(?:is|are)\s+{OFFICE}\s+(?:closed|shut){END}",
    re.IGNORECASE,
)
ASKED = re.compile(r"\?\s*$")

Sort = Literal["holiday", "closure"]


def calendar_days(text: str, hearing: Hearing) -> Understanding | None:
    """What a text does to the calendar, or asks of it; None when it is about something else. A question adds nothing."""
    said = text.strip()
    if len(said) > LONGEST_SAID:
        return None
    if LIST.fullmatch(said):
        return Understanding("query", (ListDays(),))
    if ASKED.search(said):
        return None
    if (match := REMOVE.fullmatch(said) or NOT_HOLIDAY.fullmatch(said)) or (match := OPEN_AGAIN.fullmatch(said)):
        return _removed(match, hearing)
    if match := IS_HOLIDAY.fullmatch(said) or ADD_HOLIDAY.fullmatch(said):
        return _added(match, "holiday", hearing)
    if match := IS_CLOSED.fullmatch(said) or ADD_CLOSURE.fullmatch(said):
        return _added(match, "closure", hearing)
    return None


def _added(match: re.Match[str], sort: Sort, hearing: Hearing) -> Understanding | None:
    span = _span(match["days"], hearing)
    if span is None:
        return None
    found = match.groupdict()
    name = " ".join((found.get("name") or found.get("mark") or "").split()).strip(" .!")
    nation = NATIONS[found["nation"].casefold()] if found.get("nation") else ""
    last = span.last if span.last != span.first else None
    doubts = _doubts(span)
    return Understanding("setup", (AddDays(span.first, last, sort, name[:1].upper() + name[1:], nation),), doubts)


def _removed(match: re.Match[str], hearing: Hearing) -> Understanding | None:
    span = _span(match["days"], hearing)
    if span is None:
        return None
    found = match.groupdict()
    sort: Sort = "holiday" if found.get("holiday") else "closure"
    last = span.last if span.last != span.first else None
    return Understanding("setup", (RemoveDays(span.first, last, sort),), _doubts(span))


def _span(days: str, hearing: Hearing) -> Span | None:
    found = spans(days, hearing.moment)
    return found[0] if len(found) == 1 else None


def _doubts(span: Span) -> tuple[Doubt, ...]:
    """The day that has to be asked about; of a span without an end, until when."""
    if span.unsure is not None:
        return (replace(day_doubt(span.about, span.unsure), ask=span.about),)
    return (Doubt("last", "Until which day, that day included?", ask="last"),) if span.last is None else ()
