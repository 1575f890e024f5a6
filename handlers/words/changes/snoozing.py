"""Snoozing: “snooze until Monday because …”, “snooze 3 days”, “remind me on Friday”."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from handlers.cards import Option
from handlers.commands import OpenForm, Snooze
from handlers.words.days.dates import Reading, read, show
from handlers.words.hearing import Hearing
from handlers.words.items.due import due_doubt, words_of
from handlers.words.understanding import Doubt, Understanding

SNOOZE = re.compile(r"(?:snooze|mute|silence|quiet|hush|remind me)\b(?:\s+(?:again|it|me|this))*\s*", re.IGNORECASE)
REASON = re.compile(r"[\s,;:–—-]*(?:(?:because|as|since|cos|reason|while)\b[\s:]*)?", re.IGNORECASE)


def snooze_in(text: str, ref: str, hearing: Hearing) -> Understanding | None:
    """What a text that begins with “snooze” means for a record."""
    match = SNOOZE.match(text)
    if not match:
        return None
    rest = re.sub(r"^(?:to|about it)\s+", "", text[match.end() :].strip(), flags=re.IGNORECASE)
    if not rest:
        return Understanding("form", (OpenForm("snooze", ref=ref),))
    for word in reversed(words_of(rest)[:8]):
        said, reason = rest[: word.end()], rest[word.end() :]
        if reading := read(said, hearing.moment):
            return _snooze(ref, reading, REASON.sub("", reason, count=1).strip(), hearing)
    return None


def snooze_until(ref: str, said: str, hearing: Hearing) -> Understanding:
    """“Stop reminding me about A-012”: reminders are quiet until a day, which is asked where it was not said."""
    plain = re.sub(r"^\s*(?:please|pls|until|till)\s+", "", said.strip(" .!"))
    if plain and (found := snooze_in(f"snooze {plain}", ref, hearing)):
        return found
    calendar, today = hearing.moment.calendar, hearing.moment.today
    days = tuple(calendar.add(today, ahead) for ahead in (5, 1, 10))
    options = tuple(Option(day.isoformat(), show(day)) for day in days)
    doubt = Doubt("until", f"Until which day shall I keep quiet about {ref}?", options)
    return Understanding("snooze", (Snooze(ref, days[0]),), (doubt,))


def _snooze(ref: str, reading: Reading, reason: str, hearing: Hearing) -> Understanding:
    """Reminders may be quiet until any day to come; only an unclear or past day is asked about."""
    today = hearing.moment.today
    if reading.day and today in reading.options and reading.day > today:
        reading = replace(reading, question="", options=())
    until = reading.day or next(iter(reading.options), today + timedelta(1))
    doubt = due_doubt(reading, hearing.moment, name="until")
    if doubt and reading.certain and until > today:
        doubt = None
    return Understanding("snooze", (Snooze(ref, until, reason),), (_about_reminders(doubt),) if doubt else ())


def _about_reminders(doubt: Doubt) -> Doubt:
    return replace(doubt, question=doubt.question.replace("Which day is it due", "Until which day should I keep quiet"))
