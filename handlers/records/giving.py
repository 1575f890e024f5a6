"""Giving: who gave a record to its owner, and hears when it is not theirs."""

from __future__ import annotations

from governance.people import Person
from governance.record import Record
from handlers.people.telling import tell_news
from storage.register import Register


async def giver_of(register: Register, record: Record) -> Person | None:
    """Whoever last gave it to its present owner, where that was somebody else who is still there."""
    events = await register.history.of(record.ref)
    given = next((each for each in reversed(events) if each.after.get("owner") == record.owner), None)
    person = await register.people.get(given.actor if given else record.raised_by)
    return person if person is not None and person.active and person.member and person.id != record.owner else None


async def tell_giver(register: Register, before: Record, after: Record, speaker: Person) -> None:
    """Whoever gave it hears that it was not theirs, and whose it is now; one who has it back themselves sees that anyway."""
    giver = await giver_of(register, before)
    if giver is None or giver.id in (after.owner, speaker.id):
        return
    now = await register.people.name(after.owner)
    remark = f"{speaker.name} says that {after.ref} {after.title} is not theirs; it is with {now} now."
    await tell_news(register, giver, speaker, f"not me:{after.ref}:{after.version}", remark)
