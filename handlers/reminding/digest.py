"""The daily digest: one DM a person and day with what is overdue, due and soon due, what came since the last, and what they
answer for; on the first day of the week it is their week."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from governance.calendar import WorkingCalendar
from governance.elections import election_words
from governance.people import Person
from governance.policy import is_confidential
from governance.programme import Programme
from governance.record import Record
from handlers.cards import Card, Para, Part, Row, Small, Strong, button
from handlers.commands import OpenForm, Show
from handlers.reminding.agenda import Agenda, Remark, agenda
from handlers.reminding.digest_notice import DIGEST as DIGEST
from handlers.reminding.digest_notice import LATE_AFTER, digest_notice, owe_digest
from handlers.reminding.item_buttons import item_buttons
from handlers.wording import count, day_short, due_line
from storage.outbox import Notice
from storage.register import Register

__all__ = ["DIGEST", "LATE_AFTER", "digest_card", "digest_notice", "owe_digest"]

NOON = time(12, 0)


async def digest_card(register: Register, notice: Notice) -> Card | None:
    """The digest as it is to be said now; None when there is nothing to say. One that was sent is drawn with the same
    records, as they stand now."""
    person = await register.people.get(notice.person)
    if person is None:
        return None
    found = await agenda(register, person, notice)
    if found.empty:
        return None
    calendar, programme = await register.calendar(), await register.programme()
    opening = _opening(register, person, notice, found)
    late = _late_words(notice, register)
    parts: list[Part] = [Para((opening,)), *([Small((late,))] if late else [])]
    for section in found.sections:
        parts += [
            Para((Strong(section.name),)),
            *(_row(each, register, programme, calendar) for each in section.records),
        ]
        if hidden := section.total - len(section.records):
            parts.append(Small((_more(hidden, own=bool(section.counted)),)))
    for record in found.done:
        state = record.status.lower() if not record.is_open else "somebody else’s now"
        parts.append(Small((Strong(record.ref), f" {record.title}: {state}")))
    if escalated := [remark for remark in found.remarks if remark.ref]:
        parts += [Para((Strong("Escalated to you"),)), *(_escalated(remark) for remark in escalated)]
    parts += found.week.parts() if found.week else []
    parts += [Para((remark.words,)) for remark in found.remarks if not remark.ref]
    lines = [_line(each, register.today, calendar) for each in found.open]
    said = [opening, *([late] if late else []), *lines, *(remark.seen or remark.words for remark in found.remarks)]
    return Card(text="\n".join(said), parts=tuple(parts), refs=found.refs)


def _opening(register: Register, person: Person, notice: Notice, found: Agenda) -> str:
    greeting = _greeting(notice.sent_at or register.now, register.zone)
    mine = found.week is not None and (found.week.says_something or any(each.counted for each in found.sections))
    week = "Your week: " if mine else ""
    counts = _counts(found)
    return f"{greeting}, {person.name.split()[0]}. {week}{counts[0].lower() + counts[1:] if week else counts}"


def _greeting(moment: datetime, zone: ZoneInfo) -> str:
    return "Good morning" if moment.astimezone(zone).time() < NOON else "Good afternoon"


def _counts(found: Agenda) -> str:
    """`2 things are overdue, 1 is due today and 3 are new for you.`"""
    counted = [(section.total, section.counted) for section in found.sections if section.counted]
    said = [f"{number} {'is' if number == 1 else 'are'} {what}" for number, what in counted]
    if not said:
        if found.sections or found.remarks:
            return "Something you should know:"
        return "All of this is settled. Thank you." if found.done else "Nothing is due."
    first = counted[0][0]
    said[0] = said[0].replace(str(first), count(first, "thing"), 1)
    return (", ".join(said[:-1]) + " and " + said[-1] if len(said) > 1 else said[0]) + "."


def _late_words(notice: Notice, register: Register) -> str:
    """That it comes late, and when it should have come; nothing where it came in time."""
    owed = notice.payload.get("late")
    expected = datetime.fromisoformat(owed) if owed else notice.due_at
    in_time = notice.planned_at is None or notice.planned_at <= notice.due_at
    sent = notice.sent_at or register.now
    if not owed and not (in_time and sent - expected > LATE_AFTER):
        return ""
    there = expected.astimezone(register.zone)
    day = "" if there.date() == sent.astimezone(register.zone).date() else f" on {day_short(there.date())}"
    return f"Sorry that this is late: it should have been here{day} at {there:%H:%M}."


def _more(hidden: int, *, own: bool) -> str:
    return f"… and {hidden} more: type “my list”." if own else f"… and {hidden} more."


def _escalated(remark: Remark) -> Row:
    answer, show = button("Answer…", OpenForm("answer", ref=remark.ref), "primary"), button("Show", Show(remark.ref))
    return Row((Strong(remark.ref), remark.words.removeprefix(remark.ref)), (answer, show))


def _line(record: Record, today: date, calendar: WorkingCalendar) -> str:
    if is_confidential(record):  # a phone shows it before it is unlocked
        return f"{record.ref}: {due_line(record, today, calendar)}"
    said = f"{record.ref} {record.title}: {due_line(record, today, calendar)}"
    return f"{said}. {more}" if (more := record.body.chasing(today)) else said


def _row(record: Record, register: Register, programme: Programme, calendar: WorkingCalendar) -> Row:
    said = f" {record.title}, {due_line(record, register.today, calendar)}"
    remarks = (record.body.chasing(register.today), election_words(record.body, programme))
    remark = " ".join(filter(None, remarks))
    buttons = item_buttons(record, register.today, programme, calendar)
    return Row((Strong(record.ref), said + (f". {remark}" if remark else "")), buttons)
