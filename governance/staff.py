"""Who answers for a record besides its owner: whoever stands in while they are away, its lead or case manager, the receiver.
Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from governance.people import Person, Workstream
from governance.policy import is_confidential, may
from governance.record import Record
from governance.roles import CASE_MANAGERS, KEEPERS, has_role

# A deputy who is away too is followed to theirs, and no further.
DEPUTIES = 2


@dataclass(frozen=True)
class Staff:
    """Everybody there is, on one day."""

    people: Mapping[str, Person]
    workstreams: Mapping[str, Workstream]
    day: date

    def owner_of(self, record: Record) -> Person | None:
        """Its owner, while they are of the programme and may read it."""
        return self._able(record.owner, record)

    def stand_in(self, person: Person) -> Person | None:
        """Who sees to somebody's things while they are on leave: their deputy, or the deputy's own where that one is away too."""
        found: Person | None = person
        for _ in range(DEPUTIES):
            found = self.people.get((found.deputy_on(self.day) if found else None) or "")
            if found is None or not found.active or not found.member or found.id == person.id:
                return None
            if found.leave_on(self.day) is None:
                return found
        return None

    def stood_in_for(self, person: Person) -> list[Person]:
        """Whose things somebody sees to today."""
        away = (each for each in self.people.values() if each.active and each.leave_on(self.day) is not None)
        return [each for each in away if (other := self.stand_in(each)) is not None and other.id == person.id]

    def lead_of(self, record: Record) -> Person | None:
        """The lead of its workstream, or whoever stands in for them."""
        strand = self.workstreams.get(record.workstream or "")
        return self._there(strand.lead if strand else None, record)

    def manager_of(self, record: Record) -> Person | None:
        """Who answers for a record: the lead; for a case a case manager, of its workstream where it has one;
        for what was marked restricted and is not for its lead, somebody who keeps such things."""
        lead = self.lead_of(record) if not record.kind.confidential else None
        if lead is not None or not is_confidential(record):
            return lead
        roles = CASE_MANAGERS if record.kind.confidential else KEEPERS
        managers = [each for each in self.people.values() if has_role(each, roles)]
        managers.sort(key=lambda each: (not each.is_on(record.workstream), each.id))
        return next((found for each in managers if (found := self._there(each.id, record)) is not None), None)

    def receiver_of(self, record: Record) -> Person | None:
        """Who waits for it on the other side: the owner there, else the lead of the workstream that it is owed to."""
        owner = getattr(record.body, "receiver_owner", None)
        strand = self.workstreams.get(record.body.counterpart or "")
        return self._there(owner, record) or self._there(strand.lead if strand else None, record)

    def _there(self, person: str | None, record: Record) -> Person | None:
        """A person who may hear of the record, or while they are away whoever stands in for them; where nobody does, it waits for
        them."""
        found = self.people.get(person or "")
        if found is not None and found.leave_on(self.day) is not None:
            found = self.stand_in(found) or found
        return self._able(found.id if found else None, record)

    def _able(self, person: str | None, record: Record) -> Person | None:
        found = self.people.get(person or "")
        return found if found is not None and may(found, "receive", record) is None else None
