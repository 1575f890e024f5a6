"""Gapless numbers: the row stays locked until the transaction ends, so a number is given out once and never lost."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from storage.tables import CounterRow

LAST: Any = CounterRow.last  # mypy takes a column for its values


def insert_into(session: AsyncSession, table: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the database in use."""
    return insert_on(session.get_bind().dialect.name, table)


def insert_on(dialect: str, table: Any) -> sqlite.Insert | postgresql.Insert:
    """As `insert_into`, for a statement that is put together once for each database."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


class Counters:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def next(self, prefix: str) -> int:
        first = insert_into(self._session, CounterRow).values(prefix=prefix, last=1)
        following = first.on_conflict_do_update(index_elements=["prefix"], set_={"last": LAST + 1})
        number: int = (await self._session.scalars(following.returning(LAST))).one()
        return number

    async def at_least(self, prefix: str, number: int) -> None:
        """New numbers go on after `number`, if they did not already."""
        first = insert_into(self._session, CounterRow).values(prefix=prefix, last=number)
        await self._session.execute(
            first.on_conflict_do_update(index_elements=["prefix"], set_={"last": number}, where=number > LAST)
        )
