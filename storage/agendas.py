"""Agendas: what a digest speaks of, found by the days on which it is due. It costs what is shown, not what somebody has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar import WorkingCalendar, days
from governance.kinds import all_kinds
from governance.ladders import NAMES, ladder_named
from governance.preferences import Preferences
from governance.programme import Programme
from governance.record import Record
from governance.reminders import Span, is_long_before, last_due, spans
from storage.rows import record_of
from storage.tables import EventRow, NoticeRow, RecordRow

# Their columns: mypy takes those of a SQLModel class for their values.
ROW: Any = RecordRow
EVENT: Any = EventRow
NOTICE: Any = NoticeRow

SHOWN = 10
EACH_SHOWS = 2  # at least, of what is overdue, due today and due soon, where there is so much
EVENTS_READ = 200


@dataclass(frozen=True)
class Wanted:
    """What is asked of an agenda of `day`: the things of `owner`, who has these `preferences`. `until`: also what is due by then,
    reminded of or not (the week's); `before`: only what is due before that day, or by law or code; `plain`: nothing that is
    confidential."""

    owner: str
    day: date
    preferences: Preferences
    until: date | None = None
    before: date | None = None
    plain: bool = False
    shown: int = SHOWN


@dataclass(frozen=True)
class Portion:
    """Some of the records of one heading, and how many there are."""

    total: int = 0
    records: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Found:
    overdue: Portion = Portion()
    today: Portion = Portion()
    soon: Portion = Portion()

    @property
    def records(self) -> tuple[Record, ...]:
        return (*self.overdue.records, *self.today.records, *self.soon.records)

    @property
    def total(self) -> int:
        return self.overdue.total + self.today.total + self.soon.total


class Agendas:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, wanted: Wanted, programme: Programme, calendar: WorkingCalendar) -> Found:
        """What is to be spoken of, strictest first and then the earliest due; of each heading a few, and the number of all."""
        spoken = _spoken(wanted, programme, calendar)
        halves = {"overdue": ROW.due < wanted.day, "today": ROW.due == wanted.day, "soon": ROW.due > wanted.day}
        counts = {
            name: await self._session.scalar(select(func.count()).select_from(RecordRow).where(*spoken, half)) or 0
            for name, half in halves.items()
        }
        found = {}
        for name, number in shares(counts, wanted.shown).items():
            first = (_strict().desc(), ROW.due, ROW.number, ROW.id)
            query = select(RecordRow).where(*spoken, halves[name]).order_by(*first).limit(number)
            rows = await self._session.scalars(query) if number else ()
            found[name] = Portion(counts[name], tuple(record_of(row) for row in rows))
        return Found(**found)

    async def owners_in(self, first: date, last: date, since: date, since_moment: datetime) -> list[str]:
        """Whose week it is to be: who owns something due from `first` to `last`, or something that was closed from `since` on,
        and who was given something since."""
        mine = (ROW.owner.is_not(None), ROW.withdrawn.is_(False))
        due = select(ROW.owner).where(*mine, ROW.open.is_(True), ROW.due >= first, ROW.due <= last)
        closed = select(ROW.owner).where(*mine, ROW.open.is_(False), ROW.closed_on >= since, ROW.closed_on < first)
        told = select(NOTICE.person).where(
            NOTICE.rule == "assignment", NOTICE.planned_at >= since_moment, NOTICE.person.is_not(None)
        )
        return sorted(await self._session.scalars(union(due, closed, told)))

    async def given(self, person: str, since: datetime, until: datetime, limit: int) -> Portion:
        """What was given to a person from a moment to another and is still theirs to do, newest first."""
        refs: set[str] = set()
        told = select(NOTICE.refs).where(
            NOTICE.person == person, NOTICE.rule == "assignment", NOTICE.planned_at >= since, NOTICE.planned_at < until
        )
        for named in await self._session.scalars(told):
            refs.update(named)
        theirs = (ROW.ref.in_(refs), ROW.owner == person, ROW.open.is_(True), ROW.withdrawn.is_(False))
        return await self._portion(select(RecordRow).where(*theirs).order_by(ROW.id.desc()), limit)

    async def closed(self, person: str, first: date, last: date, limit: int) -> Portion:
        """What was theirs and was closed from `first` to `last`, newest first."""
        theirs = (ROW.owner == person, ROW.open.is_(False), ROW.withdrawn.is_(False))
        query = select(RecordRow).where(*theirs, ROW.closed_on >= first, ROW.closed_on <= last)
        return await self._portion(query.order_by(ROW.closed_on.desc(), ROW.id.desc()), limit)

    async def redated(
        self,
        since: datetime,
        until: datetime,
        limit: int,
        *,
        owner: str | None = None,
        kind: str | None = None,
        later: bool = False,
    ) -> Portion:
        """What had a day and was given another from a moment to another: somebody's, or all of a kind that everybody may read;
        `later`: only what was put off. Of what was logged, imported or looked at again no day was moved."""
        which = [ROW.owner == owner] if owner else [ROW.confidential.is_(False)]
        which += [ROW.kind == kind] if kind else []
        query = (
            select(RecordRow, EVENT.before, EVENT.after)
            .join(EventRow, EVENT.ref == ROW.ref)
            .where(*which, ROW.open.is_(True), ROW.withdrawn.is_(False), EVENT.at >= since, EVENT.at < until)
            .where(EVENT.version.is_not(None), EVENT.verb.not_in(("log", "review")))
            .order_by(EVENT.id.desc())
            .limit(EVENTS_READ)
        )
        moved: dict[str, Record] = {}
        for row, before, after in await self._session.execute(query):
            field = all_kinds()[row.kind].kind.due_field
            if not (after.get(field) and before.get(field)) or (later and after[field] <= before[field]):
                continue
            moved.setdefault(row.ref, record_of(row))
        return Portion(len(moved), tuple(moved.values())[:limit])

    async def _portion(self, query: Select[Any], limit: int) -> Portion:
        total = await self._session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
        rows = await self._session.scalars(query.limit(limit)) if total else ()
        return Portion(total, tuple(record_of(row) for row in rows))


def shares(counts: Mapping[str, int], room: int) -> dict[str, int]:
    """How many of each heading are shown: a few of each first, then as many as there is room for, in their order."""
    found = {name: min(number, EACH_SHOWS, room) for name, number in counts.items()}
    left = room - sum(found.values())
    for name, number in counts.items():
        more = min(number - found[name], left)
        found[name] += more
        left -= more
    return found


def _spoken(wanted: Wanted, programme: Programme, calendar: WorkingCalendar) -> list[ColumnElement[bool]]:
    """`governance.reminders.spoken_of` for all that somebody owns, as a condition."""
    ladders = [and_(_climbs(name), _on_ladder(name, wanted, programme, calendar)) for name in NAMES]
    mine = [ROW.owner == wanted.owner, ROW.open.is_(True), ROW.withdrawn.is_(False), ROW.due.is_not(None)]
    mine += [ROW.confidential.is_(False)] if wanted.plain else []
    found = [*mine, ROW.kind.in_(_reminded()), or_(*ladders)]
    return [*found, or_(ROW.due < wanted.before, _strict())] if wanted.before else found


def _on_ladder(name: Any, wanted: Wanted, programme: Programme, calendar: WorkingCalendar) -> ColumnElement[bool]:
    climbed = ladder_named(name, programme.reminding)
    today = calendar.on_or_before(wanted.day)
    awake = or_(ROW.snoozed_until.is_(None), ROW.snoozed_until <= today)
    reached = [
        _within(span, programme, calendar, wanted.day)
        for span in spans(climbed, calendar, wanted.day, wanted.preferences)
    ]
    if wanted.until is not None:
        reached.append(ROW.due <= wanted.until)
    spoken = and_(awake, or_(ROW.snoozed_until.is_not(None), *reached))
    if climbed.strict:  # a snooze ends on its day at the latest
        return or_(spoken, ROW.due <= last_due(0, calendar, wanted.day))
    return spoken


def _within(span: Span, programme: Programme, calendar: WorkingCalendar, day: date) -> ColumnElement[bool]:
    bounds = [ROW.due <= span.until, *([ROW.due > span.after] if span.after else [])]
    if not span.long_only:
        return and_(*bounds)
    first = span.after or day
    long = [
        and_(ROW.due == due, ROW.raised_on <= is_long_before(due, calendar, programme))
        for due in days(date.fromordinal(first.toordinal() + 1), span.until)
    ]
    return or_(*long) if long else and_(*bounds, ROW.id.is_(None))


def _climbs(name: str) -> ColumnElement[bool]:
    """Whether a record climbs a ladder: its own, else by its kind and its priority."""
    kinds = [body.kind for body in all_kinds().values()]
    by_priority = [
        and_(ROW.kind == kind.name, ROW.priority == priority)
        for kind in kinds
        for priority, named in kind.ladders.items()
        if named == name
    ]
    plain = [kind.name for kind in kinds if kind.ladder == name and not kind.ladders]
    mixed = [
        and_(ROW.kind == kind.name, or_(ROW.priority.is_(None), ROW.priority.not_in(list(kind.ladders))))
        for kind in kinds
        if kind.ladder == name and kind.ladders
    ]
    return or_(ROW.ladder == name, and_(ROW.ladder == "", or_(ROW.kind.in_(plain), *by_priority, *mixed)))


def _strict() -> ColumnElement[bool]:
    usual = Programme().reminding
    return or_(*(_climbs(name) for name in NAMES if ladder_named(name, usual).strict))


def _reminded() -> list[str]:
    return [name for name, body in all_kinds().items() if body.kind.reminds]
