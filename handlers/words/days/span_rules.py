"""Spellings that count: in 3 days, in 10 working days, fortnight today, two weeks on Friday, the day before 10 Dec."""

from __future__ import annotations

import calendar as months
import re
from datetime import date, timedelta

from handlers.words.days.dates import Moment, Reading, on_date, show, spelt
from handlers.words.days.day_rules import nested
from handlers.words.days.numbers import COUNT, WD, count, weekday

UNIT = r"(?P<unit>(?:working|business|work) ?days?|wds?|days?|weeks?|wks?|fortnights?|months?|mths?|years?|yrs?)"
SPAN = rf"(?P<n>{COUNT}) ?{UNIT}"


def shifted(day: date, number: int, unit: str, moment: Moment) -> date:
    """`day` moved by so many units: working days by the calendar (C4), months by rule C8."""
    if unit.startswith(("working", "business", "work", "wd")):
        return moment.calendar.add(day, number)
    if unit.startswith("day"):
        return day + timedelta(number)
    if unit.startswith(("week", "wk")):
        return day + timedelta(7 * number)
    if unit.startswith("fortnight"):
        return day + timedelta(14 * number)
    return _months_on(day, number * (12 if unit.startswith("y") else 1))


def _months_on(day: date, number: int) -> date:
    """The same day number so many months on, else that month's last day (rule C8)."""
    at = day.month - 1 + number
    year, which = day.year + at // 12, at % 12 + 1
    return on_date(year, which, day.day) or date(year, which, months.monthrange(year, which)[1])


@spelt(
    rf"(?:in|within|within the next|in the next) {SPAN}(?:'s?|s)?(?: time)?",
    rf"{SPAN}(?:'s?)? time",
    rf"{SPAN} (?:from )?(?:today|now)",
    r"(?P<unit>fortnight|week|month) (?:from )?today",
    r"(?:in |within )?(?:a )?(?P<unit>fortnight)(?:'s time)?",
)
def from_today(match: re.Match[str], moment: Moment) -> Reading:
    parts = match.groupdict()
    return Reading(shifted(moment.today, count(parts.get("n") or "1"), parts["unit"], moment))


@spelt(SPAN, cue=True)
def bare_span(match: re.Match[str], moment: Moment) -> Reading:
    """“due 10 working days”."""
    return from_today(match, moment)


@spelt(
    rf"{SPAN} (?:on|from|after) (?P<anchor>.+)",
    r"(?:a )?(?P<unit>fortnight|week) (?:on |from |after )?(?P<anchor>tomorrow|" + WD + ")",
    rf"{SPAN} (?P<anchor>{WD})",
    rf"(?P<anchor>{WD}) (?P<unit>fortnight)",
)
def from_a_day(match: re.Match[str], moment: Moment) -> Reading | None:
    day = nested(match["anchor"], moment)
    number = count(match.groupdict().get("n") or "1")
    return Reading(shifted(day, number, match["unit"], moment)) if day else None


EVENT = r"(?:(?:the )?(?P<event>[\w' ]{2,40}?) ?(?:\((?P<inside>[^()]+)\)|on (?P<on>.+))|(?:the )?(?P<bare>.+))"


@spelt(rf"(?:the )?(?P<wd>working day|day|{WD}) (?P<side>before|after) {EVENT}\)?")
def day_beside(match: re.Match[str], moment: Moment) -> Reading | None:
    """“The day before board (10 Dec)”, “the Friday before 10 Dec”. An event whose day is not written: ask."""
    words = match["inside"] or match["on"] or match["bare"] or ""
    day = nested(words.strip(" ()"), moment)
    if day is None:
        return _unknown_event(match, moment)
    back = match["side"] == "before"
    return Reading(_beside(day, match["wd"], back, moment))


def _beside(day: date, which: str, back: bool, moment: Moment) -> date:
    step = -1 if back else 1
    if which == "day":
        return day + timedelta(step)
    if which == "working day":
        return moment.calendar.add(day, step)
    day += timedelta(step)
    while day.weekday() != weekday(which):
        day += timedelta(step)
    return day


def _unknown_event(match: re.Match[str], moment: Moment) -> Reading | None:
    if not match["bare"] or len(match["bare"].split()) > 4:
        return None
    return Reading(None, question=f"I don't know when “{match['bare']}” is. Which day is it due?")


MEETING = (
    r"(?:the )?(?:next )?(?:[a-z]+ ){0,2}?(?:board|committee|cabinet|gateway|panel|forum|steering group|council"
    r"|meeting)(?: meeting)?"
)


@spelt(rf"{MEETING},? (?:on |of )?\(?(?P<day>[^()]+)\)?", cue=True)
def day_of_a_meeting(match: re.Match[str], moment: Moment) -> Reading | None:
    """“By board (10 Dec)”, “by the board on 10 Dec”."""
    day = nested(match["day"].strip(), moment)
    return Reading(day) if day else None


@spelt(rf"(?:before|ahead of|in time for|prior to|in advance of) (?P<event>{MEETING})")
def before_a_meeting(match: re.Match[str], moment: Moment) -> Reading:
    return Reading(None, question=f"I don't know when “{match['event']}” is. Which day is it due?")


@spelt(rf"{SPAN} before {EVENT}\)?")
def span_before(match: re.Match[str], moment: Moment) -> Reading | None:
    """“2 days before 10 Dec”, “a week before the board (10 Dec)”."""
    words = match["inside"] or match["on"] or match["bare"] or ""
    day = nested(words.strip(" ()"), moment)
    return Reading(shifted(day, -count(match["n"]), match["unit"], moment)) if day else None


@spelt(r"in a few days", r"in the next few days", r"in a (?:little )?while", r"soon", cue=False)
def vague_span(match: re.Match[str], moment: Moment) -> Reading | None:
    if match[0] == "soon":
        return None
    third = moment.calendar.add(moment.today, 3)
    return Reading(
        third, question=f"By “{match[0]}”, do you mean {show(third)}?", options=(third, moment.calendar.add(third, 2))
    )
