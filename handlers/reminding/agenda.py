"""The agenda of a digest: what it speaks of, read from the register as it stands. It reads what is shown, not what
somebody has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from governance.calendar import WorkingCalendar
from governance.hours import back_on, begins_week
from governance.people import Person
from governance.policy import is_confidential, may
from governance.programme import Programme
from governance.record import Record
from governance.staff import Staff
from handlers.calendar_days.effects import CALENDAR
from handlers.reminding.answering import ANSWERING, away_heading, heading, still_so
from handlers.reminding.week import Week, week_of
from storage.agendas import Found, Portion, Wanted
from storage.outbox import Notice
from storage.register import Register

COVERED_SHOWN = 5
SUNDAY = 6


@dataclass(frozen=True)
class Section:
    """Some records under a heading; `counted` is what the first sentence says of their number; `total` is that number."""

    name: str
    records: tuple[Record, ...]
    total: int
    counted: str = ""


@dataclass(frozen=True)
class Remark:
    """A sentence that goes with a digest. `ref`: of what was escalated to its reader and still waits for an answer; `seen`: what
    a phone shows of it before it is unlocked, where that is less."""

    words: str
    ref: str = ""
    seen: str = ""


@dataclass(frozen=True)
class Agenda:
    """What a digest speaks of. `done` is what was settled since it was sent."""

    sections: tuple[Section, ...] = ()
    done: tuple[Record, ...] = ()
    remarks: tuple[Remark, ...] = ()
    week: Week | None = None

    @property
    def empty(self) -> bool:
        return not (self.sections or self.done or self.remarks or (self.week and self.week.says_something))

    @property
    def open(self) -> tuple[Record, ...]:
        """What it names that is still to do, each once."""
        return tuple({record.ref: record for section in self.sections for record in section.records}.values())

    @property
    def refs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(record.ref for record in (*self.open, *self.done)))


@dataclass
class Reader:
    """Reads one person's agenda of a day."""

    register: Register
    person: Person
    notice: Notice
    calendar: WorkingCalendar
    programme: Programme
    day: date
    shown: set[str] = field(default_factory=set)
    sections: list[Section] = field(default_factory=list)
    done: list[Record] = field(default_factory=list)

    async def read(self) -> Agenda:
        """Before it is sent: what has come round by today."""
        carried = await self.register.outbox.carried(self.notice.key)
        week = await self._week()
        self._own(await self._found(self.person, until=_sunday(self.day) if week else None), week=week is not None)
        await self._new(carried)
        for away in await self._away():
            await self._covered(away, back_on(away, self.calendar, self.day))
        await self._answering(carried)
        remarks = await self._remarks(carried)
        return Agenda(tuple(self.sections), (), remarks, week.without(self.shown) if week else None)

    async def read_again(self) -> Agenda:
        """After it was sent: the same records as they stand now, and what became of those that are settled."""
        carried = await self.register.outbox.with_ids(self.notice.payload.get("carries", ()))
        roles = {ref for each in carried for ref in each.refs if each.rule == ANSWERING}
        new = {ref for each in carried for ref in each.refs if each.rule != ANSWERING and "remark" not in each.payload}
        named = [await self.register.records.get(ref) for ref in self.notice.refs]
        records = [record for record in named if may(self.person, "receive", record) is None]
        mine = [record for record in records if record.is_open and record.owner == self.person.id]
        self._own(_by_day([record for record in mine if record.ref not in new], self.day))
        self._section("New for you", [record for record in mine if record.ref in new], "new for you")
        others = [record for record in records if record.is_open and record not in mine and record.ref not in roles]
        await self._read_others_again(others)
        await self._answering(carried)
        self.done += [record for record in records if record.ref not in self.shown]
        week = await self._week()
        remarks = await self._remarks(carried)
        return Agenda(tuple(self.sections), tuple(self.done), remarks, week.without(self.shown) if week else None)

    async def _read_others_again(self, records: list[Record]) -> None:
        """Those of whoever was away; what has changed hands since is somebody else's."""
        for owner in dict.fromkeys(record.owner for record in records):
            person = await self.register.people.get(owner)
            if person is not None and person.leave_on(self.day) is not None:
                theirs = [record for record in records if record.owner == owner]
                self._section(away_heading(person, self.calendar, self.register.today), theirs)

    async def _week(self) -> Week | None:
        """On the first day of their week it is their week; a day or two later where that one never came."""
        first = self.notice.payload.get("week") or begins_week(self.person, self.calendar, self.day)
        if not first or not self.person.preferences.week:
            return None
        return await week_of(self.register, self.person, self.day)

    async def _found(
        self, owner: Person, *, until: date | None = None, before: date | None = None, plain: bool = False
    ) -> Found:
        theirs = owner.id != self.person.id
        wanted = Wanted(
            owner.id, self.day, owner.preferences, until, before, plain, **({"shown": COVERED_SHOWN} if theirs else {})
        )
        return await self.register.agendas.find(wanted, self.programme, self.calendar)

    async def _away(self) -> list[Person]:
        """Whom they stand in for; nobody is asked where nobody is away."""
        if not await self.register.people.anybody_away(self.day):
            return []
        people = await self.register.people.all()
        return Staff(people, {}, self.day).stood_in_for(self.person)

    def _own(self, found: Found, *, week: bool = False) -> None:
        coming = "this week or soon" if week else "soon"
        self._section("Overdue", found.overdue.records, "overdue", found.overdue.total)
        self._section("Due today", found.today.records, "due today", found.today.total)
        self._section(f"Due {coming}", found.soon.records, f"due {coming}", found.soon.total)

    async def _new(self, carried: Iterable[Notice]) -> None:
        """What was given to them since the last one."""
        new = []
        for each in carried:
            for ref in each.refs if each.rule != ANSWERING and "remark" not in each.payload else ():
                record = await self.register.records.get(ref)
                if record.is_open and record.owner == self.person.id and record not in new:
                    new.append(record)
        self._section("New for you", [record for record in new if record.ref not in self.shown], "new for you")

    async def _covered(self, away: Person, back: date | None) -> None:
        """What they stand in for. What is confidential, and not for them, takes nothing else's place and is not counted."""
        found = await self._found(away, before=back)
        records = found.records
        if any(may(self.person, "receive", record) for record in records):
            known = [
                record for record in records if is_confidential(record) and not may(self.person, "receive", record)
            ]
            found = await self._found(away, before=back, plain=True)
            records = (*known, *found.records)
        total = found.total + len(records) - len(found.records)
        self._section(away_heading(away, self.calendar, self.day), records, total=total)

    async def _answering(self, carried: Iterable[Notice]) -> None:
        """Lines about others' things, each record once."""
        headed: dict[str, dict[str, Record]] = {}
        people = await self.register.people.all() if any(each.rule == ANSWERING for each in carried) else {}
        for each in carried:
            if each.rule != ANSWERING:
                continue
            record = await self.register.records.get(each.refs[0])
            if may(self.person, "receive", record) is None and still_so(each, record):
                role, owner = each.payload["as"], each.payload["owner"]
                headed.setdefault(heading(role, owner, people, self.calendar, self.day), {})[record.ref] = record
        for name, records in headed.items():
            self._section(name, [record for record in records.values() if record.ref not in self.shown])

    async def _remarks(self, carried: Iterable[Notice]) -> tuple[Remark, ...]:
        """What was escalated and waits no more by the time of its digest is not said; nor what they may not read any more."""
        said = []
        for each in carried:
            records = [await self.register.records.get(ref) for ref in each.refs]
            if "remark" not in each.payload or (records and all(may(self.person, "receive", one) for one in records)):
                continue
            escalated = records[0] if each.payload.get("escalations") else None
            waits = escalated is not None and await self._waits(escalated)
            if escalated is None or waits or self.notice.sent_at is not None:
                hidden = [record.ref for record in records if is_confidential(record) and each.rule != CALENDAR]
                seen = f"{', '.join(hidden)}: there is something you should know." if hidden else ""
                said.append(Remark(str(each.payload["remark"]), escalated.ref if escalated and waits else "", seen))
        return tuple(said)

    async def _waits(self, record: Record) -> bool:
        return record.is_open and bool(await self.register.escalations.unanswered_of(record))

    def _section(self, name: str, records: Iterable[Record], counted: str = "", total: int | None = None) -> None:
        records = tuple(records)
        if not records and not total:
            return
        self.sections.append(Section(name, records, len(records) if total is None else total, counted))
        self.shown.update(record.ref for record in records)


async def agenda(register: Register, person: Person, notice: Notice) -> Agenda:
    """What a digest says now; of one that was sent, the same records as they stand."""
    programme, calendar = await register.programme(), await register.calendar()
    if notice.sent_at is None:
        return await Reader(register, person, notice, calendar, programme, register.today).read()
    day = date.fromisoformat(notice.payload["day"])
    return await Reader(register, person, notice, calendar, programme, day).read_again()


def _by_day(records: list[Record], day: date) -> Found:
    """Records of the person themselves under their headings."""
    groups = (
        [record for record in records if record.due is not None and record.due < day],
        [record for record in records if record.due == day],
        [record for record in records if record.due is None or record.due > day],
    )
    return Found(*(Portion(len(group), tuple(group)) for group in groups))


def _sunday(day: date) -> date:
    return day + timedelta(days=SUNDAY - day.weekday())
