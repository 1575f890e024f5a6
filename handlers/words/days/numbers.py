"""Numbers, weekdays and months as officers write them, typos included."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
COUNTS = {
    "a couple of": 2,
    "couple of": 2,
    "a couple": 2,
    "half a dozen": 6,
    "an": 1,
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}

WEEKDAY_SHORT = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}

WD = r"(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|" + "|".join(WEEKDAYS) + r")\.?"
MONTH = r"(?:jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|" + "|".join(MONTHS) + r")\.?"
COUNT = r"(?:\d{1,3}|" + "|".join(COUNTS) + ")"
YEAR = r"(?:(?:19|20)\d{2}|'?\d{2})"

# Words that are one letter away from a name of a day or month and yet are meant as they stand.
REAL_WORDS = frozenset({"sundry", "mondays", "fridays", "remember", "augusta"})
LONG_NAMES = tuple(name for name in (*WEEKDAYS, *MONTHS) if len(name) >= 6)


def weekday(word: str) -> int:
    """0 for Monday, from a full or short name."""
    plain = word.rstrip(".")
    return WEEKDAY_SHORT[plain] if plain in WEEKDAY_SHORT else WEEKDAYS.index(plain)


def month(word: str) -> int:
    """1 for January, from a full or short name."""
    return next(at for at, name in enumerate(MONTHS, 1) if name.startswith(word.rstrip(".")[:3]))


def count(word: str) -> int:
    """A number in digits or words."""
    return int(word) if word.isdecimal() else COUNTS[" ".join(word.split())]


def full_year(word: str) -> int:
    """“26” and “'26” mean 2026."""
    digits = int(word.lstrip("'"))
    return digits + 2000 if digits < 100 else digits


@lru_cache(maxsize=4096)
def spelt_right(word: str) -> str:
    """The day or month that `word` is a slip of the keyboard away from (“thrusday”), else `word` itself."""
    if len(word) < 5 or not word.isalpha() or word in LONG_NAMES or word in REAL_WORDS:
        return word
    near = [name for name in LONG_NAMES if word[0] == name[0] and OSA.distance(word, name, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 else word
