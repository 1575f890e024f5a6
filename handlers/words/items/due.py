"""Where in a sentence its date stands, and what must be asked about it before it is believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from handlers.cards import Option
from handlers.words.days.dates import LONGEST, Moment, Reading, read, show
from handlers.words.days.numbers import WD
from handlers.words.understanding import NO_DATE, Doubt

MOST_WORDS = 10

# After these a date belongs to the words before it: “the minutes of 19 Nov”, “part 1/2”.
NOT_DUE_AFTER = frozenset(
    "of from since dated between to and or week was is are were not a an the ratio only last early late held".split()
)
# After these a number is no day: “part 1/2”.
NUMBERED = frozenset(
    "v version part page section no number option phase step item room unit flat stage tier lot level rule clause plot appendix"
    " annex para paragraph chapter".split()
)
# After these it may be either: keep the words and ask.
PERHAPS_DUE = ("for ", "until ", "till ", "til ")

CUE_INSIDE = re.compile(
    r"(?:^|(?<=[\s,(]))(?:due(?: by| on)?|on or before|by|before|no later than|nlt|deadline:?)(?=\s)", re.IGNORECASE
)
SHIELDED = re.compile(r'"[^"]*"|“[^”]*”|`[^`]*`|<[^>]*>|\w+://\S+')


@dataclass(frozen=True)
class Found:
    """A date phrase at [start, end) of a text. `keep`: its words also stay in the title."""

    reading: Reading
    start: int
    end: int
    keep: bool = False


WORD = re.compile(r"\S+")


def words_of(text: str, start: int = 0) -> list[re.Match[str]]:
    """The words of a text from `start` on, as far as a date phrase may reach."""
    return list(islice(WORD.finditer(text, start), 2 * MOST_WORDS))


def trailing_date(text: str, moment: Moment) -> Found | None:
    """The longest date phrase that ends the text."""
    tail = max(0, len(text) - LONGEST - 1)
    for word in words_of(text, tail)[-MOST_WORDS:]:
        start = word.start()
        if start == tail > 0:  # perhaps the second half of a word
            continue
        if reading := read(text[start:], moment, cued=False):
            return _weighed(text, start, reading, moment)
    return None


def _weighed(text: str, start: int, reading: Reading, moment: Moment) -> Found | None:
    phrase = text[start:].casefold()
    before = text[:start].rstrip()
    if phrase.startswith(PERHAPS_DUE):
        return _perhaps(text, start, reading)
    announced = phrase.startswith(
        ("by", "due", "on", "before", "no later", "nlt", "(", "deadline", "in ", "within", "at ")
    )
    previous = before.split()[-1].casefold() if before else ""
    ahead = reading.day is not None and reading.day > moment.today and not reading.rolled
    if not announced and previous in NUMBERED and phrase[:1].isdecimal():
        return None
    if not announced and previous in NOT_DUE_AFTER and not (previous == "held" and ahead):
        return None
    return Found(reading, start, len(text))


def _perhaps(text: str, start: int, reading: Reading) -> Found | None:
    """“Agenda for 10 Dec”: the day may be the meeting's and not the action's. Keep the words and ask."""
    if reading.either:
        return Found(reading, start, len(text), keep=True)
    if not reading.certain or reading.day is None:
        return None
    question = f"Is it due on {show(reading.day)}?"
    return Found(replace(reading, question=question, options=(reading.day,)), start, len(text), keep=True)


def leading_date(text: str, moment: Moment) -> Found | None:
    """The longest date phrase that begins the text and is set off from the rest: “Friday: …”, “by 3/12 sam to …”."""
    words = words_of(text)
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        end = words[count - 1].end()
        if reading := read(text[:end], moment, cued=False):
            return Found(reading, 0, end)
    return None


def is_set_off(text: str, found: Found) -> bool:
    """Whether a mark stands between a leading date and the rest, or a cue word before it."""
    phrase, rest = text[: found.end], text[found.end :].lstrip()
    return phrase.rstrip()[-1] in ":,;" or rest[:1] in "-–—:,;" or bool(CUE_INSIDE.match(phrase))


def inner_date(text: str, moment: Moment) -> Found | None:
    """A date announced by “by” or “due” in the middle: “send the deck by Friday to legal”. Never inside quotes or links."""
    shields = [match.span() for match in SHIELDED.finditer(text)]
    for cue in CUE_INSIDE.finditer(text):
        if any(start <= cue.start() < end for start, end in shields):
            continue
        for end in ends_after(text, cue.end()):
            reading = read(text[cue.start() : end], moment)
            if reading and (reading.day or reading.either) and not re.match(r"\s+(?:or|and/or)\b", text[end:]):
                return Found(reading, cue.start(), end)
    return None


def ends_after(text: str, start: int) -> Iterator[int]:
    """Where a phrase that begins at `start` may end, longest first."""
    for word in reversed(words_of(text[: start + LONGEST], start)[:MOST_WORDS]):
        yield word.end()


def due_doubt(reading: Reading, moment: Moment, item: int = 0, name: str = "due", past: bool = False) -> Doubt | None:
    """What to ask before a date is believed: its own question, a day without work, or a day that has passed. `past`: it is the
    day of something that is over."""
    if reading.question:
        return _doubt(name, item, reading, reading.question, reading.options)
    day = reading.day
    if day is None:
        return None
    if past:
        return _not_yet(name, item, reading, day, moment)
    if _has_passed(reading, day, moment):
        question = f"{_moment_of(reading, day)} has already passed. Which day is it due?"
        return _doubt(name, item, reading, question, (*_next_days(moment), day))
    if (last_year := _just_passed(reading, moment)) is not None:
        question = f"{show(last_year)} has just passed. Do you mean {show(day)}?"
        return _doubt(name, item, reading, question, (day, moment.calendar.add(moment.today, 1), last_year))
    if why := moment.calendar.why_not(day):
        around = (moment.calendar.add(day, -1), moment.calendar.add(day, 1))
        options = (*(near for near in around if near >= moment.today), day)
        return _doubt(name, item, reading, f"{show(day)} is {why}. Which day should it be?", options)
    return None


def _not_yet(name: str, item: int, reading: Reading, day: date, moment: Moment) -> Doubt | None:
    if day <= moment.today:
        return None
    question = f"{show(day)} has not come yet. Which day was it?"
    return _doubt(name, item, reading, question, (moment.today, moment.calendar.add(moment.today, -1), day))


WEEKDAY_ALONE = re.compile(rf"(?:on |last )?{WD}", re.IGNORECASE)


def backwards(reading: Reading, moment: Moment) -> Reading:
    """A date of something that is over, looked back for: “12/11” is this year's, “Thursday” the last one."""
    day = reading.day
    if day is None or day <= moment.today:
        return reading
    if reading.rolled:
        before = (day.month, min(day.day, 28) if day.month == 2 else day.day)
        return replace(reading, day=date(day.year - 1, *before), rolled=False)
    if WEEKDAY_ALONE.fullmatch(reading.said.strip()) and not reading.question:
        return replace(reading, day=day - timedelta(7))
    return reading


def _doubt(name: str, item: int, reading: Reading, question: str, days: tuple[date, ...]) -> Doubt:
    options = tuple(Option(day.isoformat(), show(day)) for day in dict.fromkeys(days))
    if reading.day is None:
        options += (Option(NO_DATE, "No date"),)
    return Doubt(field=name, question=question, options=options, item=item, said=reading.said)


def _has_passed(reading: Reading, day: date, moment: Moment) -> bool:
    if day == moment.today and reading.clock:
        return reading.clock <= moment.now.time()
    return day < moment.today


def _moment_of(reading: Reading, day: date) -> str:
    return f"{reading.clock:%H:%M} on {show(day)}" if reading.clock else show(day)


def _next_days(moment: Moment) -> tuple[date, ...]:
    return tuple(moment.calendar.add(moment.today, ahead) for ahead in (1, 5))


def _just_passed(reading: Reading, moment: Moment) -> date | None:
    """“20/11” typed three days late means last week far more often than next year."""
    if not (reading.rolled and reading.day):
        return None
    last_year = (
        reading.day.replace(year=reading.day.year - 1) if (reading.day.month, reading.day.day) != (2, 29) else None
    )
    return last_year if last_year and moment.today - last_year <= timedelta(31) else None
