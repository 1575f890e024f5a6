"""The scheduler only ticks: what is due lives in our own rows, so a missed or a doubled beat costs nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, RealNow, real_now
from bot.delivery import Delivery
from bot.ticking import sweep_all
from bot.watchdog import call_heartbeat, tell_of_outages
from storage.database import Database, DatabaseUnavailable

log = structlog.get_logger("chivvy.scheduler")

# Far longer than any platform repeats a request (Slack: minutes; Teams: less than an hour).
TURNS_KEPT_FOR = timedelta(days=7)
PACES_KEPT_FOR = timedelta(hours=2)  # longer than the longest window of any platform's limits
HOUSEKEEPING_HOURS = 24
FIRST_HOUSEKEEPING = timedelta(minutes=1)  # a process that is started anew each day must tidy too


class Scheduler:
    """Sweeps every `tick_seconds`, and tidies up soon after the start and once a day. `heartbeat` is the address that is called
    after every tick that finished, if any; `real_now` is the machine's time, in which platforms fail."""

    def __init__(
        self,
        database: Database,
        delivery: Delivery,
        clock: Clock,
        tick_seconds: float,
        heartbeat: str = "",
        real_now: RealNow = real_now,
    ) -> None:
        self._database = database
        self._delivery = delivery
        self._clock = clock
        self._tick_seconds = tick_seconds
        self._heartbeat = heartbeat
        self._real_now = real_now
        self._ticks: AsyncIOScheduler | None = None
        self._under_way: set[asyncio.Task[object]] = set()
        self._stopping = False

    def start(self) -> None:
        """Begin to tick, in the running event loop; the first beat is at once, to catch up."""
        self._ticks = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
        self._ticks.add_job(self._beat, args=(self.tick,))
        self._ticks.add_job(self._beat, "interval", args=(self.tick,), seconds=self._tick_seconds)
        self._ticks.add_job(
            self._beat,
            "interval",
            args=(self.tidy,),
            hours=HOUSEKEEPING_HOURS,
            next_run_time=self._real_now() + FIRST_HOUSEKEEPING,
        )
        self._ticks.start()

    async def stop(self) -> None:
        """Tick no more, and finish the tick that is under way. Harmless before `start`."""
        self._stopping = True
        if self._ticks is not None and self._ticks.running:
            self._ticks.shutdown(wait=False)  # which takes effect later: a beat may still come
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _beat(self, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Do `work` in a task of our own: APScheduler's shutdown cancels its jobs, and a transaction must not be cut short."""
        if self._stopping:
            return
        task = asyncio.create_task(work())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await asyncio.shield(task)

    async def tick(self) -> list[str]:
        """Sweep now, look after the platforms, and let delivery know; the keys of the notices that are new."""
        try:
            keys = await sweep_all(self._database, self._clock.now())
            keys += await tell_of_outages(self._database, self._clock.now(), self._real_now())
        except DatabaseUnavailable:
            log.warning("the register is not available; the next tick tries again")
            return []
        if keys:
            log.info("swept", notices=len(keys))
            self._delivery.poke()
        if self._heartbeat:
            await call_heartbeat(self._heartbeat)
        return keys

    async def tidy(self) -> None:
        """Forget what is remembered only against retries, how fast was spoken long ago, and documents that nobody fetched."""
        try:
            now = self._clock.now()
            async with self._database.transaction(now, background=True) as register:
                await register.forget_turns(now - TURNS_KEPT_FOR)
                await register.paces.forget(self._real_now() - PACES_KEPT_FOR)
                await register.attachments.forget_old()
        except DatabaseUnavailable:
            log.warning("the register is not available; tidying waits a day")
