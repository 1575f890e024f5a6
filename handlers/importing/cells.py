"""Cells: what a person typed into one, as a value. Each raises Unclear, whose words say why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from governance.programme import Scale
from handlers.words.cells import read_cell
from handlers.words.days.clocks import split_clock
from handlers.words.days.dates import LONGEST, YEARS, Moment, Reading, on_date

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
YES = ("yes", "y", "true", "1", "active", "current", "✓", "x")
NO = ("no", "n", "false", "0", "left", "inactive")
# What stands in a cell that says nothing, and in one that says that nobody knows yet.
EMPTY = frozenset({"-", "–", "—", "n/a", "na", "none", "nil", "null", "."})
UNKNOWN = frozenset({"tbc", "tba", "tbd", "?", "??", "???", "not known", "unknown", "to be confirmed", "to be decided"})
# What Python would take for a number that has no end, and Excel for words.
ENDLESS = re.compile(r"[+-]?(?:inf|infinity|nan|\d[\d.]*e\d+)", re.IGNORECASE)
LETTERS: Mapping[str, str] = {"vl": "very low", "l": "low", "m": "medium", "h": "high", "vh": "very high"}


class Unclear(Exception):
    """A cell that means nothing here; the words say why."""


def is_blank(cell: str) -> bool:
    return not cell or cell.casefold() in EMPTY


def is_formula(cell: str) -> bool:
    """A formula whose outcome the file does not hold. It is never worked out."""
    return cell.startswith("=")


def date_in(cell: str, moment: Moment, past: bool = False) -> Reading | None:
    """A day as officers write it, and its hour if there is one; None for an empty cell. `past`: a day without a year is the
    last one, not the next."""
    if is_blank(cell):
        return None
    if iso := re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00)?)?", cell):
        year, month, day = (int(part) for part in iso[1].split("-"))
        if found := on_date(year, month, day):
            return Reading(found)
        raise Unclear("there is no such day" if year in YEARS else "this is too far away")
    read = None if len(cell) > LONGEST or ENDLESS.fullmatch(cell) else read_cell(cell, moment)
    if read is None or read.day is None or read.question:
        why = read.question.rstrip(".") if read else ""
        raise Unclear(why or "I can't read this as a date; write it like 27/11/2026")
    if past and read.rolled and read.day > moment.today:
        return replace(read, day=_year_before(read.day))
    return read


def day_in(cell: str, moment: Moment, past: bool = False) -> date | None:
    """The day of `date_in`."""
    found = date_in(cell, moment, past)
    return found.day if found else None


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day - timedelta(days=366)


def hour_in(cell: str) -> time:
    """`16:30`, `4.30pm`, `COP`."""
    rest, clock = split_clock(cell.casefold())
    if clock is None or rest:
        raise Unclear("write the time like 16:30")
    return clock


def count_in(cell: str) -> int:
    """A whole number, 0 for an empty cell; pounds, thousands' commas and a percent sign may stand beside it."""
    if is_blank(cell):
        return 0
    bare = re.sub(r"[£,\s]|%$|days?$|\.0+$", "", cell)
    scaled = re.fullmatch(r"(-?\d+(?:\.\d+)?)(k|m)?", bare.casefold())
    if scaled is None:
        raise Unclear("this is not a whole number")
    value = float(scaled[1]) * {"k": 1000, "m": 1_000_000}.get(scaled[2] or "", 1)
    if abs(value) > 10**12:
        raise Unclear("this number is too large")
    if not value.is_integer():
        raise Unclear("this is not a whole number")
    return int(value)


def percent_in(cell: str) -> int:
    """`40`, `40 %` or, as Excel keeps a percentage, `0.4`."""
    share = re.fullmatch(r"0?\.\d+|1\.0", cell)
    return round(float(cell) * 100) if share else count_in(cell)


def step_in(cell: str, scale: Scale) -> int:
    """A step of a scale from 1 to 5: `4`, `Likely`, `4 - Likely`, `H`."""
    plain = cell.casefold().strip()
    alone = re.fullmatch(r"([1-5])(?:\.0+)?\s*(?:[-–:=(].*)?", plain)
    meant = LETTERS.get(plain, plain)
    named = (at for at, step in enumerate(scale, 1) if meant in (step.label.casefold(), *step.words))
    found = int(alone[1]) if alone else next(named, None)
    if found is None:
        steps = ", ".join(f"{at} {step.label.lower()}" for at, step in enumerate(scale, 1))
        raise Unclear(f"it must be one of {steps}")
    return found


def yes_in(cell: str, default: bool) -> bool:
    plain = cell.casefold()
    if is_blank(plain):
        return default
    if plain in YES or plain in NO:
        return plain in YES
    raise Unclear("write yes or no")


def choice_in(cell: str, choices: Mapping[str, tuple[str, ...]]) -> str:
    """One of a field's values, by its name or a word for it."""
    plain = " ".join(cell.casefold().split())
    for value, words in choices.items():
        if plain in (value.casefold(), *words):
            return value
    raise Unclear(f"it must be one of {', '.join(choices)}")


def weekdays_in(cell: str) -> frozenset[int]:
    """`Mon-Wed`, `Mon, Thu`, Monday being 0; Monday to Friday for an empty cell."""
    if is_blank(cell):
        return frozenset(range(5))
    days: set[int] = set()
    for piece in re.split(r"[,;/&]|\band\b", cell.casefold()):
        ends = [_weekday(end) for end in re.split(r"-|–|\bto\b", piece)]
        days.update(range(ends[0], ends[-1] + 1))
    return frozenset(days)


def _weekday(word: str) -> int:
    try:
        return DAY_NAMES.index(word.strip()[:3])
    except ValueError:
        raise Unclear("write working days like Mon-Fri or Mon, Wed, Thu") from None
