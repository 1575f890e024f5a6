"""Deriving: what follows from a record, worked out anew where an older Chivvy wrote it and knew nothing of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.named import keep_named
from storage.programme import read_programme
from storage.rows import columns, record_of
from storage.search import Search
from storage.tables import RecordRow

ROW: Any = RecordRow  # mypy takes its columns for their values
AT_ONCE = 500


async def derive(session: AsyncSession, zone: ZoneInfo) -> bool:
    """Give the next few hundred records that lack them the columns that lists filter by and the words to search for. False when
    there are none left. No change of the records themselves: their colour is that of the day of their last change."""
    query = select(RecordRow).where(ROW.derived != ROW.version).order_by(ROW.id).limit(AT_ONCE)
    rows = list(await session.scalars(query.with_for_update()))
    if not rows:
        return False
    programme, search = await read_programme(session), Search(session)
    for row in rows:
        record = record_of(row)
        rag = record.body.rag(programme, record.updated_at.astimezone(zone).date())
        await session.execute(update(RecordRow).where(ROW.id == record.id).values(**columns(replace(record, rag=rag))))
        await search.keep(record)
        await keep_named(session, None, record)
    return True
