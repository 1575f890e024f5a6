"""Records: the entries of the register, written only together with a line of history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.calendar import WorkingCalendar
from governance.errors import ChivvyError
from governance.kind import Body
from governance.kinds import all_kinds, kind_and_number
from governance.programme import Programme
from governance.record import Record
from governance.reminders import ladder, next_wake, wake_after
from storage.counters import Counters
from storage.history import IMPORT, Event, History, Scene
from storage.programme import read_programme
from storage.tables import CardRow, RecordRow

COMMON = ("title", "status", "owner")
KEPT_IN_ROW = ("workstream", "snoozed_until", "times_snoozed", "withdrawn", "original_due", "times_rescheduled")
DAYS_IN_ROW = ("snoozed_until", "original_due")
PAGE = 10


class NoSuchRecord(ChivvyError):
    """There is no {ref} in this register. Nothing was changed. Type “list” to see what there is."""


class ChangedMeanwhile(ChivvyError):
    """{who} changed {ref} just before you: {what}. So that theirs is not lost, your own change ({mine}) was not
    saved. Type “{ref}” to see it as it is now; if you still want your change, make it again."""


class RefTaken(ChivvyError):
    """{ref} is already in the register as something else, so this row was not added. Nothing was changed."""


@dataclass(frozen=True)
class Filter:
    """Which records. Days bound the due date, both included; `status` is a state, or open, closed or any."""

    kind: str | None = None
    owner: str | None = None
    workstream: str | None = None
    status: str = "open"
    due_from: date | None = None
    due_to: date | None = None
    unowned: bool = False
    text: str = ""
    raised_from: date | None = None
    raised_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None


class Records:
    def __init__(
        self, session: AsyncSession, counters: Counters, history: History, now: datetime, zone: ZoneInfo
    ) -> None:
        self._session = session
        self._counters = counters
        self._history = history
        self._now = now
        self._zone = zone
        self._programme: Programme | None = None
        self.calendar = WorkingCalendar()

    async def programme(self) -> Programme:
        """What the programme decides for itself, read once a transaction."""
        if self._programme is None:
            self._programme = await read_programme(self._session)
        return self._programme

    async def log(
        self,
        scene: Scene,
        body: Body,
        *,
        workstream: str | None,
        ref: str | None = None,
        common: Mapping[str, Any] | None = None,
    ) -> Record:
        """Add a record with the next ref of its kind (or, imported, with its own) and its first line of history.

        `common` may set what an import knows: raised_by, raised_on, original_due, times_rescheduled, closed_on.
        """
        kind = body.kind
        number = await self._number(kind.prefix, ref)
        today = self._now.astimezone(self._zone).date()
        record = Record(
            id=0,
            ref=ref or kind.ref(number),
            body=body,
            workstream=workstream,
            raised_by=scene.actor,
            raised_on=today,
            updated_at=self._now,
            version=1,
            original_due=body.deadline,
            closed_on=None if body.is_open else today,
        )
        record = self._with_wake(scene, None, replace(record, **(common or {})))
        record = replace(record, rag=body.rag(await self.programme(), today))
        row = RecordRow(kind=kind.name, number=number, **_columns(record))
        self._session.add(row)
        await self._session.flush()
        assert row.id is not None
        await self._history.add(scene, "log", record.ref, after=plain_fields(record), version=1)
        return replace(record, id=row.id)

    async def _number(self, prefix: str, ref: str | None) -> int:
        if ref is None:
            return await self._counters.next(prefix)
        if await self._row(ref) is not None:
            raise RefTaken(ref=ref)
        number = int("".join(letter for letter in ref if letter.isdigit())[-9:] or 0)
        await self._counters.at_least(prefix, number)
        return number

    async def change(
        self,
        scene: Scene,
        record: Record,
        changes: Mapping[str, Any],
        verb: str = "change",
        *,
        reason: str = "",
        undoes: int | None = None,
    ) -> tuple[Record, Event]:
        """Set fields of `record` (of its body, or those common to all kinds) and write the line of history.

        Raises ChangedMeanwhile when somebody else's change came between reading and writing.
        """  # fmt: skip
        fields = type(record.body).model_fields
        body = type(record.body).model_validate(
            {**record.body.model_dump(), **{name: value for name, value in changes.items() if name in fields}}
        )
        common = {name: value for name, value in changes.items() if name not in fields}
        for name in DAYS_IN_ROW:
            if isinstance(common.get(name), str):  # a day as the history keeps it, on its way back
                common[name] = date.fromisoformat(common[name])
        new = replace(record, body=body, version=record.version + 1, updated_at=self._now, **common)
        new = self._with_wake(scene, record, self._with_dates(record, new, given=common))
        new = replace(new, rag=body.rag(await self.programme(), self._now.astimezone(self._zone).date()))
        result = await self._session.execute(
            update(RecordRow)
            .where(col(RecordRow.id) == record.id, col(RecordRow.version) == record.version)
            .values(**_columns(new))
        )
        if result.rowcount != 1:  # type: ignore[attr-defined]
            raise ChangedMeanwhile(
                who="Somebody else", ref=record.ref, what="it is different now", mine="made at the same moment"
            )
        await self._session.execute(
            update(CardRow)
            .where(col(CardRow.record) == record.id)
            .values(stale=True, marks=CardRow.marks + 1, attempts=0, retry_at=None)
        )
        old_fields, new_fields = plain_fields(record), plain_fields(new)
        touched = [name for name in new_fields if new_fields[name] != old_fields.get(name)]
        event = await self._history.add(
            scene,
            verb,
            record.ref,
            before={name: old_fields.get(name) for name in touched},
            after={name: new_fields[name] for name in touched},
            reason=reason,
            undoes=undoes,
            version=new.version,
        )
        return new, event

    def _with_dates(self, old: Record, new: Record, given: Mapping[str, Any]) -> Record:
        """What follows from a change, unless it is `given`: when it was closed, how often it was re-dated."""
        today = self._now.astimezone(self._zone).date()
        if old.is_open and not new.is_open:
            new = replace(new, closed_on=today)
        elif new.is_open and not old.is_open:
            new = replace(new, closed_on=None)
        if new.due != old.due and "times_rescheduled" not in given:
            if old.original_due is None:
                new = replace(new, original_due=new.due)
            elif old.due is not None:
                new = replace(new, times_rescheduled=old.times_rescheduled + 1)
        return new

    def _with_wake(self, scene: Scene, old: Record | None, new: Record) -> Record:
        """When the clock must look at it. What is imported long overdue is no reason to ring in channels."""
        chase = scene.via != IMPORT
        return replace(new, next_wake=wake_after(old, new, self.calendar, self._now, self._zone, chase=chase))

    async def get(self, ref: str) -> Record:
        """The record with this ref, however it is spelled. Raises NoSuchRecord."""
        row = await self._row(ref)
        if row is None:
            raise NoSuchRecord(ref=ref.strip() or "such record")
        return record_of(row)

    async def with_ref(self, ref: str) -> list[Record]:
        """The record with this ref as a list of one; empty where there is none."""
        row = await self._row(ref)
        return [record_of(row)] if row is not None and not row.withdrawn else []

    async def by_id(self, record: int) -> Record:
        return record_of(await self._session.get_one(RecordRow, record, populate_existing=True))

    async def find(self, wanted: Filter, *, offset: int = 0, limit: int | None = PAGE) -> list[Record]:
        """Records that match, those due first at the top, undated ones last."""
        query = (
            select(RecordRow)
            .where(*_conditions(wanted))
            .order_by(col(RecordRow.due).is_(None), col(RecordRow.due), col(RecordRow.number), col(RecordRow.id))
            .offset(offset)
        )
        rows = await self._session.scalars(query.limit(limit) if limit else query)
        return [record_of(row) for row in rows]

    async def count(self, wanted: Filter) -> int:
        query = select(func.count()).select_from(RecordRow).where(*_conditions(wanted))
        return await self._session.scalar(query) or 0

    async def counts_by_owner(self, wanted: Filter) -> dict[str | None, int]:
        """How many matching records each owner has, most first."""
        query = (
            select(col(RecordRow.owner), func.count())
            .where(*_conditions(wanted))
            .group_by(col(RecordRow.owner))
            .order_by(func.count().desc(), col(RecordRow.owner))
        )
        return dict((await self._session.execute(query)).all())

    async def to_wake(self, limit: int = 1000) -> list[Record]:
        """The records whose moment has come, longest overdue first. Costs what is due, not what exists."""
        query = (
            select(RecordRow)
            .where(col(RecordRow.next_wake) <= self._now)
            .order_by(col(RecordRow.next_wake))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [record_of(row) for row in await self._session.scalars(query)]

    async def set_wake(self, record: Record) -> None:
        """Put off the next look at a record to its next occasion from now on; no change of the record itself."""
        moment = next_wake(record, self.calendar, self._now, self._zone)
        await self._session.execute(update(RecordRow).where(col(RecordRow.id) == record.id).values(next_wake=moment))

    async def follow_calendar(self, before: WorkingCalendar) -> None:
        """The calendar is another than `before`: the wakes of open records whose ladder moves by it move too."""
        for record in await self.find(Filter(), limit=None):
            if ladder(record, before) == ladder(record, self.calendar):
                continue
            if record.next_wake is None or record.next_wake > self._now:
                await self.set_wake(record)

    def forget_programme(self) -> None:
        """The programme's rules have just been changed: read them anew."""
        self._programme = None

    async def follow_programme(self) -> None:
        """The rules are others than before: the colours of open records follow them. No change of the records themselves."""
        programme, today = await self.programme(), self._now.astimezone(self._zone).date()
        for record in await self.find(Filter(), limit=None):
            rag = record.body.rag(programme, today)
            if rag != record.rag:
                await self._session.execute(update(RecordRow).where(col(RecordRow.id) == record.id).values(rag=rag))

    async def next_wake(self) -> datetime | None:
        """When the clock must look at any record next."""
        return await self._session.scalar(select(func.min(col(RecordRow.next_wake))))

    async def _row(self, ref: str) -> RecordRow | None:
        """By its own spelling, else by kind and number: `a12`, `A-12` and `A-012` are one, however it was imported."""
        query = select(RecordRow).execution_options(populate_existing=True)
        row = await self._session.scalar(query.where(col(RecordRow.ref) == ref.strip()))
        named = kind_and_number(ref)
        if row is not None or named is None:
            return row
        kind, number = named
        same = query.where(col(RecordRow.kind) == kind, col(RecordRow.number) == number)
        return await self._session.scalar(same.order_by(col(RecordRow.id)).limit(1))


def plain_fields(record: Record) -> dict[str, Any]:
    """The fields whose changes the history tells, JSON-ready: those of the body and a few common ones."""
    common = {name: getattr(record, name) for name in KEPT_IN_ROW}
    for name in DAYS_IN_ROW:
        common[name] = common[name].isoformat() if common[name] else None
    return {**record.body.model_dump(mode="json"), **common}


def record_of(row: RecordRow) -> Record:
    kind = all_kinds()[row.kind]
    body = kind.model_validate({**row.body, **{name: getattr(row, name) for name in _in_row(kind)}})
    assert row.id is not None
    return Record(
        id=row.id,
        ref=row.ref,
        body=body,
        workstream=row.workstream,
        raised_by=row.raised_by,
        raised_on=row.raised_on,
        updated_at=row.updated_at,
        version=row.version,
        original_due=row.original_due,
        times_rescheduled=row.times_rescheduled,
        closed_on=row.closed_on,
        snoozed_until=row.snoozed_until,
        times_snoozed=row.times_snoozed,
        confidential=row.confidential,
        withdrawn=row.withdrawn,
        next_wake=row.next_wake,
        rag=row.rag,
    )


def _in_row(body: type[Body]) -> tuple[str, ...]:
    """The fields of a kind that are columns of the row; the rest is in its body."""
    return (*COMMON, "due") if "due" in body.model_fields else COMMON


def _columns(record: Record) -> dict[str, Any]:
    common = {
        name: getattr(record, name)
        for name in (
            "ref",
            "workstream",
            "raised_by",
            "raised_on",
            "updated_at",
            "version",
            "original_due",
            "times_rescheduled",
            "closed_on",
            "snoozed_until",
            "times_snoozed",
            "confidential",
            "withdrawn",
            "next_wake",
            "rag",
        )
    }
    body = record.body
    derived = {
        "due": body.deadline,
        "open": record.is_open,
        "score": body.score,
        "priority": getattr(body, "priority", None),
        "council": getattr(body, "council", ""),
        "counterpart": body.counterpart,
        "body": body.model_dump(mode="json", exclude=set(_in_row(type(body)))),
    }
    return {**common, **{name: getattr(body, name) for name in COMMON}, **derived}


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    row: Any = RecordRow  # mypy takes a SQLModel class's columns for their values
    equal = {row.kind: wanted.kind, row.owner: wanted.owner, row.workstream: wanted.workstream}
    found = [row.withdrawn.is_(False), *(column == value for column, value in equal.items() if value is not None)]
    if wanted.status in ("open", "closed"):
        found.append(row.open.is_(wanted.status == "open"))
    elif wanted.status != "any":
        found.append(row.status == wanted.status)
    at_least = {row.due: wanted.due_from, row.raised_on: wanted.raised_from, row.closed_on: wanted.closed_from}
    at_most = {row.due: wanted.due_to, row.raised_on: wanted.raised_to, row.closed_on: wanted.closed_to}
    found += [column >= day for column, day in at_least.items() if day is not None]
    found += [column <= day for column, day in at_most.items() if day is not None]
    if wanted.unowned:
        found.append(row.owner.is_(None))
    if wanted.text:
        found.append(func.lower(row.title).contains(wanted.text.casefold(), autoescape=True))
    return found
