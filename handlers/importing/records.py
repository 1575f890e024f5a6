"""Importing records of any kind: each row becomes a record with its own ref and a first line of history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from pydantic import ValidationError

from governance.errors import ChivvyError
from governance.kind import Ask, Body
from governance.kinds import canonical_ref
from governance.people import Person
from governance.policy import may
from governance.record import Record
from governance.reminders import ladder
from handlers.digest import owe_digest
from handlers.importing.cells import Unclear, count_in, day_in, yes_in
from handlers.importing.reading import Reading
from handlers.importing.report import Outcome
from storage.history import Scene
from storage.records import NoSuchRecord
from storage.register import Register

NOON = time(12)


async def import_record(reading: Reading, register: Register, scene: Scene, body_type: type[Body]) -> Outcome | None:
    """One row of a register; None where it could not be taken."""
    values = await _values(reading, register, body_type)
    try:
        body = body_type.model_validate(values)
    except ValidationError as wrong:
        for problem in wrong.errors():
            field = str(problem["loc"][0]) if problem["loc"] else "title"
            reading.problem(field, f"{_in_words(problem)}; this row was not imported")
        return None
    workstream = await _workstream(reading, register)
    old = await _known(reading, register)
    if old is None:
        return await _log(reading, register, scene, body, workstream)
    if old.kind.name != body.kind.name:
        reading.problem("ref", f"{old.ref} is already in the register as something else; this row was not imported")
        return None
    return await _change(reading, register, scene, old, body, workstream)


async def _log(
    reading: Reading, register: Register, scene: Scene, body: Body, workstream: str | None
) -> Outcome | None:
    common = {name: value for name, value in (await _common(reading, register, body)).items() if value is not None}
    ref = reading.cell("ref") or None
    try:
        record = await register.records.log(scene, body, workstream=workstream, ref=ref, common=common)
    except ChivvyError as refused:
        reading.problem("ref", refused.message)
        return None
    await _remind_of_late(register, record)
    return "created"


async def _change(
    reading: Reading, register: Register, scene: Scene, old: Record, body: Body, workstream: str | None
) -> Outcome:
    """Only what the sheet has a column for. When it was raised, closed and re-dated the register has counted itself."""
    told = {field for field in reading.columns.values() if field in type(body).model_fields}
    changes = {
        name: getattr(body, name)
        for name in type(body).model_fields
        if name in told and getattr(body, name) != old.value(name)
    }
    if reading.has("workstream") and workstream != old.workstream:
        changes["workstream"] = workstream
    if not changes:
        return "unchanged"
    changed, _ = await register.records.change(scene, old, changes)
    if "due" in changes or changed.is_open != old.is_open:
        await _remind_of_late(register, changed)
    return "updated"


async def _remind_of_late(register: Register, record: Record) -> None:
    """What is so long overdue that the clock would never speak of it is in its owner's next morning's digest."""
    calendar = register.records.calendar
    owner = await register.people.get(record.owner)
    if record.next_wake is not None or owner is None or not ladder(record, calendar):
        return
    if may(owner, "receive", record) is None:
        await owe_digest(register, owner, calendar, after=register.now)


async def _known(reading: Reading, register: Register) -> Record | None:
    ref = reading.cell("ref")
    if not ref:
        return None
    try:
        return await register.records.get(ref)
    except NoSuchRecord:
        return None


async def _values(reading: Reading, register: Register, body_type: type[Body]) -> dict[str, Any]:
    """The body's fields. What cannot be read in a cell is left out, so that the kind's own default stands."""
    values: dict[str, Any] = {"title": reading.cell("title"), "status": body_type.kind.lifecycle.initial}
    for name, ask in body_type.asks():
        if name != "title" and reading.cell(name):
            value = await _value(reading, register, body_type, name, ask)
            if value is not None:
                values[name] = value
    if values.get("owner") is None and reading.cell("owner_name"):
        values["owner"] = await _person(reading, register, "owner_name")
    if values.get("source") and reading.cell("source_ref"):
        values["source"] = f"{values['source']}, {reading.cell('source_ref')}"
    return values


async def _value(reading: Reading, register: Register, body_type: type[Body], name: str, ask: Ask) -> Any:
    cell = reading.cell(name)
    if name == "status":
        return body_type.kind.lifecycle.state_named(cell) or cell
    if ask.input in ("person", "people"):
        found = await _person(reading, register, name)
        return found if ask.input == "person" else (found,) if found else ()
    annotation = body_type.model_fields[name].annotation
    if ask.input == "date" or annotation == date | None:
        return reading.take(name, day_in, None)
    if ask.input == "number" or annotation is int:
        return reading.take(name, count_in, None)
    if ask.input == "flag":
        return reading.take(name, lambda said: yes_in(said, default=False), None)
    if ask.choices:
        return reading.take(name, lambda said: _choice(ask, said), None)
    return cell


def _choice(ask: Ask, cell: str) -> str:
    for value, words in ask.choices.items():
        if cell.casefold() in (value.casefold(), *words):
            return value
    raise Unclear(f"it must be one of {', '.join(ask.choices)}")


async def _person(reading: Reading, register: Register, field: str) -> str | None:
    """Somebody by id, e-mail or full name."""
    cell = reading.cell(field)
    people = await register.people.all()
    if cell in people:
        return cell
    named = [person.id for person in people.values() if _is_called(person, cell)]
    if len(named) != 1:
        reading.problem(field, f"{'several people are' if named else 'nobody is'} called that; left empty")
        return None
    return named[0]


def _is_called(person: Person, said: str) -> bool:
    return said.casefold() in (person.name.casefold(), person.email.casefold(), person.id.casefold())


async def _workstream(reading: Reading, register: Register) -> str | None:
    said = reading.cell("workstream").casefold()
    for workstream in (await register.workstreams.all()).values():
        if said and said in (workstream.id.casefold(), workstream.name.casefold(), workstream.short.casefold()):
            return workstream.id
    if said:
        reading.problem("workstream", "there is no such workstream; left empty")
    return None


async def _common(reading: Reading, register: Register, body: Body) -> dict[str, Any]:
    """What the sheet knows of a new record's past."""
    updated = reading.take("updated_on", day_in, None)
    closed = getattr(body, "completed_on", None) or updated or register.today
    return {
        "raised_by": await _person(reading, register, "raised_by") if reading.cell("raised_by") else None,
        "raised_on": reading.take("raised_on", day_in, None),
        "original_due": reading.take("original_due", day_in, None) or body.deadline,
        "times_rescheduled": reading.take("times_rescheduled", count_in, 0),
        "closed_on": None if body.is_open else closed,
        "updated_at": _moment(updated, register) if updated else None,
    }


def _in_words(problem: Mapping[str, Any]) -> str:
    """Why the kind's declaration refuses a value."""
    allowed = problem.get("ctx", {})
    known = {
        "string_too_short": "it is empty",
        "string_too_long": f"it is longer than {allowed.get('max_length')} characters",
        "literal_error": f"it must be one of {allowed.get('expected')}",
    }
    message = str(problem["msg"])
    return known.get(problem["type"], message[:1].lower() + message[1:])


def _moment(day: date, register: Register) -> datetime:
    """Noon of a day, or now where noon is yet to come."""
    return min(datetime.combine(day, NOON, register.zone).astimezone(UTC), register.now)


def refs_seen_twice(readings: list[Reading]) -> dict[int, int]:
    """Rows whose ref stands in an earlier row too: row number → the earlier one's."""
    first: dict[str, int] = {}
    twice: dict[int, int] = {}
    for reading in readings:
        ref = canonical_ref(reading.cell("ref")) or reading.cell("ref").casefold()
        if ref and ref in first:
            twice[reading.row.number] = first[ref]
        elif ref:
            first[ref] = reading.row.number
    return twice
