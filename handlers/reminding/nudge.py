"""The nudge: what law or code asks for today and nobody has done by the afternoon, in a message of its own."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from governance.people import Person
from governance.record import Record
from governance.reminders import Occasion
from handlers.cards import Buttons, Card, Facts, Para, Part, Small, Strong, button
from handlers.commands import Show
from handlers.reminding.item_buttons import item_buttons
from handlers.wording import day_short, due_fact
from storage.outbox import STATUTORY, Notice
from storage.register import Register

NUDGE = "nudge"
ANY_HOUR = "any_hour"  # it waits for nobody's working hours, and why it is said now


def nudge_notice(
    record: Record, occasion: Occasion, person: Person, zone: ZoneInfo, *, by_hour: bool = False
) -> Notice:
    """`by_hour`: its clock runs in hours, so it is said several times a day, and at any hour."""
    when = f"{occasion.day}:{occasion.at:%H%M}" if by_hour else str(occasion.day)
    return Notice(
        key=f"{NUDGE}:{record.ref}:{when}:{person.id}",
        rule=NUDGE,
        due_at=occasion.moment(zone),
        person=person.id,
        refs=(record.ref,),
        payload={
            "day": occasion.day.isoformat(),
            "due": str(record.due),
            "owner": record.owner,
            **({ANY_HOUR: occasion.why} if by_hour else {}),
        },
        urgency=STATUTORY,
    )


async def nudge_card(register: Register, notice: Notice) -> Card | None:
    """`C-001 … must be done today.` Before it is sent, None once that is not so or the day has passed; afterwards also what
    became of it."""
    record = await register.records.get(notice.refs[0])
    payload = notice.payload
    same = record.is_open and str(record.due) == payload["due"] and record.owner == payload["owner"]
    if notice.sent_at is None and not (same and date.fromisoformat(payload["day"]) == register.today):
        return None
    calendar = await register.calendar()
    why = payload.get(ANY_HOUR)
    clock = record.body.due_clock
    said = f"by {clock:%H:%M} on {day_short(record.due)}" if why and clock and record.due else "today"
    text = f"{record.ref} {record.title}: this must be done {said}."
    parts: list[Part] = [Para((Strong(record.ref), f" {record.title}: this must be done {said}."))]
    if same:
        parts.append(Facts((("Due", (due_fact(record, register.today, calendar),)), ("Status", (record.status,)))))
        buttons = item_buttons(record, register.today, await register.programme(), calendar)
    else:
        parts.append(Small((_became(record, payload["owner"]),)))
        buttons = ()
    parts.append(Buttons((*buttons, button("Show", Show(record.ref)))))
    return Card(text=text, parts=tuple(parts), record=record.ref, version=record.version, refs=(record.ref,))


def _became(record: Record, owner: str | None) -> str:
    if not record.is_open:
        return f"It is {record.status.lower()} now."
    return "It is somebody else’s now." if record.owner != owner else "It has another date now."
