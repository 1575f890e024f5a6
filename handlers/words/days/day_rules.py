"""Spellings of one day: today, Fri, next Friday, 3/12, 27 Nov 2026, Nov 26, the 27th (domain.md section 6)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time, timedelta

from handlers.words.days.dates import YEARS, Moment, Reading, on_date, read_day, show, spelt
from handlers.words.days.numbers import MONTH, WD, YEAR, full_year, month, weekday

FEASTS = {"christmas eve": (12, 24), "new year's eve": (12, 31), "new years eve": (12, 31), "halloween": (10, 31)}
RELATIVE = {"today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tomoz": 1, "tmw": 1, "2moro": 1, "yesterday": -1}
# “Nov 26” may be November 2026: only for years this close (the table of spellings in sample/messy).
YEARS_AHEAD = 10

ORD = r"(?:st|nd|rd|th)"


@spelt(r"last (?:night|evening)")
def last_night(_: re.Match[str], moment: Moment) -> Reading:
    return Reading(moment.today - timedelta(1))


@spelt(
    "(" + "|".join(RELATIVE) + ")",
    r"((?:just )?now|this (?:morning|afternoon|evening))",
    r"(?:the )?(day after tomorrow)",
)
def relative(match: re.Match[str], moment: Moment) -> Reading:
    ahead = 2 if match[1] == "day after tomorrow" else RELATIVE.get(match[1], 0)
    return Reading(moment.today + timedelta(ahead))


@spelt("(" + "|".join(FEASTS) + ")")
def feast(match: re.Match[str], moment: Moment) -> Reading:
    which, day = FEASTS[match[1]]
    return _dated(match[0], day, which, None, None, moment)


@spelt(rf"(?!(?:sat|sun)$)(?:on )?(?:this coming |this |coming )?(?P<wd>{WD})(?: this week)?")
@spelt(r"(?P<wd>sat|sun)", cue=True)
def next_weekday(match: re.Match[str], moment: Moment) -> Reading:
    """A weekday alone is the next one from today. Today's own name may mean today: ask."""
    day = _coming(match["wd"], moment)
    if day - moment.today != timedelta(7):
        return Reading(day)
    if "this" in match[0]:
        return Reading(moment.today)
    question = f"Today is {moment.today:%A}. Is it due today, or on {show(day)}?"
    return Reading(day, question=question, options=(moment.today, day))


@spelt(rf"next (?P<wd>{WD})", rf"(?P<wd>{WD}) next")
def weekday_after(match: re.Match[str], moment: Moment) -> Reading:
    """“Next Friday” is the week after's; always confirmed, for half of the office means this week's."""
    day = _in_next_week(match["wd"], moment)
    coming = _coming(match["wd"], moment)
    options = (day, coming) if coming != day else (day, day + timedelta(7))
    return Reading(day, question=f"Does “next {day:%A}” mean {show(day)}?", options=options)


@spelt(
    rf"(?P<wd>{WD}) (?:of |in )?next week",
    rf"next week (?:on )?(?P<wd>{WD})",
)
def weekday_of_next_week(match: re.Match[str], moment: Moment) -> Reading:
    return Reading(_in_next_week(match["wd"], moment))


@spelt(rf"(?:a )?week (?:on |from )?(?P<wd>{WD})", rf"(?P<wd>{WD}) week")
def week_on(match: re.Match[str], moment: Moment) -> Reading:
    """“A week on Tuesday”, “Tuesday week”: seven days after the coming one."""
    return Reading(_coming(match["wd"], moment) + timedelta(7))


@spelt(rf"last (?P<wd>{WD})")
def last_weekday(match: re.Match[str], moment: Moment) -> Reading:
    return Reading(_coming(match["wd"], moment) - timedelta(7))


@spelt(rf"(?:(?P<wd>{WD}) )?(?:the )?(?P<d>\d{{1,2}}) ?{ORD}")
def day_of_month(match: re.Match[str], moment: Moment) -> Reading:
    """“The 27th”, “Monday 9th”: the next such day."""
    number, day = int(match["d"]), moment.today
    if not 1 <= number <= 31:
        return _impossible(match[0], moment, None)
    while day.day != number:
        day += timedelta(1)
    return _agreeing(day, match["wd"], moment)


@spelt(rf"(?:(?P<wd>{WD}) )?(?:the )?(?P<d>\d{{1,2}}) ?{ORD}?[ -]?(?:of )?(?P<m>{MONTH}|may)(?:[ -]?(?P<y>{YEAR}))?")
def day_and_month(match: re.Match[str], moment: Moment) -> Reading:
    year = full_year(match["y"]) if match["y"] else None
    return _dated(match[0], int(match["d"]), month(match["m"]), year, match["wd"], moment)


@spelt(rf"(?:(?P<wd>{WD}) )?(?P<m>{MONTH}|may) (?:the )?(?P<d>\d{{1,2}})(?P<o> ?{ORD})?(?: (?P<y>\d{{4}}))?")
def month_and_day(match: re.Match[str], moment: Moment) -> Reading:
    """“Dec 3rd”; a bare “Nov 26” may be a month and a year."""
    number, which = int(match["d"]), month(match["m"])
    plainly_a_day = match["o"] or match["y"] or match["wd"]
    if not plainly_a_day and 0 <= number + 2000 - moment.today.year <= YEARS_AHEAD:
        return _day_or_year(match, number, which, moment)
    return _dated(match[0], number, which, int(match["y"]) if match["y"] else None, match["wd"], moment)


@spelt(rf"(?P<m>{MONTH}|may)[ -](?P<y>'?20\d{{2}}|'\d{{2}}|(?:3[2-9]|[4-9]\d))", rf"(?P<m>{MONTH}|may)-(?P<y>\d{{2}})")
def month_and_year(match: re.Match[str], moment: Moment) -> Reading:
    return Reading(_last_working_day(full_year(match["y"]), month(match["m"]), moment))


@spelt(
    rf"(?!24/7$)(?:(?P<wd>{WD}) )?(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})(?:/(?P<y>\d{{4}}|\d{{2}}))?",
    rf"(?:(?P<wd>{WD}) )?(?P<d>\d{{1,2}})(?P<s>[.-])(?P<m>\d{{1,2}})(?P=s)(?P<y>\d{{4}}|\d{{2}})",
)
def numeric(match: re.Match[str], moment: Moment) -> Reading:
    """Day before month, always: these are British numbers."""
    year = full_year(match["y"]) if match["y"] else None
    return _dated(match[0], int(match["d"]), int(match["m"]), year, match["wd"], moment)


@spelt(rf"(?:(?P<wd>{WD}) )?(?P<d>\d{{1,2}})(?P<s>[. -])(?P<m>0?[1-9]|1[0-2])", cue=True)
def numeric_with_a_cue(match: re.Match[str], moment: Moment) -> Reading:
    """“by 3.12”: believed only after a word that announces a date."""
    return _dated(match[0], int(match["d"]), int(match["m"]), None, match["wd"], moment)


@spelt(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:t(?P<h>[01]\d|2[0-3]):(?P<min>[0-5]\d)(?::\d\d)?z?)?")
def iso(match: re.Match[str], moment: Moment) -> Reading:
    found = _dated(match[0], int(match["d"]), int(match["m"]), int(match["y"]), None, moment)
    return replace(found, clock=time(int(match["h"]), int(match["min"]))) if match["h"] else found


def _coming(name: str, moment: Moment) -> date:
    ahead = (weekday(name) - moment.today.weekday() - 1) % 7 + 1
    return moment.today + timedelta(ahead)


def _in_next_week(name: str, moment: Moment) -> date:
    monday = moment.today - timedelta(moment.today.weekday())
    return monday + timedelta(7 + weekday(name))


def _dated(said: str, day: int, which: int, year: int | None, name: str | None, moment: Moment) -> Reading:
    """Day and month, with or without a year (then the next one to come)."""
    start = year or moment.today.year
    for candidate in (start, *(() if year else (start + 1,))):
        found = on_date(candidate, which, day)
        if found and (year or found >= moment.today):
            rolled = candidate != start and on_date(start, which, day) is not None
            return _agreeing(found, name, moment, rolled)
    if day == 29 and which == 2 and not year:
        return Reading(
            next(leap for y in range(start, start + 9) if (leap := on_date(y, 2, 29)) and leap >= moment.today)
        )
    return _impossible(said, moment, (day, which, year))


def _agreeing(day: date, name: str | None, moment: Moment, rolled: bool = False) -> Reading:
    """`day`, unless the weekday written with it is another one: then ask."""
    if name is None or weekday(name) == day.weekday():
        return Reading(day, rolled=rolled)
    near = [day + timedelta(shift) for shift in range(-3, 4)]
    named = next(other for other in near if other.weekday() == weekday(name))
    question = f"{show(day)} is a {day:%A}, not a {named:%A}. Which day do you mean?"
    return Reading(None, question=question, options=tuple(sorted((day, named))))


def _day_or_year(match: re.Match[str], number: int, which: int, moment: Moment) -> Reading:
    """A month and a number of two digits: month and year if the day has passed this year, else nobody can tell."""
    year = 2000 + number
    day = on_date(moment.today.year, which, number)
    end = _last_working_day(year, which, moment)
    if day is not None and day >= moment.today:
        question = f"Is “{match[0].title()}” {show(day)}, or the end of {end:%B %Y}?"
        return Reading(None, question=question, options=(day, end))
    if end >= moment.today:
        return Reading(end)
    later = on_date(moment.today.year + 1, which, number)
    options = (later,) if later else ()
    return Reading(None, question=f"“{match[0].title()}” has passed. Which day do you mean?", options=options)


def _last_working_day(year: int, which: int, moment: Moment) -> date:
    following = date(year + which // 12, which % 12 + 1, 1)
    return moment.calendar.add(following, -1)


def _impossible(said: str, moment: Moment, parts: tuple[int, int, int | None] | None) -> Reading:
    """No such day: offer the working days around the end of that month, or the same numbers the American way."""
    options: tuple[date, ...] = ()
    if parts:
        day, which, year = parts
        year = year if year in YEARS else None
        if 1 <= which <= 12 and 28 < day <= 31:
            options = _around_the_end(year or moment.today.year, which, moment)
        elif which > 12 and (swapped := on_date(year or moment.today.year, day if day <= 12 else 0, which)):
            options = (swapped,)
    return Reading(None, question=f"There is no such day as {said}. Which day do you mean?", options=options)


def _around_the_end(year: int, which: int, moment: Moment) -> tuple[date, ...]:
    last = _last_working_day(year, which, moment)
    if last < moment.today:
        last = _last_working_day(year + 1, which, moment)
    return (last, moment.calendar.add(last, 1))


def nested(text: str, moment: Moment) -> date | None:
    """A certain day inside a longer phrase (“the day before 10 Dec”)."""
    found = read_day(text, moment)
    return found.day if found and found.certain else None
