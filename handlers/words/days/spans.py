"""Spans of days, both ends included: “21 dec to 1 jan”, “3-7 aug”, “next week”, “from Monday for two weeks”, “tomorrow”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.cards import Option
from handlers.words.days.dates import Moment, Reading, plain, read, show
from handlers.words.days.numbers import COUNT, MONTH, WD, count
from handlers.words.days.periods import period
from handlers.words.days.span_rules import shifted
from handlers.words.understanding import Doubt

DAY_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
TO = re.compile(
    r"\s+(?:(?:up )?(?:to|until|till|til|thru|through(?: to)?)|[-–—]+)\s+(?:and including\s+)?(?:the\s+)?", re.I
)
HYPHEN = re.compile(r"(?<=[\w])\s?[-–—]\s?(?=[\w])")
LONGEST_SAID = (
    300  # characters: nobody says more to be put down for leave or on a workstream; longer texts are something else
)
ISO = re.compile(r"\d{4}-\d\d-\d\d")
FROM = re.compile(r"(?:from|between|starting(?: on| from)?|as of|w\.?e\.?f\.?|with effect from|beginning)\s+", re.I)
LEADING = re.compile(
    r"(?:(?:on|for|during|over|all(?: of| day)?|the whole(?: of)?|whole of|just|only|this coming|every)\s+)+", re.I
)
PART_OF_DAY = re.compile(
    r"\s*\b(?:all day|(?:in )?the (?:morning|afternoon)|this (?:morning|afternoon)|morning|afternoon|am|pm|a\.m\.|p\.m\."
    r"|half[- ]day|only|inclusive|incl\.?|\(inclusive\))\s*$",
    re.I,
)
WEEK = re.compile(
    r"(?:the )?(?:(?P<which>this|next|the coming|coming|following) week|week after next|(?P<rest>rest|remainder) of (?:the|this) "
    r"week)",
    re.I,
)
WEEK_OF = re.compile(
    r"(?:the )?(?:w/?[cb]|wk ?(?:c|commencing)|week (?:commencing|beginning|starting|of))\.? (?P<day>.+)", re.I
)
UNIT = r"(?P<unit>working days?|days?|weeks?|fortnights?|months?)"
LONG = re.compile(
    rf"(?:for )?(?:the )?(?:(?P<next>next|coming) )?(?P<n>{COUNT}|whole)? ?{UNIT}"
    r"(?: from| starting(?: on)?| as of| beginning)? (?P<day>.+)",
    re.I,
)
LASTING = re.compile(rf"(?P<day>.+?),? for (?P<n>{COUNT}) {UNIT}", re.I)
AND = re.compile(r"\s*(?:,|&|\+|\band\b)\s*", re.I)
MONTH_OF = re.compile(rf"\b(?:of )?(?P<m>{MONTH}|may)(?P<y> \d{{2,4}})?\b", re.I)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`. `last` is None where no end was said. `unsure` is what must be asked about the first day or
    (`about`) the last."""

    first: date
    last: date | None
    unsure: Reading | None = None
    about: str = ""


def span(text: str, moment: Moment) -> Span | None:
    """The one span that a phrase means; None when it is no date, or days that do not follow one another."""
    found = spans(text, moment)
    return found[0] if len(found) == 1 else None


def spans(text: str, moment: Moment) -> list[Span]:
    """The spans that a phrase means, earliest first; empty where it is no date. “Monday and Thursday” are two."""
    said = PART_OF_DAY.sub("", " ".join(text.split()).strip(" .,;:!?()"))
    said = LEADING.sub("", said, count=1) if LEADING.match(said) else said
    open_ended = FROM.match(said)
    bare = said[open_ended.end() :] if open_ended else said
    between = open_ended is not None and open_ended[0].casefold().startswith("between")
    found = _range(bare, moment, between) or _week(bare, moment) or _long(bare, moment) or _period(bare, moment)
    if found:
        return [found]
    if (reading := _day(bare, moment)) is not None:
        assert reading.day is not None
        last = None if open_ended else reading.day
        return [Span(reading.day, last, *((reading, "first") if reading.question else ()))]
    return [] if between else _several(bare, moment)


def day(text: str, moment: Moment) -> Reading | None:
    """One day, however it is said; what has to be asked about it is in its question."""
    return _day(" ".join(text.split()).strip(" .,;:!?()"), moment)


def day_doubt(field: str, reading: Reading) -> Doubt:
    """What has to be asked about a day that begins or ends a span."""
    question = reading.question.replace("Is it due today", "Does it begin today")
    question = question.replace("Which day is it due", "Which day is it").replace("Is it due", "Is it")
    return Doubt(
        field, question, tuple(Option(one.isoformat(), show(one)) for one in reading.options), said=reading.said
    )


def _day(text: str, moment: Moment) -> Reading | None:
    text = re.sub(r"^(?:on|the|by|at|for)\s+", "", text.strip(), flags=re.I)
    found = read(text, moment) or read(f"the {text}", moment)
    if found is None or found.clock is not None or found.either:
        return None
    proposed = found.day or next(iter(found.options), None)
    return replace(found, day=proposed) if proposed else None


def _range(text: str, moment: Moment, between: bool) -> Span | None:
    for first, last in _halves(text, between):
        first, last = _completed(first, last)
        start = _day(first, moment)
        end = _day(last, moment)
        if start is None or start.day is None or end is None or end.day is None:
            continue
        begins = start.day
        if end.day < begins and start.rolled and (earlier := _year_before(begins)) and earlier <= end.day:
            begins = earlier  # it has begun already: it is not next year's
        elif end.day < begins:
            end = _after(last, begins, moment) or end
        if end.day is not None and begins <= end.day:
            unsure, about = (start, "first") if start.question else (end, "last") if end.question else (None, "")
            return Span(begins, end.day, unsure, about)
    return None


def _halves(text: str, between: bool) -> list[tuple[str, str]]:
    """Every way in which a phrase may be cut in two, the surest first; “between … and …” is cut at its “and” too."""
    iso = [match.span() for match in ISO.finditer(text)]
    hyphens = [cut for cut in HYPHEN.finditer(text) if not any(start < cut.start() < end for start, end in iso)]
    cuts = [*TO.finditer(text), *hyphens, *(re.finditer(r"\s+and\s+", text, re.I) if between else ())]
    return [(text[: cut.start()], text[cut.end() :]) for cut in cuts if text[: cut.start()].strip()]


def _completed(first: str, last: str) -> tuple[str, str]:
    """“3 to 7 aug”, “21-24/12”, “aug 3-7”: the month is written once for both."""
    first, last = first.strip(" ,"), last.strip(" ,")
    if first.isdigit() and last.isdigit():  # “21-24”
        return f"{first}th", f"{last}th"
    bare = re.compile(rf"(?:the )?(?:{WD} )?(?:the )?{DAY_NUMBER}", re.I)
    if bare.fullmatch(first):
        if month := MONTH_OF.search(last):
            return f"{first} {month['m']}", last
        if slashed := re.fullmatch(r".*?\d{1,2}(?P<rest>[/.]\d{1,2}(?:[/.]\d{2,4})?)", last):
            return first + slashed["rest"], last
    if bare.fullmatch(last) and (month := MONTH_OF.search(first)):
        return first, f"{last} {month['m']}"
    return first, last


def _after(text: str, first: date, moment: Moment) -> Reading | None:
    """The last day as read on the first: “Friday to Wednesday” ends in the week after."""
    return _day(text, Moment(datetime.combine(first, moment.now.time(), moment.now.tzinfo), moment.calendar))


def _year_before(day: date) -> date | None:
    return None if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _week(text: str, moment: Moment) -> Span | None:
    """A week is Monday to Friday; what is left of it, where it has begun."""
    today = moment.today
    monday = today - timedelta(today.weekday())
    if match := WEEK.fullmatch(plain(text)):
        if match["rest"] or match["which"] == "this":
            return Span(today, max(today, monday + timedelta(4)))
        monday += timedelta(14 if "after next" in match[0] else 7)
        return Span(monday, monday + timedelta(4))
    if (match := WEEK_OF.fullmatch(plain(text))) and (found := _day(match["day"], moment)) and found.day:
        monday = found.day - timedelta(found.day.weekday())
        return Span(monday, monday + timedelta(4))
    return None


def _long(text: str, moment: Moment) -> Span | None:
    """“two weeks from 21 dec”, “Monday for 3 days”. Weeks end on their Friday where they began on a Monday."""
    for pattern in (LASTING, LONG):
        match = pattern.fullmatch(text)
        if match is None or (found := _day(FROM.sub("", match["day"], count=1), moment)) is None or found.day is None:
            continue
        number = count((match["n"] or "1").casefold()) if match["n"] != "whole" else 1
        unit = plain(match["unit"])
        if unit.startswith(("working", "day")):
            last = moment.calendar.add(moment.calendar.add(found.day, -1), number) if unit[0] == "w" else found.day
            last = last if unit[0] == "w" else found.day + timedelta(number - 1)
        else:
            last = shifted(found.day, number, unit, moment) - timedelta(1)
            if unit[0] in "wf" and found.day.weekday() == 0:
                last -= timedelta(2)
        return Span(found.day, last, found if found.question else None, "first" if found.question else "")
    return None


def _period(text: str, moment: Moment) -> Span | None:
    """A month and the like."""
    if not re.search(rf"\bmonth\b|\b(?:{MONTH}|may)\b|\bnext\b", text, re.I) or re.search(r"\d", text):
        return None
    found = period(text, moment)
    if not found or not found[0] or not found[1] or found[0] == found[1]:
        return None
    return Span(max(found[0], moment.today), found[1])


def _several(text: str, moment: Moment) -> list[Span]:
    """Days one by one: those that follow one another, weekends between them aside, are one span."""
    parts = [part for part in AND.split(text) if part.strip()]
    if len(parts) < 2:
        return []
    month = MONTH_OF.search(parts[-1])
    found: dict[date, Reading] = {}
    earliest: date | None = None
    for part in parts:
        whole = f"{part} {month['m']}" if month and re.fullmatch(DAY_NUMBER, part.strip(), re.I) else part
        reading = _day(whole, moment)
        if reading is not None and reading.day is not None and earliest is not None and reading.day < earliest:
            reading = _after(whole, earliest, moment)
        if reading is None or reading.day is None:
            return []
        earliest = earliest or reading.day
        found[reading.day] = reading
    joined: list[Span] = []
    for each, reading in sorted(found.items()):
        if joined and moment.calendar.add(joined[-1].last or each, 1) >= each:
            joined[-1] = replace(joined[-1], last=each)
        else:
            joined.append(Span(each, each, *((reading, "first") if reading.question else ())))
    return joined
