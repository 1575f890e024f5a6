"""What the register knows already, and whom and what a cell may mean by it. Read once for a whole import."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from governance.errors import ChivvyError
from governance.people import Person, Workstream
from governance.programme import Programme
from handlers.importing.cells import EMPTY, UNKNOWN, Unclear
from handlers.words.days.dates import Moment
from handlers.words.people import People
from handlers.words.understanding import Surroundings
from storage.register import Register

SEPARATORS = re.compile(r"\s*(?:[;/&+\n]|,|\band\b)\s*", re.IGNORECASE)


class NoSuchWorkstream(ChivvyError):
    """There is no workstream “{said}”, so nothing was imported. The workstreams are: {names}. Name one of them after
    --workstream."""


@dataclass(frozen=True)
class Named:
    """The people whom a cell names, and what is to be told about it."""

    people: tuple[Person, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """People, workstreams and rules, by what cells call them. `workstream` is for rows that say none."""

    people: dict[str, Person]
    workstreams: dict[str, Workstream]
    programme: Programme
    moment: Moment
    workstream: str | None = None

    def workstream_in(self, cell: str) -> str | None:
        """A workstream by id, name or short name; None for an empty cell. Raises Unclear."""
        said = " ".join(cell.casefold().split())
        if not said or said in EMPTY:
            return None
        for one in self.workstreams.values():
            if said in (one.id.casefold(), one.name.casefold(), one.short.casefold()):
                return one.id
        raise Unclear("there is no such workstream")

    def people_in(self, cell: str, here: str | None) -> Named:
        """Everybody whom a cell names; one of several of the same name is the one on the workstream `here`."""
        if not cell or cell.casefold() in EMPTY:
            return Named()
        if found := self._one(cell, here):
            return Named((found,))
        people: list[Person] = []
        doubts: list[str] = []
        for part in filter(None, SEPARATORS.split(cell)):
            if found := self._one(part, here):
                people.append(found)
            else:
                doubts.append(self._who(part, here))
        return Named(tuple(dict.fromkeys(people)), tuple(doubts))

    def _one(self, said: str, here: str | None) -> Person | None:
        if said in self.people:
            return self.people[said]
        found = self._called(said, here)
        return found[0] if len(found) == 1 else None

    def _called(self, said: str, here: str | None) -> tuple[Person, ...]:
        """By id, address, whole name, first name, or an initial with the surname (“G. Dunmallet”)."""
        found, _ = self._directory.find(said)
        initial = re.fullmatch(r"([^\W\d_])\.?\s*([^\W\d_][\w'’-]+)", said)
        if not found and initial:
            found = tuple(one for one in self.people.values() if _has_initial(one, initial[1], initial[2]))
        return tuple(one for one in found if here and one.is_on(here)) or found

    @cached_property
    def _directory(self) -> People:
        people, workstreams = tuple(self.people.values()), tuple(self.workstreams.values())
        return People(Surroundings(self.moment.now, self.moment.calendar, people, workstreams))

    def _who(self, said: str, here: str | None) -> str:
        if said.casefold() in UNKNOWN:
            return "nobody is named yet"
        several = self._called(said, here)
        if not several:
            return f"nobody is called “{said[:60]}”"
        return f"“{said[:60]}” may be {' or '.join(person.name for person in several[:4])}"


def _has_initial(person: Person, initial: str, surname: str) -> bool:
    names = person.name.casefold().split()
    return bool(names) and names[0][0] == initial.casefold() and names[-1] == surname.casefold()


async def known_to(register: Register, workstream: str = "") -> Known:
    """What the register knows now. `workstream` is named as people name it; raises NoSuchWorkstream."""
    people, workstreams = await register.people.all(), await register.workstreams.all()
    known = Known(people, workstreams, await register.programme(), moment_of(register))
    try:
        return replace(known, workstream=known.workstream_in(workstream))
    except Unclear:
        names = ", ".join(one.label for one in known.workstreams.values())
        raise NoSuchWorkstream(said=workstream, names=names or "none yet") from None


def moment_of(register: Register) -> Moment:
    """When cells are read: now, by the calendar that the register reckons with."""
    return Moment(register.now.astimezone(register.zone), register.records.calendar)
