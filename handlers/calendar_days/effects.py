"""Effects: what follows from days that are added to the calendar or taken out, and whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from governance.people import Person, Workstream
from governance.policy import may
from governance.record import Record
from governance.roles import CASE_MANAGERS, has_role
from storage.days import CalendarChange, Day, Moved
from storage.records import Filter
from storage.register import Register

CALENDAR = "calendar"  # the rule of the notices that tell of it


@dataclass(frozen=True)
class Effects:
    """What a change of the calendar does: the records whose dates move by it, and those that stay due on a day on which nobody
    works any more (where it is taken back: on which people work again)."""

    change: CalendarChange
    falling: tuple[Record, ...] = ()


@dataclass
class Concern:
    """What one person has to hear: what moved of theirs, what moved of what they lead, what of theirs falls on such a day."""

    own: list[Moved] = field(default_factory=list)
    led: list[Moved] = field(default_factory=list)
    falling: list[Record] = field(default_factory=list)

    @property
    def refs(self) -> tuple[str, ...]:
        moved = [each.record.ref for each in (*self.own, *self.led)]
        return tuple(dict.fromkeys((*moved, *(record.ref for record in self.falling))))


async def weigh(register: Register, deed: Literal["add", "remove"], days: Sequence[Day]) -> Effects:
    """What would follow; nothing is changed yet."""
    change = await register.weigh_days(deed, days)
    if not change.days:
        return Effects(change)
    first, last = min(day.day for day in change.days), max(day.day for day in change.days)
    due = await register.records.find(Filter(due_from=max(first, register.today), due_to=last), limit=None)
    moved = {each.record.id for each in change.moved}
    falling = [record for record in due if record.id not in moved and _falls(record, change)]
    return Effects(change, tuple(falling))


async def concerned(register: Register, effects: Effects) -> dict[Person, Concern]:
    """Everybody who has to hear of it, each with what they may read: owners; leads and case managers of what moved."""
    people, workstreams = await register.people.all(), await register.workstreams.all()
    found: dict[str, Concern] = {}

    def hears(person: str | None, record: Record) -> Concern | None:
        known = people.get(person or "")
        return found.setdefault(known.id, Concern()) if known and may(known, "receive", record) is None else None

    for each in effects.change.moved:
        owner = each.record.owner
        if concern := hears(owner, each.record):
            concern.own.append(each)
        for person in _leading(each.record, people, workstreams):
            if person != owner and (concern := hears(person, each.record)):
                concern.led.append(each)
    for record in effects.falling:
        if concern := hears(record.owner, record):
            concern.falling.append(record)
    return {people[person]: concern for person, concern in found.items()}


def _leading(record: Record, people: Mapping[str, Person], workstreams: Mapping[str, Workstream]) -> list[str]:
    """Who leads the workstream of a record; of a case also its case managers, or all of them where it is of no workstream."""
    strand = workstreams.get(record.workstream or "")
    found = [strand.lead] if strand and strand.lead else []
    if record.kind.confidential:
        found += [
            person.id
            for person in people.values()
            if has_role(person, CASE_MANAGERS) and (strand is None or person.is_on(strand.id))
        ]
    return list(dict.fromkeys(found))


def _falls(record: Record, change: CalendarChange) -> bool:
    assert record.due is not None
    return change.before.is_open(record.due) != change.after.is_open(record.due)
