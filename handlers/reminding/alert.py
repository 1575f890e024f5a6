"""The escalation alert: what has been overdue for five working days is put before the workstream, without anybody's name."""

from __future__ import annotations

from governance.people import Person
from governance.policy import may
from governance.record import Record
from handlers.cards import Button, Buttons, Card, Para, Part, Small, Strong, button
from handlers.commands import Acknowledge, Show
from handlers.records.moves import next_move
from handlers.reminding.digest import DIGEST
from handlers.reply import Reply
from handlers.wording import count, day, day_short, due_words
from storage.history import Event, Scene
from storage.outbox import SENT, Notice
from storage.register import Register

ACKNOWLEDGED = "acknowledge"


async def alert_card(register: Register, notice: Notice) -> Card | None:
    """The alert as it is to be said now. Before it is sent, None once the record is settled or has another date; afterwards
    it says what became of the record and who acknowledged the alert."""
    record = await register.records.get(notice.refs[0])
    late = record.is_overdue(register.today) and str(record.due) == notice.payload["due"]
    if not late and notice.sent_at is None:
        return None
    title = await _title(register, record, late=late)
    parts: list[Part] = [Para((Strong(record.ref), f" {title}"))]
    text = f"{record.ref} {title}"
    if late:
        circumstances = await _circumstances(register, notice, record)
        parts.append(Para((circumstances,)))
        text = f"{text} {circumstances}"
    seen = await _acknowledged(register, record.ref, notice.key)
    if seen is not None:
        parts.append(Small((await _seen_words(register, seen),)))
    parts.append(Buttons(_buttons(record, notice.key, late=late, acknowledged=seen is not None)))
    return Card(text=text, parts=tuple(parts), record=record.ref, version=record.version, refs=(record.ref,))


async def acknowledge(command: Acknowledge, register: Register, speaker: Person, record: Record, scene: Scene) -> Reply:
    """Somebody answers for an alert: the history says who, and so does the alert. Once is enough."""
    notice = await register.outbox.by_key(command.key)
    if notice is None or record.ref not in notice.refs:
        return Reply()
    if await _acknowledged(register, record.ref, notice.key) is None:
        await register.history.add(scene, ACKNOWLEDGED, record.ref, after={"key": notice.key})
        await register.places.touch(notice=notice.key)
    return Reply(face=await alert_card(register, notice))


async def answerable(register: Register, record: Record) -> Person | None:
    """Who hears of an escalation when the workstream has no channel: its lead, or else whoever raised the record."""
    workstream = await register.workstreams.get(record.workstream)
    for candidate in (workstream.lead if workstream else None, record.raised_by):
        person = await register.people.get(candidate)
        if person is not None and may(person, "receive", record) is None:
            return person
    return None


async def _title(register: Register, record: Record, *, late: bool) -> str:
    if late:
        return f"{record.title} is {due_words(record, register.today, await register.calendar())}."
    if not record.is_open:
        return f"{record.title} is {record.status.lower()} now."
    return f"{record.title} is now due {day(record.due)}." if record.due else f"{record.title} has no date now."


async def _circumstances(register: Register, notice: Notice, record: Record) -> str:
    """How it came to this. In a channel nobody is named as late; the lead's own message may name the owner."""
    assert record.due is not None
    said = f"It was due {day_short(record.due)}."
    sent = await register.outbox.of_ref(record.ref)
    reminded = sum(1 for each in sent if each.rule == DIGEST and each.state == SENT)
    if record.owner is None:
        return f"{said} It has no owner."
    owner = await register.people.name(record.owner) if notice.place is None else "its owner"
    if reminded:
        return f"{said} {owner[0].upper()}{owner[1:]} has been reminded {count(reminded, 'time')}."
    return f"{said} {owner[0].upper()}{owner[1:]} has had no reminder yet."


async def _acknowledged(register: Register, ref: str, key: str) -> Event | None:
    events = await register.history.of(ref)
    return next((each for each in events if each.verb == ACKNOWLEDGED and each.after.get("key") == key), None)


async def _seen_words(register: Register, event: Event) -> str:
    there = event.at.astimezone(register.zone)
    return f"Acknowledged by {await register.people.name(event.actor)} on {day_short(there.date())} at {there:%H:%M}."


def _buttons(record: Record, key: str, *, late: bool, acknowledged: bool) -> tuple[Button, ...]:
    show = button("Show", Show(record.ref))
    if not late:
        return (show,)
    onward = (one,) if (one := next_move(record, primary=False)) else ()
    if acknowledged:
        return (*onward, show)
    return (button("Acknowledge", Acknowledge(record.ref, key), "primary"), *onward, show)
