"""Spellings of a period, of which the due day is the end: EOM, end of next week, w/c 30/11, Q4 26/27, before Christmas, ASAP."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.words.days.dates import Moment, Reading, read_day, show, spelt
from handlers.words.days.numbers import MONTH, YEAR, full_year, month

MID = 15


def _month_end(year: int, which: int) -> date:
    return date(year + which // 12, which % 12 + 1, 1) - timedelta(1)


def _last_open(day: date, moment: Moment) -> date:
    return moment.calendar.on_or_before(day)


def _confirmed(day: date, said: str, *others: date) -> Reading:
    return Reading(day, question=f"Does “{said}” mean {show(day)}?", options=(day, *others))


@spelt(r"eom", r"(?:the )?(?:end of (?:the |this )?month|month end|end month)")
def end_of_month(match: re.Match[str], moment: Moment) -> Reading:
    """EOM is the month's last day, a working day or not."""
    return Reading(_month_end(moment.today.year, moment.today.month))


@spelt(r"(?:the )?end of next month")
def end_of_next_month(match: re.Match[str], moment: Moment) -> Reading:
    following = _month_end(moment.today.year, moment.today.month) + timedelta(1)
    return Reading(_month_end(following.year, following.month))


@spelt(rf"(?:the )?end (?:of )?(?P<m>{MONTH}|may)(?: (?P<y>{YEAR}))?")
def end_of_named_month(match: re.Match[str], moment: Moment) -> Reading:
    """“End Jan” is its last working day."""
    return Reading(_last_open(_month_end(*_named(match, moment)), moment))


@spelt(
    rf"(?:the )?(?P<part>mid|middle|early|start|beginning|late)[ -](?:of )?(?:the )?(?P<m>{MONTH}|may)(?: (?P<y>{YEAR}))?",
    r"(?:the )?(?P<part>mid|middle|early|late|start|beginning)[ -](?:of )?(?:the |this )?(?P<m>month|next month)",
)
def part_of_month(match: re.Match[str], moment: Moment) -> Reading:
    """Mid-month is the 15th; every part of a month is confirmed."""
    year, which = _named(match, moment)
    if match["part"] in ("mid", "middle"):
        day = date(year, which, MID)
        if day < moment.today and match["m"] == "month":
            day = date(year + which // 12, which % 12 + 1, MID)
        near = moment.calendar.on_or_before(day), moment.calendar.on_or_after(day)
        return _confirmed(day, match[0], *(other for other in sorted(set(near)) if other != day))
    start, end = date(year, which, 1), _last_open(_month_end(year, which), moment)
    first = moment.calendar.on_or_after(start)
    return _confirmed(end if match["part"] == "late" else first, match[0])


def _named(match: re.Match[str], moment: Moment) -> tuple[int, int]:
    """Year and month of “dec”, “dec 26”, “month”, “next month”: without a year, the next that has not ended."""
    today, name = moment.today, match["m"]
    if name == "month":
        return today.year, today.month
    if name == "next month":
        return today.year + today.month // 12, today.month % 12 + 1
    which = month(name)
    if year := match.groupdict().get("y"):
        return full_year(year), which
    return today.year + (which < today.month), which


@spelt(rf"(?:in |during )?(?P<m>{MONTH}|may)", r"(?P<m>next month|this month)", cue=True)
def whole_month(match: re.Match[str], moment: Moment) -> Reading:
    """“By December”: its eve or its end, nobody can tell."""
    if match["m"] == "this month":
        return end_of_month(match, moment)
    year, which = _named(match, moment)
    eve = moment.calendar.add(date(year, which, 1), -1)
    end = _last_open(_month_end(year, which), moment)
    options = tuple(day for day in (eve, end) if day >= moment.today)
    return Reading(None, question=f"“{match[0].title()}” is a whole month. Which day is it due?", options=options)


@spelt(r"eow", r"(?:the )?end of (?:the |this )?week", r"(?:later )?this week", r"(?:the )?week end")
def end_of_week(match: re.Match[str], moment: Moment) -> Reading:
    friday = moment.today + timedelta(4 - moment.today.weekday())
    if "end" in match[0] or match[0] == "eow":
        return Reading(friday)
    return _confirmed(friday, match[0])


@spelt(r"(?:the )?end of next week", r"(?P<vague>next week|sometime next week|late next week|later next week)")
def next_week(match: re.Match[str], moment: Moment) -> Reading:
    friday = _monday(moment.today) + timedelta(11)
    if match.groupdict().get("vague"):
        return _confirmed(friday, match[0], friday - timedelta(4))
    return Reading(friday)


@spelt(r"(?P<part>early|start of|beginning of|mid|middle of)[ -]next week")
def part_of_next_week(match: re.Match[str], moment: Moment) -> Reading:
    monday = _monday(moment.today) + timedelta(7)
    day = monday + timedelta(2) if match["part"].startswith("mid") else monday
    return _confirmed(day, match[0], day + timedelta(1))


@spelt(r"(?:the )?(?:w/?c|(?:week|wk) (?:commencing|comm|beginning|beg|starting|of)|w/?b)\.? ?(?:the )?(?P<day>.+)")
def week_commencing(match: re.Match[str], moment: Moment) -> Reading | None:
    """A week named by its Monday is due on its Friday."""
    found = read_day(match["day"], moment)
    if found is None or found.day is None:
        return None
    friday = _monday(found.day) + timedelta(4)
    if found.certain and found.day.weekday() == 0:
        return Reading(friday)
    return _confirmed(
        friday, match[0], *(_monday(other) + timedelta(4) for other in found.options if other != found.day)
    )


@spelt(r"(?:the )?(?:week ending|w/?e)\.? ?(?:the )?(?P<day>.+)")
def week_ending(match: re.Match[str], moment: Moment) -> Reading | None:
    return read_day(match["day"], moment)


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


@spelt(r"(?:the )?(?:end of )?q(?P<q>[1-4])[ -]?(?P<y>(?:fy ?)?(?:20)?\d{2}(?:[/-](?:20)?\d{2})?)?", cue=True)
@spelt(r"q(?P<q>[1-4])[ -]?(?P<y>(?:fy ?)?(?:20)?\d{2}[/-](?:20)?\d{2})")
@spelt(r"(?:the )?end of q(?P<q>[1-4])[ -]?(?P<y>(?:fy ?)?(?:20)?\d{2}(?:[/-](?:20)?\d{2})?)?")
def quarter(match: re.Match[str], moment: Moment) -> Reading:
    """Quarters are the financial year's: Q4 26/27 is January to March 2027. “Q1 27” could be either year's: ask."""
    number, year = int(match["q"]), match["y"] or ""
    if not year:
        start = moment.today.year - (moment.today.month < 4)
        end = _quarter_end(start, number)
        return Reading(_last_open(end if end >= moment.today else _quarter_end(start + 1, number), moment))
    first = full_year(re.sub(r"\D*(\d+).*", r"\1", year))
    if "/" in year or "-" in year or "fy" in year:
        return Reading(_last_open(_quarter_end(first, number), moment))
    options = tuple(
        _last_open(day, moment)
        for day in (_month_end(first, 3 * number), _quarter_end(first, number))
        if day >= moment.today
    )
    return Reading(
        None, question=f"Is “{match[0].upper()}” in the calendar year or the financial year?", options=options
    )


def _quarter_end(start: int, number: int) -> date:
    """The last day of a quarter of the financial year that begins in April of `start`."""
    return _month_end(start, 3 + 3 * number) if number < 4 else _month_end(start + 1, 3)


@spelt(
    r"(?:the )?(?:end of (?:the |this )?)?(?:fy|financial year)(?: end)?", r"eofy", r"fy ?end", r"financial year end"
)
def financial_year_end(match: re.Match[str], moment: Moment) -> Reading:
    return Reading(_fy_end(moment))


@spelt(r"(?:the )?(?:end of (?:the |this )?year|year end|eoy)")
def year_end(match: re.Match[str], moment: Moment) -> Reading:
    december = _last_open(date(moment.today.year, 12, 31), moment)
    options = tuple(sorted((december, _fy_end(moment))))
    return Reading(None, question="Which year end do you mean: December or March?", options=options)


def _fy_end(moment: Moment) -> date:
    return date(moment.today.year + (moment.today.month > 3), 3, 31)


@spelt(r"(?:before|by) (?:christmas|xmas|x-mas|crimbo)(?: break| holidays?| shutdown)?")
def before_christmas(match: re.Match[str], moment: Moment) -> Reading:
    """The last working day before the 25th."""
    christmas = date(moment.today.year + (moment.today > date(moment.today.year, 12, 25)), 12, 25)
    return Reading(moment.calendar.add(christmas, -1))


@spelt(r"(?:after christmas|after xmas|(?:in |by |early in )?(?:the )?new year)")
def after_christmas(match: re.Match[str], moment: Moment) -> Reading:
    first = moment.calendar.add(date(moment.today.year + 1, 1, 1), 1)
    return _confirmed(first, match[0])


@spelt(r"(?:before|by) easter(?: break| holidays?)?")
def before_easter(match: re.Match[str], moment: Moment) -> Reading:
    """The last working day before Good Friday."""
    for year in (moment.today.year, moment.today.year + 1):
        day = date(year, 3, 15)
        while moment.calendar.holiday(day) != "Good Friday" and day.month < 5:
            day += timedelta(1)
        if day > moment.today:
            return Reading(moment.calendar.add(day, -1))
    raise AssertionError("every year has a Good Friday")


@spelt(r"(?P<said>a\.?s\.?a\.?p\.?|as soon as possible|tbc|tbd|t\.b\.c|to be confirmed)")
def no_day(match: re.Match[str], moment: Moment) -> Reading:
    """ASAP and TBC are no dates: refuse and ask."""
    said = match["said"].upper() if len(match["said"]) < 8 else match["said"]
    soon = (moment.calendar.add(moment.today, ahead) for ahead in (1, 3, 5))
    return Reading(None, question=f"“{said}” is not a date. Which day is it due?", options=tuple(soon))
