"""How days, names and values are said: the same words on every card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from governance.calendar import WorkingCalendar, spoken
from governance.kind import POUNDS, Ask
from governance.people import Person, Workstream
from governance.programme import Programme
from governance.record import Record
from governance.timed import CHASE
from handlers.cards import Inline, Link, Rich, Strong, Who, plain
from storage.register import Register

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # how the history keeps a day


# Longer texts are cut where something else is told with them; whole they stand in the form to edit.
FIELD_SHOWN = 300


@dataclass(frozen=True)
class Names:
    """What ids and steps are called in this programme: people, workstreams and the scales' steps."""

    people: Mapping[str, Person]
    workstreams: Mapping[str, Workstream]
    programme: Programme


async def names_of(register: Register) -> Names:
    return Names(await register.people.all(), await register.workstreams.all(), await register.programme())


def cut(text: str, limit: int = FIELD_SHOWN) -> str:
    """`text`, shortened with … where it is longer than `limit`."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def day(value: date) -> str:
    """`Fri 27 Nov 2026`."""
    return spoken(value)


def day_short(value: date) -> str:
    """`Fri 27 Nov`, for days near enough to need no year."""
    return f"{value:%a} {value.day} {value:%b}"


def count(number: int, singular: str, plural: str = "") -> str:
    """`1 action`, `3 actions`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def times(number: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(number) or count(number, "time")


def due_words(record: Record, today: date, calendar: WorkingCalendar) -> str:
    """When a record is due, as a person would say it: `due today`, `overdue by 3 working days`, `no due date`. While its clock
    stands still only the chasing is: `clock stopped, chase due today`."""
    said = _due_words(record, today, calendar)
    return f"clock stopped, chase {said}" if record.body.due_now == CHASE else said


def _due_words(record: Record, today: date, calendar: WorkingCalendar) -> str:
    if record.due is None:
        return "no due date"
    if not record.is_open:
        return f"was due {day_short(record.due)}"
    if record.due == today:
        return "due today"
    if record.due > today:
        return f"due {day_short(record.due) if (record.due - today).days < 180 else day(record.due)}"
    late = calendar.between(record.due, today)
    return f"overdue by {count(late, 'working day')}" if late else f"overdue since {day_short(record.due)}"


# What comes round on a kind's day, where it is not the thing itself that is due.
COMES_ROUND = {
    "review_on": "review",
    "next_contact": "contact",
    "promised": "promise",
    "validate_by": "check",
    "opens": "opening",
    "closes": "closing",
    "declare_by": "result",
    "report_by": "report of the result",
    "plan_by": "a day for it",
    "follow_up_by": "follow-up",
    "decide_by": "decision",
    "tell_by": "telling residents",
}


def due_line(record: Record, today: date, calendar: WorkingCalendar) -> str:
    """The same in a line of a list: `due today`; of a risk `review due today`, of a promise `promise due today`."""
    said = due_words(record, today, calendar)
    field = record.body.due_now or record.kind.due_field
    what = COMES_ROUND.get(field, "") if record.due is not None and record.is_open else ""
    return f"{what} {said}".strip()


def due_fact(record: Record, today: date, calendar: WorkingCalendar) -> str:
    """The due date on a card: the day, the hour where it matters, and a word where it is late or not a working day."""
    if record.due is None:
        return "no date yet"
    said = day(record.due)
    clock = record.body.due_clock
    if clock is not None:
        said += f" {clock:%H:%M}"
    remarks = []
    if record.is_overdue(today):
        remarks.append(due_words(record, today, calendar))
    elif record.is_open and record.due == today:
        remarks.append("today")
    if record.is_open and (why := calendar.why_not(record.due)):
        remarks.append(why)
    if record.is_open and not calendar.is_certain(record.due):
        remarks.append("that year's bank holidays are not certain yet")
    return f"{said} ({'; '.join(remarks)})" if remarks else said


def who(person: str | None, people: Mapping[str, Person], nobody: str = "nobody yet") -> Inline:
    """A person by name, or the word for nobody. Somebody who has left is said to have."""
    found = people.get(person) if person else None
    if found is None:
        return nobody
    return Who(found.id, found.name) if found.active else f"{found.name} (has left)"


def value(ask: Ask, held: Any, names: Names) -> Rich:
    """A field's value, to read."""
    people = names.people
    if ask.input == "scale" and isinstance(held, int):
        return (step_words(names.programme, ask.scale, held),)
    if ask.input == "workstream":
        found = names.workstreams.get(held)
        return (found.name if found else str(held),)
    if ask.input == "person":
        return (who(held, people),)
    if ask.input == "people":
        named: list[Inline] = []
        for person in held:
            named += [who(person, people), ", "]
        return tuple(named[:-1])
    if isinstance(held, date):
        return (day(held),)
    if isinstance(held, time):
        return (f"{held:%H:%M}",)
    if isinstance(held, str) and held.startswith(("https://", "http://")):
        return (Link(held, held if len(held) <= 60 else held[:57] + "…"),)
    if isinstance(held, bool):
        return ("yes" if held else "no",)
    return (_counted(held, ask.unit),)


def _counted(held: Any, unit: str) -> str:
    """`30 days`, `£240,000`."""
    if unit == POUNDS and isinstance(held, int):
        return f"{'−' if held < 0 else ''}£{abs(held):,}"
    return f"{held}{unit}"


def step_words(programme: Programme, scale: str, step: int) -> str:
    """`4 (likely)`."""
    return f"{step} ({programme.scale(scale)[step - 1].label.lower()})"


def change_words(name: str, ask: Ask | None, old: Any, new: Any, names: Names) -> str:
    """One changed field in words: `due: Fri 27 Nov 2026 → Thu 3 Dec 2026`."""
    if name == "workstream":
        ask = ask or Ask("Workstream", input="workstream")
    label = ask.label if ask else name.replace("_", " ").capitalize()
    if ask and ask.apart:
        return f"{label}: {'taken out' if new in (None, '', [], ()) else 'noted'}"
    return f"{label}: {_held(ask, old, names)} → {_held(ask, new, names)}"


def _held(ask: Ask | None, held: Any, names: Names) -> str:
    if held in (None, "", [], ()):
        return "not set"
    if isinstance(held, str) and ISO_DAY.fullmatch(held):
        held = date.fromisoformat(held)
    if ask and ask.input == "time" and isinstance(held, str):
        held = held[:5]  # nobody says the seconds
    return cut(plain(value(ask or Ask(""), held, names)), 120)


def titled(record: Record) -> Rich:
    """Ref and title, the ref standing out."""
    return (Strong(record.ref), " ", record.title)


def from_to(first: date | None, last: date | None) -> str:
    """`from Tue 1 Dec 2026 to Wed 31 Mar 2027`, `until …`, `on Fri 27 Nov 2026`; nothing where both ends are open."""
    if first and last:
        return f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"
    return f"from {day(first)}" if first else f"until {day(last)}" if last else ""


def platform_name(platform: str) -> str:
    """What people call a platform."""
    return platform.capitalize()


def listed(names: Iterable[str]) -> str:
    """`Sam, Jo and Olu`."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last
