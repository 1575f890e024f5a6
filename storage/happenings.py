"""Happenings: what a case's chronology knows besides the register's own history."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.happening import Happening
from governance.record import Record
from storage.case_tables import HappeningRow


class Happenings:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, record: Record) -> list[Happening]:
        """Earliest first."""
        query = select(HappeningRow).where(col(HappeningRow.record) == record.id)
        rows = await self._session.scalars(query.order_by(col(HappeningRow.at), col(HappeningRow.id)))
        return [_happening(row) for row in rows]

    async def keep(self, record: Record, one: Happening) -> bool:
        """Keep a line; False when the same happened at the same moment already."""
        query = select(HappeningRow).where(
            col(HappeningRow.record) == record.id, col(HappeningRow.at) == one.at, col(HappeningRow.what) == one.what
        )
        row = await self._session.scalar(query)
        if row is not None and _happening(row) == one:
            return False
        row = row or HappeningRow(record=record.id, at=one.at, what=one.what)
        row.note, row.by, row.source = one.note, one.by, one.source
        self._session.add(row)
        await self._session.flush()
        return True


def _happening(row: HappeningRow) -> Happening:
    return Happening(row.at, row.what, row.note, row.by, row.source)
