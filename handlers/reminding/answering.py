"""Answering for others' things: a line in the digest of the lead, the case manager, the receiver or whoever there is when an
owner is away or missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from governance.calendar import WorkingCalendar
from governance.hours import back_on
from governance.people import Person
from governance.record import Record
from governance.reminders import Occasion
from handlers.cards import Buttons, Card, Para, Strong
from handlers.reminding.item_buttons import item_buttons
from handlers.wording import day_short, due_line
from storage.outbox import Notice
from storage.register import Register

ANSWERING = "answering"
MANAGER, RECEIVER, NOBODY, AWAY = "manager", "receiver", "nobody", "away"
HEADINGS = {MANAGER: "You answer for", RECEIVER: "You are waiting for", NOBODY: "Nobody owns"}


def answering_notice(record: Record, occasion: Occasion, person: Person, role: str, digest: Notice) -> Notice:
    """That a record of somebody else's concerns `person`: it goes with `digest`."""
    return Notice(
        key=f"{ANSWERING}:{record.ref}:{record.due}:{occasion.day}:{role}:{person.id}",
        rule=ANSWERING,
        due_at=digest.due_at,
        person=person.id,
        refs=(record.ref,),
        payload={"as": role, "owner": record.owner, "due": str(record.due)},
        carrier=digest.key,
    )


def still_so(notice: Notice, record: Record) -> bool:
    """Whether it is to be said: the record is open, has the same day, and whoever was away or missing still has it."""
    same_owner = notice.payload["as"] not in (NOBODY, AWAY) or record.owner == notice.payload["owner"]
    return record.is_open and str(record.due) == notice.payload["due"] and same_owner


def heading(role: str, owner: str | None, people: Mapping[str, Person], calendar: WorkingCalendar, today: date) -> str:
    """What stands over such lines: `You answer for`, `For Meera Patel, who is away until Mon 4 Jan`."""
    found = people.get(owner or "")
    return HEADINGS[role] if role != AWAY or found is None else away_heading(found, calendar, today)


def away_heading(person: Person, calendar: WorkingCalendar, today: date) -> str:
    back = back_on(person, calendar, today)
    if person.leave_on(today) is None:
        return f"For {person.name}, who was away"
    return f"For {person.name}, who is away until {day_short(back)}" if back else f"For {person.name}, who is away"


async def answering_card(register: Register, notice: Notice) -> Card | None:
    """The line as a message of its own, where its digest went without it."""
    record = await register.records.get(notice.refs[0])
    if not still_so(notice, record):
        return None
    calendar = await register.calendar()
    people = await register.people.all()
    title = heading(notice.payload["as"], notice.payload["owner"], people, calendar, register.today)
    said = f" {record.title}, {due_line(record, register.today, calendar)}"
    buttons = item_buttons(record, register.today, await register.programme(), calendar)
    parts = (Para((Strong(title),)), Para((Strong(record.ref), said)), Buttons(buttons))
    card = Card(text=f"{title}: {record.ref}{said}", parts=parts)
    return replace(card, record=record.ref, version=record.version, refs=(record.ref,))
