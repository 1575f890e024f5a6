"""Attempts: the rows of evidence that an access case has many of. None is ever changed or deleted."""

from __future__ import annotations

from dataclasses import asdict, fields

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.attempts import Attempt, Tried
from governance.record import Record
from governance.text import all_keepable
from storage.case_tables import AttemptRow

NAMES = tuple(each.name for each in fields(Attempt) if each.name != "id")


class Attempts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, record: Record) -> list[Attempt]:
        """Those that count, by their number: the case itself says which."""
        tried: tuple[Tried, ...] = getattr(record.body, "tried", ())
        query = select(AttemptRow).where(col(AttemptRow.record) == record.id)
        rows = await self._session.scalars(query.where(col(AttemptRow.id).in_([each.id for each in tried])))
        return sorted(map(_attempt, rows), key=lambda each: each.number)

    async def next_number(self, record: Record) -> int:
        """A number is not given twice, whatever became of the attempt that had it."""
        query = select(func.max(col(AttemptRow.number))).where(col(AttemptRow.record) == record.id)
        return (await self._session.scalar(query) or 0) + 1

    async def keep(self, record: Record, attempt: Attempt) -> int:
        """Keep one as it was noted; the id of its row."""
        values = {name: all_keepable(held) for name, held in asdict(attempt).items() if name in NAMES}
        row = AttemptRow(record=record.id, **values)
        self._session.add(row)
        await self._session.flush()
        assert row.id is not None
        return row.id


def _attempt(row: AttemptRow) -> Attempt:
    assert row.id is not None
    return Attempt(id=row.id, **{name: getattr(row, name) for name in NAMES})
