"""Importing people, how platforms know them, and workstreams."""

from __future__ import annotations

from functools import partial

from governance.people import WEEKDAYS, Leave, Person, Workstream
from handlers.importing.cells import day_in, weekdays_in, yes_in
from handlers.importing.reading import Reading
from handlers.importing.report import Outcome
from storage.register import Register

IDENTITIES = {"slack_id": "slack", "teams_id": "teams"}


async def import_workstream(reading: Reading, register: Register) -> Outcome | None:
    """One row of a list of workstreams; None where it could not be taken."""
    id, name = reading.cell("id"), reading.cell("name")
    if not id or not name:
        reading.problem("name" if id else "id", "a workstream needs an id and a name; this row was not imported")
        return None
    old = await register.workstreams.get(id)
    new = Workstream(id, name, reading.cell("short") or (old.short if old else ""), reading.cell("lead") or None)
    if new == old:
        return "unchanged"
    await register.workstreams.save(new)
    return "updated" if old else "created"


async def import_person(reading: Reading, register: Register) -> Outcome | None:
    """One row of a list of people; None where it could not be taken."""
    name = reading.cell("name")
    if not name:
        reading.problem("name", "there is no name; this row was not imported")
        return None
    old = await register.people.get(reading.cell("id")) or await register.people.by_email(reading.cell("email"))
    new = await _person(reading, register, old)
    if new != old:
        await register.people.save(new)
    introduced = await _introduce(reading, register, new)
    if old is None:
        return "created"
    return "updated" if new != old or introduced else "unchanged"


async def _person(reading: Reading, register: Register, old: Person | None) -> Person:
    return Person(
        id=old.id if old else reading.cell("id") or await register.people.new_id(),
        name=reading.cell("name"),
        email=reading.cell("email"),
        role=reading.cell("role"),
        organisation=reading.cell("organisation"),
        workstream=await _known_workstream(reading, register),
        active=reading.take("active", partial(yes_in, default=True), True),
        deputy=reading.cell("deputy") or None,
        working_days=reading.take("working_days", weekdays_in, WEEKDAYS),
        leave=_leave(reading, old),
    )


def _leave(reading: Reading, old: Person | None) -> tuple[Leave, ...]:
    """A sheet knows the next spell only: what the register knows besides it stays."""
    first, last = reading.take("leave_from", day_in, None), reading.take("leave_to", day_in, None)
    known = old.leave if old else ()
    if first is None:
        return known
    spell = Leave(first, last or first)
    return known if spell in known else (*known, spell)


async def _known_workstream(reading: Reading, register: Register) -> str | None:
    said = reading.cell("workstream")
    for workstream in (await register.workstreams.all()).values():
        if said.casefold() in (workstream.id.casefold(), workstream.name.casefold(), workstream.short.casefold()):
            return workstream.id if said else None
    if said:
        reading.problem("workstream", "there is no such workstream; left empty")
    return None


async def _introduce(reading: Reading, register: Register, person: Person) -> bool:
    """Note how Slack and Teams know a person; True when that is news."""
    known = {(row.platform, row.user_id) for row in await register.people.identities(person.id)}
    news = False
    for field, platform in IDENTITIES.items():
        user = reading.cell(field)
        if user and (platform, user) not in known:
            await register.people.identify(person.id, platform, user, name=person.name)
            news = True
    return news
