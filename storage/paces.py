"""Pace: how fast a platform may be spoken to, kept by all processes together in real time.

Each limit of each place is one row (the generic cell rate algorithm): `free_at` is the moment to which what was sent has used
the limit up. It may lie as far ahead of now as a burst is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.counters import insert_into
from storage.tables import PaceRow

# Its columns: mypy takes those of a SQLModel class for their values.
ROW: Any = PaceRow


@dataclass(frozen=True, slots=True)
class Limit:
    """One message every `interval` seconds in the long run, and up to `burst` of them at once. `key` says of what.

    `wide`: it counts what goes to more than one place. `asked_for`: a platform that asks to be left alone means this one too.
    """

    key: str
    interval: float
    burst: int = 1
    wide: bool = False
    asked_for: bool = True

    @classmethod
    def within(cls, key: str, count: int, seconds: float, burst: int, **more: bool) -> Limit:
        """Never more than `count` in any `seconds`, wherever they begin: what the burst takes, the long run has not."""
        return cls(key, seconds / (count - burst), burst, **more)

    @property
    def slack(self) -> timedelta:
        """How far ahead of now `free_at` may lie while there is still room in the burst."""
        return timedelta(seconds=self.interval * (self.burst - 1))


@dataclass(frozen=True, slots=True)
class Full:
    """A limit is used up until `until` (real time)."""

    limit: Limit
    until: datetime


class Paces:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def reserve(self, limits: Sequence[Limit], real_now: datetime) -> Full | None:
        """Take one message of every limit; or take none, and say which is full the longest."""
        used = await self._used(limits)
        full = [
            Full(limit, used[limit.key] - limit.slack)
            for limit in limits
            if limit.key in used and used[limit.key] - limit.slack > real_now
        ]
        if full:
            return max(full, key=lambda one: one.until)
        await self._write(
            {
                limit.key: max(used.get(limit.key, real_now), real_now) + timedelta(seconds=limit.interval)
                for limit in limits
            }
        )
        return None

    async def hold(self, limits: Sequence[Limit], until: datetime) -> None:
        """A platform asked to be left alone: nobody sends before `until`, and then one at a time."""
        used = await self._used(limits)
        held = {limit.key: until + limit.slack for limit in limits if limit.asked_for}
        await self._write({key: moment for key, moment in held.items() if key not in used or used[key] < moment})

    async def forget(self, before: datetime) -> None:
        """What was used up long ago says nothing any more."""
        await self._session.execute(delete(PaceRow).where(ROW.free_at < before))

    async def _used(self, limits: Iterable[Limit]) -> dict[str, datetime]:
        keys = [limit.key for limit in limits]
        if not keys:
            return {}
        rows = await self._session.execute(select(ROW.key, ROW.free_at).where(ROW.key.in_(keys)))
        return dict(rows.all())

    async def _write(self, moments: dict[str, datetime]) -> None:
        if not moments:
            return
        rows = [{"key": key, "free_at": moment} for key, moment in sorted(moments.items())]
        insert = insert_into(self._session, PaceRow).values(rows)
        await self._session.execute(
            insert.on_conflict_do_update(index_elements=["key"], set_={"free_at": insert.excluded.free_at})
        )
