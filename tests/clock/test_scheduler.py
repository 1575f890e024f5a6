"""The scheduler only ticks; and it never leaves a tick half-done."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

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


def slow(address: str) -> Slow:
    database, clock = Database(address), MovableClock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    scheduler = Slow(database, Delivery(database, {}, clock), clock, 3600)
    scheduler.begun, scheduler.release = asyncio.Event(), asyncio.Event()
    return scheduler


async def test_stopping_lets_the_tick_under_way_finish(sqlite_url: str) -> None:
    scheduler = slow(sqlite_url)
    scheduler.start()
    await scheduler.begun.wait()
    stopping = asyncio.create_task(scheduler.stop())
    await asyncio.sleep(0)
    scheduler.release.set()
    await stopping
    assert scheduler.finished
    await scheduler._database.stop()


async def test_a_beat_that_comes_while_stopping_begins_nothing(sqlite_url: str) -> None:
    """APScheduler's own stopping takes effect a little later than it is asked for."""
    scheduler = slow(sqlite_url)
    scheduler.start()
    await scheduler.begun.wait()
    stopping = asyncio.create_task(scheduler.stop())
    await asyncio.sleep(0)
    scheduler.begun.clear()
    await scheduler._beat(scheduler.tick)
    assert not scheduler.begun.is_set()
    scheduler.release.set()
    await stopping
    assert not scheduler._under_way
    await scheduler._database.stop()


async def test_stopping_waits_also_for_what_began_after_it_looked(sqlite_url: str) -> None:
    scheduler = slow(sqlite_url)
    first, second = asyncio.Event(), asyncio.Event()

    async def follow() -> None:
        await second.wait()
        scheduler.finished = True

    async def lead() -> None:
        await first.wait()
        scheduler._under_way.add(asyncio.create_task(follow()))
        [task] = [each for each in scheduler._under_way if each is not asyncio.current_task()]
        task.add_done_callback(scheduler._under_way.discard)

    leading = asyncio.create_task(lead())
    scheduler._under_way.add(leading)
    leading.add_done_callback(scheduler._under_way.discard)
    stopping = asyncio.create_task(scheduler.stop())
    await asyncio.sleep(0)
    first.set()
    for _ in range(5):
        await asyncio.sleep(0)
    assert not stopping.done()
    second.set()
    await stopping
    assert scheduler.finished
    await scheduler._database.stop()


async def test_it_tidies_soon_after_the_start(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.scheduler.FIRST_HOUSEKEEPING", timedelta(milliseconds=10))
    scheduler = slow(sqlite_url)
    scheduler.release.set()
    tidied = asyncio.Event()

    async def tidy() -> None:
        tidied.set()

    monkeypatch.setattr(scheduler, "tidy", tidy)
    scheduler.start()
    async with asyncio.timeout(5):
        await tidied.wait()
    assert tidied.is_set()
    await scheduler.stop()
    await scheduler._database.stop()
