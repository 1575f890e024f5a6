"""Rhythms: how often something is to come round, as people say it. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

HowOften = Literal[
    "every week",
    "every 2 weeks",
    "every 4 weeks",
    "every month",
    "every 6 weeks",
    "every 2 months",
    "every 3 months",
    "every 6 months",
    "every year",
]
RHYTHMS: Mapping[HowOften, tuple[str, ...]] = {
    "every week": ("weekly", "each week", "once a week"),
    "every 2 weeks": ("fortnightly", "every fortnight", "each fortnight", "every two weeks", "every other week"),
    "every 4 weeks": ("every four weeks", "four-weekly", "four weekly", "4-weekly"),
    "every month": ("monthly", "each month", "once a month"),
    "every 6 weeks": ("every six weeks", "six-weekly", "six weekly", "6-weekly"),
    "every 2 months": ("every two months", "every other month"),
    "every 3 months": ("quarterly", "every quarter", "each quarter", "every three months"),
    "every 6 months": ("every six months", "half-yearly", "twice a year"),
    "every year": ("yearly", "annually", "once a year", "every twelve months"),
}
_SPANS: Mapping[str, tuple[int, Literal["weeks", "months"]]] = {
    "every week": (1, "weeks"),
    "every 2 weeks": (2, "weeks"),
    "every 4 weeks": (4, "weeks"),
    "every month": (1, "months"),
    "every 6 weeks": (6, "weeks"),
    "every 2 months": (2, "months"),
    "every 3 months": (3, "months"),
    "every 6 months": (6, "months"),
    "every year": (12, "months"),
}
_NUMBERS = {"2": "two", "3": "three", "4": "four", "6": "six"}


def comes_round(every: str, day: date) -> date | None:
    """The day on which what last happened on `day` comes round again; None where `every` is no rhythm."""
    if every not in _SPANS:
        return None
    count, unit = _SPANS[every]
    if unit == "weeks":
        return day + timedelta(weeks=count)
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def rhythm_words(every: str) -> str:
    """`every four weeks`: the number in words, as it is read aloud."""
    return " ".join(_NUMBERS.get(word, word) for word in every.split())
