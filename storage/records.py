"""Records: the entries of the register, written only together with a line of history."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from pydantic import ValidationError
from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.calendar import WorkingCalendar
from governance.clearance import Clearance
from governance.clocks.following import begun, carried_on, moved_days
from governance.clocks.reckoning import Reckoning
from governance.errors import ChivvyError
from governance.kind import Body
from governance.kinds import all_kinds, kind_and_number
from governance.programme import Programme
from governance.record import Record
from governance.reminders import ladder, next_wake, wake_after
from governance.text import keepable
from storage.counters import Counters
from storage.days import Moved
from storage.filters import PAGE as PAGE
from storage.filters import Filter as Filter
from storage.history import FOLLOW, IMPORT, Event, History, Scene, unwritten
from storage.listing import Listing
from storage.named import keep_named
from storage.places import mark_stale
from storage.programme import read_programme
from storage.rows import DAYS_IN_ROW, columns, record_of
from storage.rows import plain_fields as plain_fields
from storage.search import Search
from storage.stale_cards import redraw
from storage.tables import CardRow, RecordRow, WorkstreamRow
from storage.triggers import Rules, Triggers

log = structlog.get_logger("chivvy.register")

AT_ONCE = 500


class NoSuchRecord(ChivvyError):
    """There is no {ref} in this register. Nothing was changed. Type “list” to see what there is."""


class ChangedMeanwhile(ChivvyError):
    """{who} changed {ref} just before you: {what}. So that theirs is not lost, your own change ({mine}) was not
    saved. Type “{ref}” to see it as it is now; if you still want your change, make it again."""


class OneOpenAlready(ChivvyError):
    """{where} has a {kind} already, {other}, and can have one at a time. Nothing was changed. Type “{other}” to see it and to add
    to it; where it is over, type “{other} ended because …”, then try again."""


class RefTaken(ChivvyError):
    """{ref} is already in the register as something else, so this row was not added. Nothing was changed."""


class Records:
    def __init__(
        self, session: AsyncSession, counters: Counters, history: History, now: datetime, zone: ZoneInfo
    ) -> None:
        self._session = session
        self._counters = counters
        self._history = history
        self._now = now
        self._zone = zone
        self._search = Search(session)
        self._listing = Listing(session, zone, self._search)
        self._triggers = Triggers(session, history, now, zone)
        self._programme: Programme | None = None
        self.calendar = WorkingCalendar()

    @property
    def _today(self) -> date:
        """The local day."""
        return self._now.astimezone(self._zone).date()

    async def programme(self) -> Programme:
        """What the programme decides for itself, read once a transaction."""
        if self._programme is None:
            self._programme = await read_programme(self._session)
        return self._programme

    async def reckoning(self) -> Reckoning:
        """What the dates of cases are worked out with."""
        return Reckoning(self.calendar, (await self.programme()).clocks, self._zone)

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
        await self.check_one_open(body, workstream)
        body = begun(body.as_logged(self._today, self.calendar), await self.reckoning())
        number = await self._number(kind.prefix, ref)
        today = self._today
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
            confidential=kind.confidential,
        )
        record = replace(record, **(common or {}))
        record = replace(record, confidential=record.confidential or kind.confidential)
        record = await self._with_wake(scene, None, record)
        record = replace(record, rag=body.rag(await self.programme(), today))
        row = RecordRow(kind=kind.name, number=number, **columns(record))
        self._session.add(row)
        await self._session.flush()
        assert row.id is not None
        record = replace(record, id=row.id)
        await self._search.keep(record)
        await keep_named(self._session, None, record)
        await self._history.add(scene, "log", record.ref, after=plain_fields(record), version=1)
        await self._triggers.follow(scene, None, record, await self._rules())
        return record

    async def _number(self, prefix: str, ref: str | None) -> int:
        if ref is None:
            return await self._counters.next(prefix)
        if await self._row(ref) is not None:
            raise RefTaken(ref=ref)
        named = kind_and_number(ref)
        number = named[1] if named else int("".join(letter for letter in ref if letter.isdecimal())[-9:] or 0)
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

        Where that changes nothing, nothing is written: the event that comes back has no `after` and is none of the history.
        Raises ChangedMeanwhile when somebody else's change came between reading and writing, and what the kind refuses.
        """  # fmt: skip
        fields = type(record.body).model_fields
        body = await self._body_after(record, changes, weighed=undoes is None and scene.via != IMPORT)
        common = {name: value for name, value in changes.items() if name not in fields}
        if record.kind.confidential:
            common.pop("confidential", None)
        for name in DAYS_IN_ROW:
            if isinstance(common.get(name), str):  # a day as the history keeps it, on its way back
                common[name] = date.fromisoformat(common[name])
        new = replace(record, body=body, version=record.version + 1, updated_at=self._now, **common)
        new = await self._with_wake(scene, record, self._with_dates(record, new, given=common))
        new = replace(new, rag=body.rag(await self.programme(), self._today))
        if new.is_open and (not record.is_open or new.workstream != record.workstream):
            await self.check_one_open(body, new.workstream, but=record.id)
        same = replace(new, version=record.version, updated_at=record.updated_at, next_wake=record.next_wake)
        if same == record and undoes is None:
            return record, unwritten(scene, verb, record.ref, self._now)
        result = await self._session.execute(
            update(RecordRow)
            .where(col(RecordRow.id) == record.id, col(RecordRow.version) == record.version)
            .values(**columns(new))
        )
        if result.rowcount != 1:  # type: ignore[attr-defined]
            raise ChangedMeanwhile(
                who="Somebody else", ref=record.ref, what="it is different now", mine="made at the same moment"
            )
        await self._search.keep(new)
        await keep_named(self._session, record, new)
        await redraw(self._session, record, new, self._now)
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
        await self._triggers.follow(scene, record, new, await self._rules(), undoes)
        return new, event

    async def _body_after(self, record: Record, changes: Mapping[str, Any], *, weighed: bool) -> Body:
        """The body with its fields set and its clocks carried on. `weighed`: the kind may refuse it."""
        fields = type(record.body).model_fields
        own = {name: value for name, value in changes.items() if name in fields}
        body = type(record.body).model_validate({**record.body.model_dump(), **own})
        reckoning = await self.reckoning()
        if weighed and (refusal := body.refusal(record.body, record.ref, self._today, reckoning)):
            raise refusal
        return carried_on(record.body, body, changes, reckoning)

    async def check_one_open(self, body: Body, workstream: str | None, *, but: int = 0) -> None:
        """Raise OneOpenAlready where a workstream has an open one of a kind of which it can have one at a time."""
        if not body.kind.one_open or not body.is_open:
            return
        row: Any = RecordRow
        strand: Any = WorkstreamRow
        where = (row.kind == body.kind.name, row.open.is_(True), row.withdrawn.is_(False), row.id != but)
        query = select(row.ref, strand.name).outerjoin(WorkstreamRow, strand.id == row.workstream)
        here = row.workstream.is_(None) if workstream is None else row.workstream == workstream
        found = (await self._session.execute(query.where(*where, here).limit(1))).first()
        if found is not None:
            raise OneOpenAlready(other=found[0], kind=body.kind.name, where=found[1] or "The programme")

    async def _rules(self) -> Rules:
        return Rules(await self.programme(), self.calendar)

    def _with_dates(self, old: Record, new: Record, given: Mapping[str, Any]) -> Record:
        """What follows from a change, unless it is `given` (as it is where a change is taken back): when it was closed, how often
        it was re-dated, that it is snoozed no longer."""
        if old.is_open and not new.is_open:
            new = replace(new, closed_on=self._today)
        elif new.is_open and not old.is_open:
            new = replace(new, closed_on=None)
        if new.due != old.due and "snoozed_until" not in given:
            new = replace(new, snoozed_until=None)  # another day begins another ladder
        same = (
            old.body.due_now == new.body.due_now
        )  # the next step of a case has a day of its own: nothing was put off by it
        if new.due != old.due and not {"times_rescheduled", "original_due"} & set(given):
            if old.original_due is None:
                new = replace(new, original_due=new.due)
            elif old.due is not None and same:
                new = replace(new, times_rescheduled=old.times_rescheduled + 1)
        return new

    async def _with_wake(self, scene: Scene, old: Record | None, new: Record) -> Record:
        """When the clock must look at it. What is imported long overdue is no reason to ring in channels."""
        chase = scene.via != IMPORT
        programme = await self.programme()
        return replace(
            new, next_wake=wake_after(old, new, self.calendar, self._now, self._zone, programme, chase=chase)
        )

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
        """Records that match, in the filter's order."""
        return [record_of(row) for row in await self._listing.page(wanted, offset, limit)]

    async def readable(self, wanted: Filter) -> list[Record]:
        """All that match and can be read, for the clock: one that cannot must not stop it."""
        return _readable(await self._listing.page(wanted, 0, None))[0]

    async def search(self, said: str, *, reader: Clearance | None = None, limit: int = PAGE) -> list[Record]:
        """What somebody who types `said` may mean, closed records too: first the record with this ref, then the best matches, of
        what is confidential those that `reader` may open. Whether they may see the first one, the policy says."""
        named = await self.with_ref(said)
        wanted = Filter(text=said, status="any", reader=reader)
        found = await self.find(wanted, limit=limit) if said.strip() else []
        return [*named, *(record for record in found if record not in named)][:limit]

    async def heard(self, said: str) -> Mapping[str, str]:
        """Which words of a text, found nowhere, search takes for which others."""
        return (await self._search.understand(said)).corrected

    async def count(self, wanted: Filter) -> int:
        """How many there are, exactly: reads them all. For a list's heading see `count_up_to`."""
        return await self._listing.count(wanted)

    async def count_up_to(self, wanted: Filter, limit: int) -> int:
        """How many there are, or `limit` where there are so many or more; it costs no more than those."""
        return await self._listing.count(wanted, limit)

    async def tally(self, wanted: Filter) -> list[tuple[str, str, str | None, str | None, int]]:
        """How many there are of each (kind, status, rag, workstream, number), in one query."""
        row: Any = RecordRow
        found = await self._listing.tally(wanted, row.kind, row.status, row.rag, row.workstream)
        return [(kind, status, rag, workstream, number) for kind, status, rag, workstream, number in found]

    async def counts_by_owner(self, wanted: Filter) -> dict[str | None, int]:
        """How many matching records each owner has, most first."""
        counts = await self._listing.tally(wanted, col(RecordRow.owner))
        return dict(sorted(counts, key=lambda pair: (-pair[1], pair[0] or "")))

    async def to_wake(self, limit: int = 1000) -> tuple[list[Record], list[str]]:
        """The records whose moment has come, longest overdue first, and the refs of those that cannot be read (a newer Chivvy may
        have written them). Costs what is due, not what exists."""
        query = (
            select(RecordRow)
            .where(col(RecordRow.next_wake) <= self._now)
            .order_by(col(RecordRow.next_wake), col(RecordRow.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return _readable(await self._session.scalars(query))

    async def put_off(self, refs: Collection[str], until: datetime) -> None:
        """The clock looks at these again no sooner than `until`."""
        await self._session.execute(update(RecordRow).where(col(RecordRow.ref).in_(refs)).values(next_wake=until))

    async def wakes_of(self, owners: Collection[str], until: datetime) -> list[Record]:
        """The records of these owners whose moment comes by `until`."""
        query = select(RecordRow).where(col(RecordRow.owner).in_(owners), col(RecordRow.next_wake) <= until)
        return [record_of(row) for row in await self._session.scalars(query.order_by(col(RecordRow.id)))]

    async def touch(self, record: Record) -> None:
        """Somebody wrote something about a record without changing it: it has been looked after, and is what it was."""
        await self._session.execute(
            update(RecordRow).where(col(RecordRow.id) == record.id).values(updated_at=self._now)
        )

    async def set_wake(self, record: Record) -> None:
        """As `set_wakes`, of one."""
        await self.set_wakes([record])

    async def set_wakes(self, records: Collection[Record]) -> None:
        """Put off the next look at records to the next occasion of each from now on, all of them in one go. Their colours follow
        the day: a milestone turns red when its forecast has passed, though nobody touches it. No change of the records."""
        programme = await self.programme()
        wakes = [
            {"id": record.id, "next_wake": next_wake(record, self.calendar, self._now, self._zone, programme)}
            for record in records
        ]
        if wakes:
            await self._session.execute(update(RecordRow), wakes)
            await self._recolour(records)

    async def _recolour(self, records: Iterable[Record]) -> None:
        """Records that by the rules and the day have another colour than they are kept with get it; their cards are redrawn."""
        programme = await self.programme()
        by_colour: dict[str | None, list[int]] = {}
        for record in records:
            rag = record.body.rag(programme, self._today)
            if rag != record.rag:
                by_colour.setdefault(rag, []).append(record.id)
        for colour, ids in by_colour.items():
            await self._session.execute(update(RecordRow).where(col(RecordRow.id).in_(ids)).values(rag=colour))
            await mark_stale(self._session, col(CardRow.record).in_(ids))

    async def _open(self, *which: ColumnElement[bool]) -> AsyncIterator[list[Record]]:
        """The open records that fulfil conditions, a few hundred at a time, however many there are."""
        last = 0
        while True:
            query = select(RecordRow).where(
                col(RecordRow.open), ~col(RecordRow.withdrawn), col(RecordRow.id) > last, *which
            )
            rows = list(await self._session.scalars(query.order_by(col(RecordRow.id)).limit(AT_ONCE)))
            if not rows:
                return
            yield [record_of(row) for row in rows]
            last = rows[-1].id or last

    async def moved_by(self, before: Reckoning, after: Reckoning) -> list[Moved]:
        """The open cases that have days which were worked out by one reckoning and are others by another."""
        kinds = [name for name, body in all_kinds().items() if body.timers is not Body.timers]
        found: list[Moved] = []
        async for records in self._open(col(RecordRow.kind).in_(kinds)):
            found += [Moved(record, days) for record in records if (days := moved_days(record.body, before, after))]
        return found

    async def follow_calendar(self, scene: Scene, before: WorkingCalendar, moved: Sequence[Moved], reason: str) -> None:
        """The calendar is another than `before`: the days that follow from it move, each record with its line of history, and
        so do the wakes of all open records whose ladder moves by it. That a case moves is nobody's re-dating."""
        followed = set()
        for each in moved:
            days = {name: new for name, (_, new) in each.days.items()}
            kept = {"times_rescheduled": each.record.times_rescheduled}
            new, _ = await self.change(scene, each.record, {**days, **kept}, FOLLOW, reason=reason)
            if new.due != each.record.due:
                followed.add(new.id)
        programme = await self.programme()
        async for records in self._open(col(RecordRow.due).is_not(None)):
            for record in records:
                was, becomes = (ladder(record, each, programme) for each in (before, self.calendar))
                if record.id in followed or was == becomes:
                    continue
                if record.next_wake is None or record.next_wake > self._now:
                    await self.set_wake(record)

    def forget_programme(self) -> None:
        """The programme's rules have just been changed: read them anew."""
        self._programme = None

    async def follow_programme(self, before: Programme) -> None:
        """The rules are others than `before`: the colours of open records follow them, and so do their wakes where their ladder
        moves by it. No change of the records themselves."""
        coloured = [name for name, body in all_kinds().items() if body.rag is not Body.rag]
        async for records in self._open(col(RecordRow.kind).in_(coloured)):
            await self._recolour(records)
        programme = await self.programme()
        if (before.reminding, before.escalating) == (programme.reminding, programme.escalating):
            return
        async for records in self._open():
            for record in records:
                climbs = ladder(record, self.calendar, programme)
                waits = record.next_wake is None or record.next_wake > self._now
                if waits and climbs != ladder(record, self.calendar, before):
                    await self.set_wake(record)

    async def next_wake(self) -> datetime | None:
        """When the clock must look at any record next."""
        return await self._session.scalar(select(func.min(col(RecordRow.next_wake))))

    async def _row(self, ref: str) -> RecordRow | None:
        """By its own spelling, else by kind and number: `a12`, `A-12` and `A-012` are one, however it was imported."""
        ref = keepable(ref)
        so_spelled = col(RecordRow.ref) == ref.strip()
        meant = so_spelled
        if named := kind_and_number(ref):
            meant = or_(so_spelled, and_(col(RecordRow.kind) == named[0], col(RecordRow.number) == named[1]))
        query = select(RecordRow).where(meant).order_by(so_spelled.desc(), col(RecordRow.id)).limit(1)
        return await self._session.scalar(query.execution_options(populate_existing=True))


def _readable(rows: Iterable[RecordRow]) -> tuple[list[Record], list[str]]:
    """The records of rows, and the refs of those that cannot be read. What those hold is nobody's business in a log."""
    found: list[Record] = []
    unreadable: list[str] = []
    for row in rows:
        try:
            found.append(record_of(row))
        except KeyError:
            log.error("a record cannot be read", ref=row.ref, kind=row.kind)
            unreadable.append(row.ref)
        except ValidationError as wrong:
            log.error("a record cannot be read", ref=row.ref, fields=[each["loc"] for each in wrong.errors()])
            unreadable.append(row.ref)
    return found, unreadable
