"""The days that a list asks for: due this week, next month, by Friday, in the next ten days, in December."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.words.days.dates import Moment, plain, read
from handlers.words.days.numbers import COUNT, MONTH, count, month
from handlers.words.days.span_rules import shifted

Range = tuple[date | None, date | None]

AHEAD = re.compile(
    rf"(?:in|within|over|during)? ?(?:the )?(?:next|coming) (?P<n>{COUNT})? ?(?P<unit>working days?|days?|weeks?"
    rf"|fortnights?|months?)"
)
BEHIND = re.compile(
    rf"(?:in|within|over|during|since)? ?(?:the )?(?:last|past) (?P<n>{COUNT})? ?(?P<unit>days?|weeks?|fortnights?|months?)"
)
WITHIN = re.compile(rf"(?:in|within) (?P<n>{COUNT}) (?P<unit>working days?|days?|weeks?|fortnights?|months?)")
WEEK = re.compile(r"(?:for |in |on |during |due )?(?P<which>this|next|last|the coming|coming) week")
MONTH_NEAR = re.compile(r"(?:for |in |during )?(?P<which>this|next|last) month")
QUARTER = re.compile(r"(?:for |in |during )?(?P<which>this|next|last) quarter")
MONTH_NAMED = re.compile(rf"(?:(?:for|in|during) )?(?P<m>{MONTH}|may)")
BOUND = re.compile(r"(?P<side>by|before|after|from|since|until|on|for)? ?(?P<day>.+)")


def period(phrase: str, moment: Moment) -> Range | None:
    """The first and the last day that a phrase covers, both included; None where it is open-ended, or no period at all."""
    text = plain(phrase)
    for rule in (_week, _month, _quarter, _ahead, _behind, _bound):
        if found := rule(text, moment):
            return found
    return None


def _week(text: str, moment: Moment) -> Range | None:
    match = WEEK.fullmatch(text)
    if not match:
        return None
    monday = moment.today - timedelta(moment.today.weekday())
    monday += timedelta({"this": 0, "last": -7}.get(match["which"], 7))
    return monday, monday + timedelta(6)


def _month(text: str, moment: Moment) -> Range | None:
    today = moment.today
    if match := MONTH_NEAR.fullmatch(text):
        at = today.year * 12 + today.month - 1 + {"this": 0, "next": 1, "last": -1}[match["which"]]
    elif named := MONTH_NAMED.fullmatch(text):
        which = month(named["m"])
        at = (today.year + (which < today.month)) * 12 + which - 1
    else:
        return None
    first, following = date(at // 12, at % 12 + 1, 1), date((at + 1) // 12, (at + 1) % 12 + 1, 1)
    return first, following - timedelta(1)


def _quarter(text: str, moment: Moment) -> Range | None:
    """A quarter of the financial year, which begins on 1 April: the same three months as the calendar's."""
    match = QUARTER.fullmatch(text)
    if not match:
        return None
    today = moment.today
    at = today.year * 4 + (today.month - 1) // 3 + {"this": 0, "next": 1, "last": -1}[match["which"]]
    first, following = (date(each // 4, each % 4 * 3 + 1, 1) for each in (at, at + 1))
    return first, following - timedelta(1)


def _ahead(text: str, moment: Moment) -> Range | None:
    match = AHEAD.fullmatch(text) or WITHIN.fullmatch(text)
    if not match:
        return None
    return moment.today, shifted(moment.today, count(match["n"] or "1"), match["unit"], moment)


def _behind(text: str, moment: Moment) -> Range | None:
    """“in the last 7 days”, “over the past month”."""
    match = BEHIND.fullmatch(text)
    if not match:
        return None
    days = {"d": 1, "w": 7, "f": 14, "m": 30}[match["unit"][0]]
    return moment.today - timedelta(days * count(match["n"] or "1")), moment.today


def _bound(text: str, moment: Moment) -> Range | None:
    """One day, or all days up to or after one. Where a date would be asked about, its first proposal serves: a list
    harms nobody."""
    match = BOUND.fullmatch(text)
    side = match["side"] if match else None
    found = read(match["day"], moment, cued=side is not None) if match else None
    if found and found.either:
        return None
    if found is None and side in ("by", "before") and (found := read(text, moment)):  # “before Christmas”
        return None, found.day
    if found is None:
        return None
    day = found.day or next(iter(found.options), None)
    if day is None:
        return None
    if side in ("by", "until"):
        return None, day
    if side == "before":
        return None, day - timedelta(1)
    if side in ("after", "from", "since"):
        return (day + timedelta(1) if side == "after" else day), None
    return day, day
