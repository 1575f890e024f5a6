"""The programme office: who may change what the programme has decided for everybody."""

from __future__ import annotations

from collections.abc import Iterable

from governance.errors import ChivvyError
from governance.people import Person
from governance.roles import OFFICE, has_role

NAMED = 3


class NotTheOffice(ChivvyError):
    """Only the programme office can change the settings, for they count for everybody. Nothing was changed. Ask {who}."""


def in_office(person: Person) -> bool:
    """Whether somebody's role is one of the programme office's."""
    return person.member and person.active and has_role(person, OFFICE)


def may_decide(person: Person, people: Iterable[Person]) -> ChivvyError | None:
    """None when `person` may change the programme's settings, else the refusal. While nobody in the programme has such a role,
    every member may: somebody has to begin."""
    office = sorted((each for each in people if in_office(each)), key=lambda each: each.name)
    if not office or in_office(person):
        return None
    named = [each.name for each in office[:NAMED]]
    return NotTheOffice(who=named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}")
