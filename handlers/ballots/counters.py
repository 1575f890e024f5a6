"""Who counts: the ballot officer and the case manager of the landlord whose estate it is."""

from __future__ import annotations

from governance.people import Person, Workstream
from governance.policy import may_count
from governance.record import Record
from storage.register import Register


async def estate_of(register: Register, ballot: Record) -> Workstream | None:
    """The works project whose homes vote: the ballot's own, else the only one there is."""
    strands = await register.workstreams.all()
    own = strands.get(ballot.workstream or "")
    if own is not None and own.landlord:
        return own
    estates = [each for each in strands.values() if each.landlord]
    return estates[0] if len(estates) == 1 else None


async def permit_counting(register: Register, ballot: Record, speaker: Person) -> None:
    """Raise OnlyForCounters unless somebody may freeze this ballot's register and count its votes."""
    estate = await estate_of(register, ballot)
    if refusal := may_count(speaker, ballot, estate.landlord if estate else ""):
        raise refusal
