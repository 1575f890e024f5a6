"""The audience of an escalation: the channels of the record's workstream, and the people who hold the role that it goes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from governance.escalation import SAID, Escalation
from governance.holders import Holders, Office, holders, is_leads
from governance.people import Person, Place
from governance.policy import is_confidential, may
from governance.record import Record
from storage.register import Register


@dataclass(frozen=True)
class Step:
    """A step that is to be told: the record that it is of, and the moment (UTC) at which it came round."""

    escalation: Escalation
    record: Record
    since: datetime


@dataclass
class Audience:
    """Who is there to be told, read once for many steps."""

    register: Register
    office: Office
    _places: dict[str, Sequence[Place]] = field(default_factory=dict)
    _holders: dict[tuple[str, str | None], Holders] = field(default_factory=dict)

    def holders(self, escalation: Escalation, record: Record) -> Holders:
        """Who is to hear of it; the same for all records of a workstream, but for what is confidential."""
        if is_confidential(record):
            return holders(escalation.to, record, self.office)
        key = escalation.to, record.workstream
        if key not in self._holders:
            self._holders[key] = holders(escalation.to, record, self.office)
        return self._holders[key]

    def alerted(self, step: Step) -> str | None:
        """Whom the alert itself puts a step before, so that they need no message of their own: the workstream's lead, where it is
        before them. Whoever stands in for the lead, or has the role because nobody else has, is none of its channel."""
        escalation = step.escalation
        if escalation.cause == SAID or escalation.has_gone_up or not is_leads(escalation.to):
            return None
        workstream = self.office.workstream(step.record.workstream)
        return workstream.lead if workstream is not None else None

    async def channels(self, record: Record) -> list[Place]:
        """The workstream's channels; none for what is confidential."""
        if record.workstream is None:
            return []
        if record.workstream not in self._places:
            self._places[record.workstream] = await self.register.places.of_workstream(record.workstream)
        places = self._places[record.workstream]
        return [place for place in places if not place.private and may(None, "receive", record, place) is None]


async def audience(register: Register) -> Audience:
    people, workstreams = await register.people.all(), await register.workstreams.all()
    memberships = await register.memberships.all()
    return Audience(register, Office(tuple(people.values()), tuple(workstreams.values()), memberships, register.today))


async def answerable(register: Register, record: Record) -> Person | None:
    """Who hears of an escalation when the workstream has no channel: its lead, or else whoever raised the record."""
    workstream = await register.workstreams.get(record.workstream)
    for candidate in (workstream.lead if workstream else None, record.raised_by):
        person = await register.people.get(candidate)
        if person is not None and may(person, "receive", record) is None:
            return person
    return None
