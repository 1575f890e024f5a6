"""Reach: which platforms answer, as all processes together know. Real time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.counters import insert_into
from storage.tables import ReachRow

# Its columns: mypy takes those of a SQLModel class for their values.
ROW: Any = ReachRow


@dataclass(frozen=True, slots=True)
class Reach:
    """One platform. `failing_since` is None while it answers; `answered_at` is when it last began to."""

    platform: str
    answered_at: datetime | None = None
    failing_since: datetime | None = None
    why: str = ""
    told_at: datetime | None = None


class Reaches:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> dict[str, Reach]:
        """Every platform that was ever spoken to, by name."""
        rows = await self._session.scalars(select(ROW).order_by(ROW.platform))
        return {
            row.platform: Reach(row.platform, row.answered_at, row.failing_since, row.why, row.told_at) for row in rows
        }

    async def failed(self, platform: str, why: str, real_now: datetime) -> None:
        """It gave no useful answer: an outage begins, or goes on."""
        begun = {"failing_since": real_now, "told_at": None}
        insert = insert_into(self._session, ReachRow).values(platform=platform, why=why, **begun)
        await self._session.execute(insert.on_conflict_do_nothing())
        row = update(ROW).where(ROW.platform == platform)
        await self._session.execute(row.where(ROW.failing_since.is_(None)).values(**begun))
        await self._session.execute(row.values(why=why))

    async def answered(self, platform: str, real_now: datetime) -> Reach | None:
        """It answers. The outage that has just ended, where there was one."""
        insert = insert_into(self._session, ReachRow).values(platform=platform, answered_at=real_now, why="")
        await self._session.execute(insert.on_conflict_do_nothing())
        before = (await self.all())[platform]
        if before.failing_since is None:
            return None
        values = {"answered_at": real_now, "failing_since": None, "why": "", "told_at": None}
        await self._session.execute(update(ROW).where(ROW.platform == platform).values(**values))
        return before

    async def told(self, platform: str, real_now: datetime) -> None:
        """People know of the outage: nobody is told again."""
        await self._session.execute(update(ROW).where(ROW.platform == platform).values(told_at=real_now))
