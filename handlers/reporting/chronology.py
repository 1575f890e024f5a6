"""A case's chronology: every line of its history and what is known besides, earliest first. It says nothing that is not there."""

from __future__ import annotations

from collections.abc import Mapping

from governance.kinds.access import AccessCase
from governance.people import Person
from governance.record import Record
from handlers.reporting.access_log import access_lines, gaps_of
from handlers.reporting.document import Asked
from handlers.reporting.line import Line
from handlers.reporting.marks import footer_of, mark_of
from handlers.wording import Names, change_words, day, names_of
from reports.paper import Paper
from storage.history import READ, REFUSED, Event

ATTEMPT = "attempt"
UNTOLD = (READ, REFUSED)  # who looked at it is not what happened in it
NOTE = "It holds what the register and the notes in it say, and nothing else. Whoever signs for it has read it."


async def chronology(asked: Asked) -> Paper:
    record, register = asked.held, asked.register
    lines = await lines_of(asked)
    handler = await register.people.name(record.owner) if record.owner else "nobody yet"
    values = {
        "mark": mark_of(record),
        "footer": footer_of(asked),
        "facts": [["About", record.title], ["Handler", handler], ["Status", record.status]],
        "lines": [plain(line, asked) for line in lines],
        "gaps": await gaps_of(asked),
        "note": NOTE,
    }
    return Paper("chronology", f"{record.ref} chronology.pdf", f"Chronology of {record.ref}", values)


async def lines_of(asked: Asked) -> list[Line]:
    """What happened in a case, earliest first."""
    record, register = asked.held, asked.register
    people = await register.people.all()
    names = await names_of(register)
    found = [
        Line(each.at, f"{each.what}{f': {each.note}' if each.note else ''}", _who(each.by, people), each.source)
        for each in await register.happenings.of(record)
    ]
    events = await register.history.of(record.ref)
    if isinstance(record.body, AccessCase):
        found += await access_lines(asked, record.body, events)
    for event in events:
        if event.verb not in UNTOLD and (what := _what(record, event, names)):
            found.append(Line(event.at, what, _who(event.actor or "", people), "this register"))
    return sorted(found, key=lambda line: line.at)


def _what(record: Record, event: Event, names: Names) -> str:
    """One line of the history in words; nothing where it changed nothing that people see."""
    if event.verb == "log":
        return "Logged in this register"
    if note := event.after.get("note"):
        return f"Note: {note}"
    asks = dict(type(record.body).asks())
    shown = ("status",) if event.verb == ATTEMPT else (*asks, "workstream")  # the attempt itself has a line of its own
    changes = [
        change_words(name, asks.get(name), event.before.get(name), held, names).replace(": not set →", ":")
        for name, held in event.after.items()
        if name in shown
    ]
    said = "; ".join(changes)
    return f"{said}. Reason: {event.reason}" if said and event.reason else said


def _who(by: str, people: Mapping[str, Person]) -> str:
    return people[by].name if by in people else by


def plain(line: Line, asked: Asked) -> dict[str, str]:
    at = line.at.astimezone(asked.register.zone)
    when = f"{day(at.date())} {at:%H:%M}" if line.hour else day(at.date())
    return {"when": when, "what": line.what, "who": line.who, "source": line.source}
