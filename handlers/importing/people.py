"""Importing people, how platforms know them, workstreams and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from governance.people import WEEKDAYS, Leave, Organisation, Person, Workstream
from handlers.importing.cells import day_in, weekdays_in, yes_in
from handlers.importing.known import moment_of
from handlers.importing.reading import Reading
from handlers.importing.report import Outcome
from storage.register import Register

LONGEST_ID, LONGEST_NAME = 40, 200
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


async def import_organisation(reading: Reading, register: Register) -> Outcome | None:
    """One row of a list of councils and partners; None where it could not be taken."""
    id, name = reading.cell("id"), reading.cell("name")
    if not id or not name:
        reading.problem("name" if id else "id", "an organisation needs a code and a name; this row was not imported")
        return None
    old = (await register.organisations.all()).get(id)
    new = Organisation(id, name, reading.cell("type") or (old.type if old else ""))
    if new == old:
        return "unchanged"
    await register.organisations.save(new)
    return "updated" if old else "created"


@dataclass
class Staff:
    """Everybody, and how Slack and Teams know them: read once for many rows, and kept up with what they change."""

    people: dict[str, Person]
    workstreams: dict[str, Workstream]
    users: dict[str, dict[str, str]]

    def find(self, id: str, email: str) -> Person | None:
        plain = email.strip().casefold()
        found = (person for person in self.people.values() if plain and person.email.casefold() == plain)
        return self.people.get(id) or next(found, None)


async def staff_of(register: Register) -> Staff:
    """Who is in the register now."""
    people = dict(await register.people.all())
    users = {platform: await register.people.users(platform, people) for platform in IDENTITIES.values()}
    return Staff(people, await register.workstreams.all(), users)


async def import_person(reading: Reading, register: Register, staff: Staff) -> Outcome | None:
    """One row of a list of people; None where it could not be taken."""
    for field, most in (("id", LONGEST_ID), ("name", LONGEST_NAME)):
        if len(reading.cell(field)) > most:
            reading.problem(field, f"this is longer than {most} characters; this row was not imported")
            return None
    if not reading.cell("name"):
        reading.problem("name", "there is no name; this row was not imported")
        return None
    old = staff.find(reading.cell("id"), reading.cell("email"))
    new = await _person(reading, register, staff, old)
    if new != old:
        await register.people.save(new)
        staff.people[new.id] = new
    introduced = await _introduce(reading, register, staff, new)
    if old is None:
        return "created"
    return "updated" if new != old or introduced else "unchanged"


async def _person(reading: Reading, register: Register, staff: Staff, old: Person | None) -> Person:
    return Person(
        id=old.id if old else reading.cell("id") or await register.people.new_id(),
        name=" ".join(reading.cell("name").split()),
        email=reading.cell("email"),
        role=reading.cell("role"),
        organisation=reading.cell("organisation"),
        workstream=_known_workstream(reading, staff) or (old.workstream if old else None),
        active=reading.take("active", partial(yes_in, default=True), True),
        deputy=reading.cell("deputy") or None,
        working_days=reading.take("working_days", weekdays_in, WEEKDAYS),
        leave=_leave(reading, register, old),
    )


def _leave(reading: Reading, register: Register, old: Person | None) -> tuple[Leave, ...]:
    """A sheet knows the next spell only: what the register knows besides it stays."""
    read = partial(day_in, moment=moment_of(register))
    first, last = reading.take("leave_from", read, None), reading.take("leave_to", read, None)
    known = old.leave if old else ()
    if first is None:
        return known
    spell = Leave(first, last or first)
    noted = any(each.first <= spell.first and spell.last <= each.last for each in known)
    return known if noted else (*known, spell)


def _known_workstream(reading: Reading, staff: Staff) -> str | None:
    said = reading.cell("workstream")
    for workstream in staff.workstreams.values():
        if said.casefold() in (workstream.id.casefold(), workstream.name.casefold(), workstream.short.casefold()):
            return workstream.id if said else None
    if said:
        reading.problem("workstream", "there is no such workstream; left empty")
    return None


async def _introduce(reading: Reading, register: Register, staff: Staff, person: Person) -> bool:
    """Note how Slack and Teams know a person; True when that is news."""
    news = False
    for field, platform in IDENTITIES.items():
        user = reading.cell(field)
        known = staff.users[platform].get(person.id)
        if not user or known == user:
            continue
        if known and user in [row.user_id for row in await register.people.identities(person.id)]:
            continue  # they have several there
        await register.people.identify(person.id, platform, user, name=person.name)
        news = True
    return news
