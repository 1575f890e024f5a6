"""Who is named on what is confidential: kept beside it, so that a list can ask who may open what it finds."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.policy import is_confidential, named
from governance.record import Record
from storage.counters import insert_into
from storage.tables import NamedRow


async def keep_named(session: AsyncSession, old: Record | None, new: Record) -> None:
    """Note who is named on a record; `old` is what it was before this change, None where that is not known."""
    if not is_confidential(new) and (old is None or not is_confidential(old)):
        return
    if old is not None and is_confidential(old) == is_confidential(new) and named(old) == named(new):
        return
    await session.execute(delete(NamedRow).where(col(NamedRow.record) == new.id))
    rows = [{"record": new.id, "person": person} for person in sorted(named(new))] if is_confidential(new) else []
    if rows:
        await session.execute(insert_into(session, NamedRow), rows)
