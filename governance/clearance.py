"""Clearance: what somebody may open of what is confidential, as data, so that the register can ask for it too."""

from __future__ import annotations

from dataclasses import dataclass

from governance.people import Person
from governance.record import Record
from governance.roles import CASE_MANAGERS, CASE_OFFICERS, KEEPERS, has_role


@dataclass(frozen=True)
class Clearance:
    """Whatever names `person` on it; besides that, records that were marked restricted (`restricted`), and where `cases` is True
    residents' cases of their own `landlord` (an organisation's code), of these `estates` (workstreams) or, where that is None, of
    all of them. A case whose landlord or estate nobody has said yet is for every officer who might have it."""

    person: str
    restricted: bool = False
    cases: bool = False
    landlord: str = ""
    estates: frozenset[str] | None = frozenset()

    def covers(self, record: Record) -> bool:
        """Whether a confidential record is among them, its names aside."""
        if not record.kind.confidential:
            return self.restricted
        here = self.estates is None or record.workstream is None or record.workstream in self.estates
        return self.cases and here and self.is_landlords(record)

    def is_landlords(self, record: Record) -> bool:
        """Whether a case is their own organisation's to answer for, where that is known."""
        return landlord_of(record) in ("", self.landlord)


def clearance_of(person: Person) -> Clearance:
    """What somebody is cleared for by their role and where they are deployed."""
    manager = has_role(person, CASE_MANAGERS)
    return Clearance(
        person=person.id,
        restricted=has_role(person, KEEPERS),
        cases=manager or has_role(person, CASE_OFFICERS),
        landlord=person.organisation,
        estates=None if manager else frozenset(filter(None, (person.workstream, *person.workstreams))),
    )


def landlord_of(record: Record) -> str:
    """The organisation that answers for a case, by its code; "" where nobody has said, or it is no case."""
    return str(getattr(record.body, "landlord", ""))
