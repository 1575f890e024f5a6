"""The daily digest: one DM a person and day with what is overdue, due and soon due, and what came since the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from governance.calendar import WorkingCalendar
from governance.hours import digest_from, next_digest
from governance.people import Person
from governance.record import Record
from governance.reminders import spoken_of
from handlers.cards import Card, Para, Part, Row, Small, Strong
from handlers.records.moves import item_buttons
from handlers.wording import count, due_words
from storage.outbox import CLAIMED, DUE, Notice
from storage.records import Filter
from storage.register import Register

DIGEST = "digest"
ROWS_SHOWN = 10
NOON = time(12, 0)


@dataclass(frozen=True)
class Agenda:
    """What a digest speaks of, by heading. `done` is what was settled since it was sent."""

    overdue: tuple[Record, ...] = ()
    today: tuple[Record, ...] = ()
    soon: tuple[Record, ...] = ()
    new: tuple[Record, ...] = ()
    done: tuple[Record, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.overdue or self.today or self.soon or self.new or self.done or self.remarks)

    @property
    def refs(self) -> tuple[str, ...]:
        shown = (*self.overdue, *self.today, *self.soon, *self.new, *self.done)
        return tuple(dict.fromkeys(record.ref for record in shown))


def digest_notice(person: Person, moment: datetime, zone: ZoneInfo) -> Notice:
    """The digest that `person` is owed at `moment`: one a person and day."""
    day = moment.astimezone(zone).date().isoformat()
    return Notice(key=f"{DIGEST}:{person.id}:{day}", rule=DIGEST, due_at=moment, person=person.id, payload={"day": day})


async def owe_digest(
    register: Register, person: Person, calendar: WorkingCalendar, *, after: datetime | None = None
) -> Notice | None:
    """The next digest of `person` that has not been taken up for sending yet, owed now if it was not; None for somebody who
    gets none. With `after`, the first one after that moment."""
    zone = register.zone
    first = digest_from(person, calendar, register.now, zone)
    moment = first if after is None else next_digest(person, calendar, after, zone)
    while moment is not None:
        notice = digest_notice(person, moment, zone)
        if await register.outbox.owe(notice):
            return notice
        existing = await register.outbox.by_key(notice.key)
        if existing is not None and not existing.begun and existing.state in (DUE, CLAIMED):
            return existing
        moment = next_digest(person, calendar, moment, zone)
    return None


async def digest_card(register: Register, notice: Notice) -> Card | None:
    """The digest as it is to be said now; None when there is nothing to say. One that was sent is drawn with the same
    records, as they stand now."""
    person = await register.people.get(notice.person)
    if person is None:
        return None
    calendar = await register.calendar()
    agenda = await (_as_sent(register, notice) if notice.sent_at else _agenda(register, notice, calendar))
    if agenda.empty:
        return None
    opening = f"{_greeting(notice.sent_at or register.now, register.zone)}, {person.name.split()[0]}. {_counts(agenda)}"
    parts = [Para((opening,)), *_sections(agenda, register.today, calendar)]
    lines = [f"{record.ref} {record.title}: {due_words(record, register.today, calendar)}" for record in _open(agenda)]
    said = [opening, *lines[:ROWS_SHOWN], *agenda.remarks]
    return Card(text="\n".join(said), parts=tuple(parts), refs=agenda.refs)


async def _agenda(register: Register, notice: Notice, calendar: WorkingCalendar) -> Agenda:
    today = register.today
    mine = await register.records.find(Filter(owner=notice.person), limit=None)
    programme = await register.programme()
    spoken = [record for record in mine if spoken_of(record, calendar, today, programme)]
    new: list[Record] = []
    remarks: list[str] = []
    for carried in await register.outbox.carried(notice.key):
        if note := carried.payload.get("remark"):
            remarks.append(str(note))
            continue
        for ref in carried.refs:
            record = await register.records.get(ref)
            if record.is_open and record.owner == notice.person and record not in (*spoken, *new):
                new.append(record)
    return _sorted(spoken, today, tuple(new), remarks=tuple(remarks))


async def _as_sent(register: Register, notice: Notice) -> Agenda:
    records = [await register.records.get(ref) for ref in notice.refs]
    opened = [record for record in records if record.is_open and record.owner == notice.person]
    closed = tuple(record for record in records if record not in opened)
    new = tuple(record for record in opened if record.ref in notice.payload.get("new", ()))
    return _sorted([record for record in opened if record not in new], register.today, new, closed)


def _sorted(
    records: list[Record],
    today: date,
    new: tuple[Record, ...],
    done: tuple[Record, ...] = (),
    remarks: tuple[str, ...] = (),
) -> Agenda:
    return Agenda(
        overdue=tuple(record for record in records if record.is_overdue(today)),
        today=tuple(record for record in records if record.due == today),
        soon=tuple(record for record in records if record.due is None or record.due > today),
        new=new,
        done=done,
        remarks=remarks,
    )


def _open(agenda: Agenda) -> tuple[Record, ...]:
    return (*agenda.overdue, *agenda.today, *agenda.soon, *agenda.new)


def _greeting(moment: datetime, zone: ZoneInfo) -> str:
    return "Good morning" if moment.astimezone(zone).time() < NOON else "Good afternoon"


def _counts(agenda: Agenda) -> str:
    """`2 things are overdue, 1 is due today and 3 are new for you.`"""
    counted = (
        (len(agenda.overdue), "overdue"),
        (len(agenda.today), "due today"),
        (len(agenda.soon), "due soon"),
        (len(agenda.new), "new for you"),
    )
    said = [f"{number} {'is' if number == 1 else 'are'} {what}" for number, what in counted if number]
    if not said:
        return "All of this is settled. Thank you." if agenda.done else "Something you should know:"
    first = next(number for number, _ in counted if number)
    said[0] = said[0].replace(str(first), count(first, "thing"), 1)
    return (", ".join(said[:-1]) + " and " + said[-1] if len(said) > 1 else said[0]) + "."


def _sections(agenda: Agenda, today: date, calendar: WorkingCalendar) -> list[Part]:
    parts: list[Part] = []
    room = ROWS_SHOWN
    groups = (
        ("Overdue", agenda.overdue),
        ("Due today", agenda.today),
        ("Due soon", agenda.soon),
        ("New for you", agenda.new),
    )
    for name, records in groups:
        if shown := records[:room]:
            parts += [Para((Strong(name),)), *(_row(record, today, calendar) for record in shown)]
            room -= len(shown)
    if hidden := len(_open(agenda)) - (ROWS_SHOWN - room):
        parts.append(Small((f"… and {hidden} more: type “my list”.",)))
    for record in agenda.done:
        state = record.status.lower() if not record.is_open else "somebody else’s now"
        parts.append(Small((Strong(record.ref), f" {record.title}: {state}")))
    return [*parts, *(Para((remark,)) for remark in agenda.remarks)]


def _row(record: Record, today: date, calendar: WorkingCalendar) -> Row:
    said = f" {record.title}, {due_words(record, today, calendar)}"
    return Row((Strong(record.ref), said), item_buttons(record))
