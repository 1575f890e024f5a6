"""The dates that UK officers write, read on a given day (domain.md section 6: “Date grammar”).

`read` takes a whole phrase (“by COP Fri 27 Nov”); the rules, one function a spelling, are in day_rules, span_rules and
period_rules. Nothing is guessed silently: what needs a person's yes carries a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import TypeVar

from governance.calendar import WorkingCalendar
from handlers.words.days.clocks import split_clock
from handlers.words.days.numbers import WD, spelt_right

YEARS = range(1990, 2100)
LONGEST = 70  # characters: no date phrase is longer


@dataclass(frozen=True)
class Moment:
    """When something is read: local time, and the working calendar."""

    now: datetime
    calendar: WorkingCalendar

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True)
class Reading:
    """What a phrase means. `question` is set when a person must confirm: `day` is then a proposal or None, `options` the days to
    choose from. `rolled`: no year was written and this year's day has passed, so it is next year's. `either`: two days or more
    were written, joined by “or”."""

    day: date | None
    clock: time | None = None
    question: str = ""
    options: tuple[date, ...] = ()
    rolled: bool = False
    said: str = ""
    either: bool = False

    @property
    def certain(self) -> bool:
        return self.day is not None and not self.question


Rule = Callable[[re.Match[str], Moment], Reading | None]
R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Spelling:
    """One way to write a date. `cue`: only believed after a word such as “by” or “due”."""

    pattern: re.Pattern[str]
    rule: Rule
    cue: bool


SPELLINGS: list[Spelling] = []


def spelt(*patterns: str, cue: bool = False) -> Callable[[R], R]:
    """Declare a function as the meaning of some spellings. `{WD}`-like parts are filled in by the caller."""

    def declare(rule: R) -> R:
        SPELLINGS.extend(Spelling(re.compile(pattern), rule, cue) for pattern in patterns)
        return rule

    return declare


# An hour alone is a due time only when something announces it: “at 3pm”, or a word like COP.
_ANNOUNCED = re.compile(r"(?:at|by|before|@) |c\.?o|e\.?o|close|end")

CUES = re.compile(
    r"(?:(?:due date|target date|deadline|to be (?:done|completed?|delivered)|(?:is )?(?:due|needed|required"
    r"|wanted))(?: is|:| =)? ?)?"
    r"(?P<word>(?:by or before|on or before|by|on|before|for|until|til|till|no later than|not later than|nlt"
    r"|latest)\b ?(?:the )?)?(?:latest )?"
)


BEFORE_SHORT = re.compile(r"(?<!\S)(?:b/f|b4|bfr|pre)(?=\s)")
OR = re.compile(r"\s*,?\s+or\s+", re.IGNORECASE)


def show(day: date) -> str:
    """“Fri 27 Nov 2026”."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def plain(phrase: str) -> str:
    """Small letters, single spaces, straight quotes and hyphens, typos in day and month names put right."""
    text = phrase.casefold().replace("’", "'").replace("–", "-").replace("—", "-").replace(",", " ")
    text = re.sub(r"\s+", " ", text).strip(" .;:-?!")
    text = BEFORE_SHORT.sub("before", text)
    if text.startswith("("):
        text = text[1:].removesuffix(")")
    elif "(" not in text:
        text = text.removesuffix(")")
    text = re.sub(r" (?:at )?(?:the )?(?:latest|very latest)$", "", text)
    return " ".join(spelt_right(word) for word in text.split())


@lru_cache(maxsize=1024)  # one text is looked through for dates many times
def read(phrase: str, moment: Moment, cued: bool = True) -> Reading | None:
    """What a whole phrase means, or None when it is no date. `cued` is False where no word such as “by” stood before it."""
    if len(phrase) > LONGEST or not phrase.strip():
        return None
    text = plain(phrase)
    cue = CUES.match(text)
    rest = text[cue.end() :] if cue else text
    for before, candidate in ((False, text), (((cue and cue["word"]) or "").strip().startswith("before"), rest)):
        believed = cued or bool(candidate != text)
        if found := _with_clock(candidate, moment, believed):
            return _near(replace(_strictly_before(found, moment) if before else found, said=phrase.strip()))
    return _either(phrase.strip(), moment, cued) if OR.search(phrase) else None


def _either(phrase: str, moment: Moment, cued: bool) -> Reading | None:
    """“Friday or Monday”, “3 or 4 December”, “Mon, Tues or Weds”: which of them, a person must say."""
    cue = CUES.match(plain(phrase))
    cued = cued or bool(cue and cue[0])
    parts = OR.split(re.sub(r"\beither\s+", "", phrase, flags=re.IGNORECASE))
    if not all(part.strip(" (),") for part in parts):
        return None
    if not read(parts[0], moment, cued):
        parts = [*re.split(r",\s*", parts[0]), *parts[1:]]
    parts = [_filled_in(part, parts[0], parts[-1]) for part in parts]
    found = [read(part, moment, cued) for part in parts]
    days = [one.day for one in found if one and one.day]
    clocks = {one.clock for one in found if one and one.clock}
    if len(days) < len(parts) or len(clocks) > 1:
        return None
    days = list(dict.fromkeys(days))
    clock = next(iter(clocks), None)
    if len(days) == 1:
        return Reading(days[0], clock, said=phrase)
    shown = [show(day) for day in days]
    question = f"Which day is it due: {', '.join(shown[:-1])} or {shown[-1]}?"
    return Reading(None, clock, question, tuple(days), said=phrase, either=True)


def _filled_in(part: str, first: str, last: str) -> str:
    """One of several days with what was written once for all: the month (“3 or 4 Dec”), “next” (“next Tues or Weds”)."""
    month = re.fullmatch(r"\D*\d{1,2}(?:st|nd|rd|th)?(?P<rest>\s+(?:of\s+)?[^\W\d].*)", last, re.IGNORECASE)
    if month and re.fullmatch(r"(?:.*\s)?\d{1,2}(?:st|nd|rd|th)?", part, re.IGNORECASE):
        return part + month["rest"]
    if re.search(r"\bnext\s+\w+$", first, re.IGNORECASE) and re.fullmatch(WD, plain(part)):
        return f"next {part}"
    return part


def _near(found: Reading) -> Reading:
    """A day of another century is a slip of the keyboard."""
    if found.day is None or found.day.year in YEARS:
        return found
    return replace(found, day=None, options=(), question=f"“{found.said}” is too far away. Which day do you mean?")


def _with_clock(text: str, moment: Moment, cued: bool) -> Reading | None:
    if found := read_day(text, moment, cued):
        return found
    rest, clock = split_clock(text)
    if clock is None:
        return None
    if not rest:
        return Reading(moment.today, clock) if cued or _ANNOUNCED.match(text) else None
    found = read_day(re.sub(r"^(?:on|by|the) ", "", rest), moment, cued)
    return found and replace(found, clock=clock)


def read_day(text: str, moment: Moment, cued: bool = True) -> Reading | None:
    """What a phrase without cue and time of day means. Expects `plain` text."""
    for spelling in SPELLINGS:
        if spelling.cue and not cued:
            continue
        if (match := spelling.pattern.fullmatch(text)) and (found := spelling.rule(match, moment)):
            return found
    return None


def _strictly_before(found: Reading, moment: Moment) -> Reading:
    """“Before Friday” may be Thursday or Friday itself: ask."""
    if found.day is None or found.question or found.clock:
        return found
    eve = moment.calendar.add(found.day, -1)
    return replace(
        found,
        day=eve,
        question=f"Is it due on {show(eve)}, or on {show(found.day)} itself?",
        options=(eve, found.day),
    )


def on_date(year: int, month: int, day: int) -> date | None:
    """That date, or None when there is no such day."""
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
