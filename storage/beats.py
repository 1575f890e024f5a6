"""Beats: what the clock does once in a while for everybody, and for which moment it was last done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.counters import insert_into
from storage.tables import BeatRow

# Its columns: mypy takes those of a SQLModel class for their values.
ROW: Any = BeatRow

SWEEP = "sweep"
OFTEN_ENOUGH = timedelta(minutes=1)


class Beats:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def last(self, name: str) -> datetime | None:
        """The moment of the programme's clock for which it was last done."""
        return await self._session.scalar(select(ROW.done_for).where(ROW.name == name))

    async def done(self, name: str, moment: datetime) -> None:
        """It was done for `moment`. Written once a minute at most: a tick with nothing due writes nothing else."""
        last = await self.last(name)
        if last is not None and abs(moment - last) < OFTEN_ENOUGH:
            return
        insert = insert_into(self._session, BeatRow).values(name=name, done_for=moment)
        await self._session.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"done_for": moment}))
