"""Escalations: each step of each, once. What becomes of one is a line of its record's history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from governance.escalation import ANSWERED, BOARD_PACK, DUE, ENDED, OPEN, PASSED_ON, UNANSWERED, Escalation, Response
from governance.record import Record
from storage.counters import insert_into
from storage.places import mark_stale
from storage.rows import record_of
from storage.tables import CardRow, EscalationRow, NoticeRefRow, NoticeRow, RecordRow

# Their columns: mypy takes those of a SQLModel class for their values.
ROW: Any = EscalationRow
RECORD: Any = RecordRow
CARD: Any = CardRow
NOTICE: Any = NoticeRow
FILED: Any = NoticeRefRow

AT_ONCE = 500
# Those that the clock still looks at; of one that has ended, once.
RUNNING = (DUE, OPEN, ENDED)
# The rules of the messages that show how an escalation stands.
SHOWN_BY = ("escalation", "escalated")
COPIED = (
    "cause", "occasion", "step", "reason", "raised_at", "wants", "wanted_by", "raised_by", "state", "next_wake",
    "acknowledged_by", "acknowledged_at", "response", "response_words", "returned_on", "answered_by", "answered_at",
)  # fmt: skip


class Escalations:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def start(self, record: Record, escalation: Escalation) -> Escalation | None:
        """Keep one step, once: None where there is one of the same record, cause, occasion and step, whatever became of it."""
        return next(iter(await self.start_all([(record, escalation)])), None)

    async def start_all(self, steps: Sequence[tuple[Record, Escalation]]) -> list[Escalation]:
        """Keep several steps, each once; those that are new, in the order given."""
        new: dict[tuple[Any, ...], int] = {}
        added = insert_into(self._session, EscalationRow).on_conflict_do_nothing()
        insert = added.returning(ROW.id, ROW.record, ROW.cause, ROW.occasion, ROW.step)
        for first in range(0, len(steps), AT_ONCE):
            some = steps[first : first + AT_ONCE]
            told = await self._session.execute(insert, [_values(record, step) for record, step in some])
            new |= {tuple(rest): number for number, *rest in told}
        touched = [record for record, _, _, _ in new]
        for first in range(0, len(touched), AT_ONCE):
            await mark_stale(self._session, CARD.record.in_(touched[first : first + AT_ONCE]))
        return [
            replace(step, id=new[_name(record, step)], ref=record.ref)
            for record, step in steps
            if _name(record, step) in new
        ]

    async def get(self, escalation: int) -> Escalation | None:
        return next(iter(await self._all(ROW.id == escalation)), None)

    async def with_ids(self, escalations: Collection[int]) -> list[Escalation]:
        """Those with these ids, oldest first."""
        return await self._all(ROW.id.in_(escalations)) if escalations else []

    async def with_records(self, escalations: Sequence[int]) -> list[tuple[Escalation, Record]]:
        """Those with these ids and the records that they are of, in the order given."""
        found: dict[int, tuple[Escalation, Record]] = {}
        for first in range(0, len(escalations), AT_ONCE):
            query = select(EscalationRow, RecordRow).join(RecordRow, RECORD.id == ROW.record)
            query = query.where(ROW.id.in_(escalations[first : first + AT_ONCE]))
            for row, held in await self._session.execute(query.execution_options(populate_existing=True)):
                each = _escalation(row, held.ref)
                found[each.id] = each, record_of(held)
        return [found[number] for number in escalations if number in found]

    async def steps_of(self, records: Sequence[Record]) -> dict[str, list[Escalation]]:
        """Every step that records have gone, by ref, oldest first."""
        found: dict[str, list[Escalation]] = {record.ref: [] for record in records}
        for first in range(0, len(records), AT_ONCE):
            for each in await self._all(ROW.record.in_([record.id for record in records[first : first + AT_ONCE]])):
                found[each.ref].append(each)
        return found

    async def of(self, record: Record) -> list[Escalation]:
        """Every step that a record has gone, oldest first."""
        return await self._all(ROW.record == record.id)

    async def unanswered_of(self, record: Record) -> list[Escalation]:
        """Those that somebody has yet to answer, oldest first."""
        return await self._all(ROW.record == record.id, ROW.state.in_(UNANSWERED))

    async def unanswered(
        self, *, workstream: str | None = None, states: Sequence[str] = UNANSWERED, limit: int | None = None
    ) -> list[Escalation]:
        """Those that nobody has answered, of the programme or one workstream, longest waiting first; those of the board pack
        are among them."""
        where = [ROW.state.in_(states), *([RECORD.workstream == workstream] if workstream else [])]
        return await self._all(*where, limit=limit)

    async def refs_handed_up(self) -> frozenset[str]:
        """The refs of records that were handed up, and for which that still holds."""
        query = select(RECORD.ref).join(ROW, ROW.record == RECORD.id).where(ROW.state != ENDED).distinct()
        return frozenset(await self._session.scalars(query))

    async def to_wake(self, limit: int) -> list[Escalation]:
        """Those whose moment has come, longest overdue first, for this process alone."""
        come = (ROW.state.in_(RUNNING), ROW.next_wake <= self._now)
        query = select(ROW.id).where(*come).order_by(ROW.next_wake, ROW.id).limit(limit)
        ids = list(await self._session.scalars(query.with_for_update(skip_locked=True)))
        return await self.with_ids(ids)

    async def next_wake(self) -> datetime | None:
        """When the clock must look at any of them next."""
        return await self._session.scalar(select(func.min(ROW.next_wake)).where(ROW.state.in_(RUNNING)))

    async def told(self, escalation: Escalation, to_people: Iterable[str], next_wake: datetime | None) -> Escalation:
        """It has been put before those who hold its body's role, and waits for an answer until `next_wake`."""
        return await self._write(escalation, state=OPEN, to_people=tuple(to_people), next_wake=next_wake)

    async def acknowledge(self, escalation: Escalation, by: str) -> Escalation:
        """Somebody has seen it and says so. It still waits for its answer."""
        return await self._write(escalation, acknowledged_by=by, acknowledged_at=self._now)

    async def answer(
        self, escalation: Escalation, by: str, response: Response, words: str, returned_on: date
    ) -> Escalation:
        """It has its answer: the clock leaves it."""
        answered = {"answered_by": by, "answered_at": self._now, "returned_on": returned_on}
        return await self._write(
            escalation, state=ANSWERED, next_wake=None, response=response, response_words=words, **answered
        )

    async def pass_on(self, escalation: Escalation) -> Escalation:
        """Nobody answered: a further step has taken its place."""
        return await self._write(escalation, state=PASSED_ON, next_wake=None)

    async def to_board_pack(self, escalation: Escalation) -> Escalation:
        """Nobody answered and there is no further step: it stands where the board sees it until it is answered."""
        return await self._write(escalation, state=BOARD_PACK, next_wake=None)

    async def end(self, escalation: Escalation) -> Escalation:
        """What it was handed up for is no longer so. Where people were told of it, the clock tells them that too."""
        moment = self._now if escalation.to_people else None
        return await self._write(escalation, state=ENDED, next_wake=moment)

    async def rest(self, escalation: Escalation) -> Escalation:
        """Those who were told of one that has ended know that it has."""
        return await self._write(escalation, next_wake=None)

    async def bring_back(self, escalation: Escalation, next_wake: datetime) -> Escalation:
        """What it was handed up for is so again: it goes on waiting, until `next_wake`; where nobody had been told, they are."""
        if not escalation.to_people:
            return await self._write(escalation, state=DUE, next_wake=self._now)
        return await self._write(escalation, state=OPEN, next_wake=next_wake)

    async def withdraw(self, escalation: Escalation) -> None:
        """It was undone: it never was, but for the history."""
        await self._redraw(escalation)
        await self._session.execute(delete(EscalationRow).where(ROW.id == escalation.id))

    async def _write(self, escalation: Escalation, **values: Any) -> Escalation:
        kept = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
        await self._session.execute(update(ROW).where(ROW.id == escalation.id).values(**kept))
        await self._redraw(escalation)
        return replace(escalation, **values)

    async def _redraw(self, escalation: Escalation) -> None:
        """The record's own cards say how it stands, and so do the messages that told of it."""
        told = select(NOTICE.key).join(FILED, FILED.notice == NOTICE.id)
        told = told.where(FILED.ref == escalation.ref, NOTICE.rule.in_(SHOWN_BY))
        await mark_stale(self._session, CARD.notice.in_(told))
        mine = select(ROW.record).where(ROW.id == escalation.id).scalar_subquery()
        await mark_stale(self._session, CARD.record == mine)

    async def _all(self, *conditions: Any, limit: int | None = None) -> list[Escalation]:
        query: Select[Any] = select(EscalationRow, RECORD.ref).join(RecordRow, RECORD.id == ROW.record)
        query = query.where(*conditions).order_by(ROW.raised_at, ROW.id).limit(limit)
        found = await self._session.execute(query.execution_options(populate_existing=True))
        return [_escalation(row, ref) for row, ref in found]


def _name(record: Record, step: Escalation) -> tuple[int, str, str, int]:
    return record.id, step.cause, step.occasion, step.step


def _values(record: Record, step: Escalation) -> dict[str, Any]:
    lists = {"ladder": list(step.ladder), "to_people": list(step.to_people)}
    return {"record": record.id, **{name: getattr(step, name) for name in COPIED}, **lists}


def _escalation(row: EscalationRow, ref: str) -> Escalation:
    assert row.id is not None
    same = {name: getattr(row, name) for name in COPIED}
    return Escalation(id=row.id, ref=ref, ladder=tuple(row.ladder), to_people=tuple(row.to_people), **same)
