"""Happenings: what a case's chronology knows besides the register's own history."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.happening import Happening
from governance.record import Record
from storage.case_tables import HappeningRow


class Happenings:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._known: dict[int, dict[tuple[datetime, str], HappeningRow]] = {}

    async def of(self, record: Record) -> list[Happening]:
        """Earliest first."""
        query = select(HappeningRow).where(col(HappeningRow.record) == record.id)
        rows = await self._session.scalars(query.order_by(col(HappeningRow.at), col(HappeningRow.id)))
        return [_happening(row) for row in rows]

    async def keep(self, record: Record, one: Happening) -> Literal["created", "updated", "unchanged"]:
        """Keep a line; the same thing at the same moment again takes its own place. For many: those of a record are read once."""
        if record.id not in self._known:
            query = select(HappeningRow).where(col(HappeningRow.record) == record.id)
            self._known[record.id] = {(row.at, row.what): row for row in await self._session.scalars(query)}
        row = self._known[record.id].get((one.at, one.what))
        if row is not None and _happening(row) == one:
            return "unchanged"
        outcome: Literal["created", "updated"] = "updated" if row else "created"
        row = row or HappeningRow(record=record.id, at=one.at, what=one.what)
        row.note, row.by, row.source = one.note, one.by, one.source
        self._known[record.id][(one.at, one.what)] = row
        self._session.add(row)
        return outcome


def _happening(row: HappeningRow) -> Happening:
    return Happening(row.at, row.what, row.note, row.by, row.source)
