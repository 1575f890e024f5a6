"""Gapless numbers: the row stays locked until the transaction ends, so a number is given out once and never lost."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from storage.tables import CounterRow


def insert_into(session: AsyncSession, table: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the database in use."""
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


class Counters:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def next(self, prefix: str) -> int:
        row = await self._locked(prefix)
        row.last += 1
        await self._session.flush()
        return row.last

    async def at_least(self, prefix: str, number: int) -> None:
        """New numbers go on after `number`, if they did not already."""
        row = await self._locked(prefix)
        row.last = max(row.last, number)
        await self._session.flush()

    async def _locked(self, prefix: str) -> CounterRow:
        start = insert_into(self._session, CounterRow).values(prefix=prefix, last=0).on_conflict_do_nothing()
        await self._session.execute(start)
        return await self._session.get_one(CounterRow, prefix, with_for_update=True, populate_existing=True)
