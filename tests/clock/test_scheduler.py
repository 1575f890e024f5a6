"""The scheduler only ticks; and it never leaves a tick half-done."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.scheduler import Scheduler
from storage.database import Database


class Slow(Scheduler):
    """Takes its time over a tick."""

    begun: asyncio.Event
    release: asyncio.Event
    finished = False

    async def tick(self) -> list[str]:
        self.begun.set()
        await self.release.wait()
        self.finished = True
        return []


async def test_stopping_lets_the_tick_under_way_finish(sqlite_url: str) -> None:
    database, clock = Database(sqlite_url), MovableClock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    scheduler = Slow(database, Delivery(database, {}, clock), clock, 3600)
    scheduler.begun, scheduler.release = asyncio.Event(), asyncio.Event()
    scheduler.start()
    await scheduler.begun.wait()
    stopping = asyncio.create_task(scheduler.stop())
    await asyncio.sleep(0)
    scheduler.release.set()
    await stopping
    assert scheduler.finished
    await database.stop()
