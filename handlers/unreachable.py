"""Who could not be reached: somebody who counts on it is told, once a week and person, never in a flood."""

from __future__ import annotations

from dataclasses import replace

from governance.hours import reachable
from governance.people import Person
from handlers.alert import ESCALATION, answerable
from handlers.assignment import ASSIGNMENT
from handlers.cards import Card, say
from handlers.digest import DIGEST, owe_digest
from storage.outbox import Notice
from storage.register import Register

UNREACHABLE = "unreachable"


async def tell_unreachable(register: Register, failed: Notice, why: str) -> None:
    """Somebody else is owed what `failed` could not bring: an alert goes to the lead when its channel is gone; whoever gave
    a record away hears that its owner did not; the lead hears of digests that reach nobody."""
    if failed.rule == ESCALATION and failed.place is not None:
        await _alert_lead(register, failed)
    person = await register.people.get(failed.person)
    if person is None or failed.rule not in (ASSIGNMENT, DIGEST, ESCALATION):
        return
    told = await _to_be_told(register, person, failed)
    if told is not None:
        await _owe(register, person, told, failed, why)


async def unreachable_card(_register: Register, notice: Notice) -> Card | None:
    """One sentence: who, and why; when it goes with a digest, the digest says it."""
    about = f" It was about {', '.join(notice.refs)}." if notice.refs else ""
    return replace(say(f"{notice.payload['remark']}{about}"), refs=notice.refs)


async def _alert_lead(register: Register, failed: Notice) -> None:
    record = await register.records.get(failed.refs[0])
    if record.workstream and await register.places.of_workstream(record.workstream):
        return
    lead = await answerable(register, record)
    if lead is not None:
        key = f"{ESCALATION}:{record.ref}:{failed.payload['due']}:{lead.id}"
        await register.outbox.owe(
            Notice(key, ESCALATION, register.now, lead.id, refs=failed.refs, payload=failed.payload)
        )


async def _owe(register: Register, person: Person, told: Person, failed: Notice, why: str) -> None:
    """At once where somebody waits for it, else with the next digest."""
    week = register.today.isocalendar()
    calendar = await register.calendar()
    due_at, carrier = register.now, None
    if failed.rule != ASSIGNMENT or not reachable(told, calendar, register.now, register.zone):
        digest = await owe_digest(register, told, calendar)
        if digest is None:
            return
        due_at, carrier = digest.due_at, digest.key
    await register.outbox.owe(
        Notice(
            key=f"{UNREACHABLE}:{person.id}:{week.year}-W{week.week:02d}:{told.id}",
            rule=UNREACHABLE,
            due_at=due_at,
            person=told.id,
            refs=failed.refs,
            payload={"remark": f"I could not reach {person.name}: {why}. Please tell them yourself."},
            carrier=carrier,
        )
    )


async def _to_be_told(register: Register, person: Person, failed: Notice) -> Person | None:
    """The giver of an assignment, or the lead of the workstream in question; never the unreachable person."""
    workstreams = await register.workstreams.all()
    record = await register.records.get(failed.refs[0]) if failed.refs else None
    workstream = workstreams.get((record.workstream if record else person.workstream) or "")
    for candidate in (failed.payload.get("by"), workstream.lead if workstream else None):
        found = await register.people.get(candidate)
        if found is not None and found.active and found.id != person.id:
            return found
    return None
