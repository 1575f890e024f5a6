"""News of the calendar: one message a person, with every date of theirs that moved and what falls on a day off now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from governance.calendar import WorkingCalendar
from governance.clocks.deadline import last_open_day
from governance.kind import Body
from governance.people import Person
from governance.policy import readable
from governance.record import Record
from handlers.calendar_days.effects import CALENDAR as CALENDAR
from handlers.calendar_days.effects import Concern, Effects, concerned
from handlers.cards import Card, Para, Part, Row, Small, Strong, button
from handlers.commands import OpenForm, Why
from handlers.forms.redating import REDATE, can_be_redated
from handlers.people.telling import tell
from handlers.wording import day, from_to, listed
from storage.days import CLOSURE, CalendarChange, Day, Moved
from storage.history import Scene
from storage.outbox import Notice
from storage.register import Register

ROWS_SHOWN = 20
NATIONS = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}


async def carry_out(register: Register, scene: Scene, by: Person | None, effects: Effects) -> dict[Person, Concern]:
    """Change the calendar, move what follows, and owe everybody concerned one message; who will be told, and of what."""
    batch = scene.batch or f"{CALENDAR}:{register.now.isoformat()}"
    told = await concerned(register, effects)
    await register.change_days(replace(scene, batch=batch), effects.change)
    return await _tell(register, by, batch, opening(effects.change), effects.change, told)


async def tell_moved(register: Register, by: Person, batch: str, what: str, moved: Sequence[Moved]) -> None:
    """Owe everybody whose dates moved with something else than a single day one message that begins with `what`."""
    calendar = await register.calendar()
    effects = Effects(CalendarChange("add", (), calendar, calendar, tuple(moved)))
    await _tell(register, by, batch, what, effects.change, await concerned(register, effects))


async def _tell(
    register: Register,
    by: Person | None,
    batch: str,
    what: str,
    change: CalendarChange,
    told: dict[Person, Concern],
) -> dict[Person, Concern]:
    for person, concern in told.items():
        notice = Notice(
            key=f"{CALENDAR}:{batch.removeprefix(f'{CALENDAR}:')}:{person.id}",
            rule=CALENDAR,
            due_at=register.now,
            person=person.id,
            refs=concern.refs,
            payload=_payload(what, concern, change),
        )
        await tell(register, person, None, notice)  # also whoever did it: they have not seen their own list
    return told


def opening(change: CalendarChange) -> str:
    """`Mon 18 Jan 2027 is a bank holiday now (The Coronation).`"""
    first = change.days[0]
    when, name = said_days(change.days), f" ({first.name})" if first.name else ""
    if first.type == CLOSURE:
        state = "closed" if change.deed == "add" else "open again"
        return f"The office is {state} {when}{name}."
    sort = f"bank holiday in {NATIONS[first.nation]}" if first.nation else "bank holiday"
    verb = "are" if len(change.days) > 1 else "is"
    negated = f"{verb} a {sort} now" if change.deed == "add" else f"{verb} not a {sort} any more"
    said = when.removeprefix("on ")
    return f"{said[:1].upper()}{said[1:]} {negated}{name}."


def said_days(days: Sequence[Day]) -> str:
    """`on Mon 18 Jan 2027`, `from Thu 24 Dec 2026 to Thu 31 Dec 2026`."""
    return from_to(days[0].day, days[-1].day)


def moved_words(body: type[Body], name: str, old: date, new: date) -> str:
    """`Stage 1 response by: Mon 18 Jan 2027 → Tue 19 Jan 2027`."""
    return f"{body.ask(name).label}: {day(old)} → {day(new)}"


def falling_words(record: Record, calendar: WorkingCalendar) -> str:
    """What is the matter with a record that is due on a day on which nobody works, and what to do; nothing, where people work
    again then."""
    assert record.due is not None
    if calendar.is_open(record.due):
        return f"is due on {day(record.due)}, a working day again. It can stay so."
    why = calendar.why_not(record.due) or "a day on which the office is closed"
    if record.body.timer is not None:
        return f"is due on {day(record.due)}, {why}. That stays so: act by {day(last_open_day(record.due, calendar))}."
    return f"is due on {day(record.due)}, {why}. New date?"


def _payload(what: str, concern: Concern, change: CalendarChange) -> dict[str, Any]:
    """What the message says, and the same in one sentence for the digest that may carry it."""
    moved = [
        (each.record.ref, name, old.isoformat(), new.isoformat())
        for each in (*concern.own, *concern.led)
        for name, (old, new) in each.days.items()
    ]
    said = [
        f"{each.record.ref} {moved_words(type(each.record.body), name, old, new)}"
        for each in (*concern.own, *concern.led)
        for name, (old, new) in each.days.items()
    ]
    asked = [f"{record.ref} {falling_words(record, change.after)}" for record in concern.falling]
    remark = " ".join(
        [what, *([f"Dates that moved: {listed(said[:ROWS_SHOWN])}."] if said else []), *asked[:ROWS_SHOWN]]
    )
    falling = [record.ref for record in concern.falling]
    return {"what": what, "moved": moved, "falling": falling, "remark": remark, "deed": change.deed}


async def calendar_card(register: Register, notice: Notice) -> Card | None:
    """The message, from the records as they are now; None once none of them is open or theirs to read any more."""
    person = await register.people.get(notice.person)
    calendar = await register.calendar()
    rows: list[Row] = []
    for ref, name, old, new in notice.payload["moved"]:
        record = await register.records.get(ref)
        if record.is_open and readable(person, record):
            words = moved_words(type(record.body), name, date.fromisoformat(old), date.fromisoformat(new))
            rows.append(Row((Strong(ref), f" {record.title}. {words}"), (button("Why this date?", Why(ref)),)))
    for ref in notice.payload["falling"]:
        record = await register.records.get(ref)
        as_told = record.due is not None and calendar.is_open(record.due) == (notice.payload.get("deed") == "remove")
        if record.is_open and as_told and readable(person, record):
            rows.append(_falling(record, calendar))
    if not rows:
        return None
    what = str(notice.payload["what"])
    parts: list[Part] = [Para((what, " This concerns you:")), *rows[:ROWS_SHOWN]]
    if len(rows) > ROWS_SHOWN:
        parts.append(Small((f"… and {len(rows) - ROWS_SHOWN} more: type “my list”.",)))
    return Card(text=str(notice.payload["remark"]), parts=tuple(parts), refs=notice.refs)


def _falling(record: Record, calendar: WorkingCalendar) -> Row:
    words = (Strong(record.ref), f" {record.title} {falling_words(record, calendar)}")
    if record.due and calendar.is_open(record.due):
        return Row(words, ())
    if record.body.timer is not None:
        return Row(words, (button("Why this date?", Why(record.ref)),))
    form = REDATE if can_be_redated(record) else "edit"
    return Row(words, (button("New date", OpenForm(form, ref=record.ref)),))
