"""Who could not be reached: somebody who counts on it is told, once a week and person, never in a flood."""

from __future__ import annotations

from dataclasses import replace

from governance.hours import reachable
from governance.people import Person, Place
from governance.policy import may
from governance.record import Record
from governance.reminders import ESCALATION
from handlers.cards import Card, say
from handlers.escalating.alert import escalations_of
from handlers.escalating.audience import answerable
from handlers.reminding.assignment import ASSIGNMENT
from handlers.reminding.digest import owe_digest
from handlers.reminding.outage import the_office
from handlers.reminding.summary import WEEKLY
from storage.outbox import ANSWER, OPEN_STATES, SENT, Notice
from storage.register import Register

UNREACHABLE = "unreachable"


async def tell_unreachable(register: Register, failed: Notice, why: str) -> None:
    """Somebody else is owed what `failed` could not bring, for nobody shall wait for nothing. An alert that no channel takes goes
    to the lead itself. Of all else hears whoever gave the record away, else the lead of the workstream in question, else the
    programme office."""
    if failed.rule == ESCALATION and failed.place is not None and await _stood_in(register, failed):
        return
    person = await register.people.get(failed.person)
    place = await register.places.get(failed.place) if failed.place is not None else None
    told, refs = await _to_be_told(register, failed, person, place)
    if told is not None and person is not None:
        remark = f"I could not reach {person.name}: {why}. Please tell them yourself."
        await _owe(register, person.id, told, replace(failed, refs=refs), remark)
    elif told is not None and place is not None:
        remark = f"I could not post {await _what(register, failed, place)}: {why}."
        await _owe(register, f"place {place.id} {failed.rule}", told, replace(failed, refs=refs), remark)


async def unreachable_card(_register: Register, notice: Notice) -> Card | None:
    """One sentence: who, and why; when it goes with a digest, the digest says it."""
    about = f" It was about {', '.join(notice.refs)}." if notice.refs else ""
    return replace(say(f"{notice.payload['remark']}{about}"), refs=notice.refs)


async def _stood_in(register: Register, failed: Notice) -> bool:
    """Whether another channel puts the alert before people, or the lead now gets it themselves."""
    record = await register.records.get(failed.refs[0])
    if any(_stands_in(other, failed) for other in await register.outbox.of_ref(record.ref)):
        return True
    lead = await answerable(register, record)
    if lead is None:
        return False
    key = f"{failed.key.rpartition(':')[0]}:{lead.id}"
    alert = Notice(key, ESCALATION, register.now, lead.id, refs=failed.refs, payload=failed.payload)
    await register.outbox.owe(replace(alert, urgency=failed.urgency))
    return True


def _stands_in(other: Notice, failed: Notice) -> bool:
    """Whether `other` puts the same thing before another channel, or already has."""
    told = set(escalations_of(failed))
    same = told <= set(escalations_of(other)) if told else other.payload.get("due") == failed.payload["due"]
    return (
        other.rule == ESCALATION
        and same
        and other.place not in (None, failed.place)
        and other.state in (*OPEN_STATES, SENT)
    )


async def _what(register: Register, failed: Notice, place: Place) -> str:
    channel = f"channel {place.name or place.external_id}"
    if failed.rule == WEEKLY:
        workstream = await register.workstreams.get(place.workstream)
        return f"the weekly summary{f' of {workstream.label}' if workstream else ''} in its {channel}"
    what = "an answer" if failed.urgency == ANSWER else "a message"
    return f"{what} in {'a direct message' if place.type == 'dm' else f'the {channel}'}"


async def _owe(register: Register, whom: str, told: Person, failed: Notice, remark: str) -> None:
    """At once where somebody waits for it, else with the next digest; once a week for each receiver that fails."""
    week = register.today.isocalendar()
    calendar = await register.calendar()
    due_at, carrier = register.now, None
    waited_for = failed.rule == ASSIGNMENT or failed.urgency == ANSWER
    if not waited_for or not reachable(told, calendar, register.now, register.zone):
        digest = await owe_digest(register, told, calendar)
        if digest is None:
            return
        due_at, carrier = digest.due_at, digest.key
    await register.outbox.owe(
        Notice(
            key=f"{UNREACHABLE}:{whom}:{week.year}-W{week.week:02d}:{told.id}",
            rule=UNREACHABLE,
            due_at=due_at,
            person=told.id,
            refs=failed.refs,
            payload={"remark": remark},
            carrier=carrier,
        )
    )


async def _to_be_told(
    register: Register, failed: Notice, person: Person | None, place: Place | None
) -> tuple[Person | None, tuple[str, ...]]:
    """Who hears of it, and of which records they may read; never the person who is not reached. Where nobody may read them,
    the programme office hears that there was something."""
    records = [await register.records.get(ref) for ref in failed.refs]
    for candidate in await _candidates(register, failed, person, place, records):
        if may(candidate, "receive") or any(may(candidate, "receive", record) for record in records):
            continue
        if person is None or candidate.id != person.id:
            return candidate, failed.refs
    others = [one for one in await the_office(register) if person is None or one.id != person.id]
    return (others[0] if others else None), ()


async def _candidates(
    register: Register, failed: Notice, person: Person | None, place: Place | None, records: list[Record]
) -> list[Person]:
    """The giver, who raised what is answered, the lead of the workstream that it is about, the programme office."""
    workstreams = await register.workstreams.all()
    about = [record.workstream for record in records]
    about += [place.workstream if place else None, person.workstream if person else None]
    leads = [workstreams[one].lead for one in about if one in workstreams]
    raisers = [record.raised_by for record in records] if failed.urgency == ANSWER else []
    found = [await register.people.get(one) for one in (failed.payload.get("by"), *raisers, *leads)]
    return [one for one in (*found, *await the_office(register)) if one is not None and one.active]
