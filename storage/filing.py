"""Filing: which records each notice speaks of, kept so that what was sent about one is found without reading all notices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.counters import insert_into
from storage.tables import NoticeRefRow, NoticeRow

# Their columns: mypy takes those of a SQLModel class for their values.
ROW: Any = NoticeRow
FILED: Any = NoticeRefRow

AT_ONCE = 500
SETTLED = ("sent", "failed", "lapsed")


async def file_refs(session: AsyncSession, refs: Mapping[int, Iterable[str]], *, anew: bool = True) -> None:
    """Keep under which records notices (by id) are found; `anew`: they may have been filed before."""
    if anew:
        await session.execute(delete(NoticeRefRow).where(FILED.notice.in_(list(refs))))
    rows = [{"ref": ref, "notice": notice} for notice, named in refs.items() for ref in dict.fromkeys(named)]
    if rows:
        await session.execute(insert_into(session, NoticeRefRow).on_conflict_do_nothing(), rows)


async def file_next(session: AsyncSession, after: int) -> int | None:
    """File the next few hundred notices that an older Chivvy wrote or changed; the last one's id, None when none is left. What
    is still to be sent and names nothing yet is left alone: it is filed when it is known what it says."""
    wanted = select(ROW.id, ROW.refs, ROW.state).where(ROW.filed.is_(False), ROW.id > after).order_by(ROW.id)
    found = (await session.execute(wanted.limit(AT_ONCE))).all()
    if not found:
        return None
    known = {notice: refs for notice, refs, state in found if refs or state in SETTLED}
    if known:
        await file_refs(session, known)
        await session.execute(update(ROW).where(ROW.id.in_(list(known))).values(filed=True))
    last: int = found[-1][0]
    return last
