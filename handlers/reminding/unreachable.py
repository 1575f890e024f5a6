"""Who could not be reached: somebody who counts on it is told, once a week and person, never in a flood."""

from __future__ import annotations

from dataclasses import replace

from governance.hours import reachable
from governance.people import Person, Place
from governance.reminders import ESCALATION
from handlers.cards import Card, say
from handlers.reminding.alert import answerable
from handlers.reminding.assignment import ASSIGNMENT
from handlers.reminding.digest import DIGEST, owe_digest
from handlers.reminding.summary import WEEKLY
from storage.outbox import OPEN_STATES, SENT, Notice
from storage.register import Register

UNREACHABLE = "unreachable"


async def tell_unreachable(register: Register, failed: Notice, why: str) -> None:
    """Somebody else is owed what `failed` could not bring: an alert goes to the lead when no channel takes it; whoever gave
    a record away hears that its owner did not; the lead hears of digests that reach nobody and of summaries that were not
    posted."""
    if failed.rule == ESCALATION and failed.place is not None:
        await _alert_lead(register, failed)
    if failed.rule == WEEKLY and failed.place is not None:
        await _tell_of_summary(register, await register.places.get(failed.place), why)
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
    if any(_stands_in(other, failed) for other in await register.outbox.of_ref(record.ref)):
        return
    lead = await answerable(register, record)
    if lead is not None:
        key = f"{ESCALATION}:{record.ref}:{failed.payload['due']}:{lead.id}"
        await register.outbox.owe(
            Notice(key, ESCALATION, register.now, lead.id, refs=failed.refs, payload=failed.payload)
        )


def _stands_in(other: Notice, failed: Notice) -> bool:
    """Whether `other` puts the same thing before another channel, or already has."""
    same = other.rule == ESCALATION and other.payload.get("due") == failed.payload["due"]
    return same and other.place not in (None, failed.place) and other.state in (*OPEN_STATES, SENT)


async def _tell_of_summary(register: Register, place: Place, why: str) -> None:
    """The lead hears it with the next digest: what the channel did not get, they can still say."""
    workstream = await register.workstreams.get(place.workstream)
    lead = await register.people.get(workstream.lead) if workstream else None
    digest = await owe_digest(register, lead, await register.calendar()) if lead is not None and lead.active else None
    if workstream is None or lead is None or digest is None:
        return
    remark = f"I could not post the weekly summary of {workstream.label} in its channel {place.name or place.external_id}: {why}."
    await register.outbox.owe(
        Notice(
            key=f"{UNREACHABLE}:place {place.id}:{_week(register)}:{lead.id}",
            rule=UNREACHABLE,
            due_at=digest.due_at,
            person=lead.id,
            payload={"remark": remark},
            carrier=digest.key,
        )
    )


def _week(register: Register) -> str:
    week = register.today.isocalendar()
    return f"{week.year}-W{week.week:02d}"


async def _owe(register: Register, person: Person, told: Person, failed: Notice, why: str) -> None:
    """At once where somebody waits for it, else with the next digest."""
    calendar = await register.calendar()
    due_at, carrier = register.now, None
    if failed.rule != ASSIGNMENT or not reachable(told, calendar, register.now, register.zone):
        digest = await owe_digest(register, told, calendar)
        if digest is None:
            return
        due_at, carrier = digest.due_at, digest.key
    await register.outbox.owe(
        Notice(
            key=f"{UNREACHABLE}:{person.id}:{_week(register)}:{told.id}",
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
