"""Delivery: claims due notices, sends and confirms them, and keeps living cards up to date. Any number of processes may."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock, RealNow, real_now
from bot.holder import is_dead, this_process
from bot.platform import Platform
from bot.redrawing import Redrawer
from bot.sending import DOUBT_PAUSE, LEASE, Sender
from storage.database import Database, DatabaseUnavailable
from storage.outbox import Notice

log = structlog.get_logger("chivvy.delivery")

CLAIMED_AT_ONCE = 20
AT_ONCE = 8
LONGEST_SLEEP_S = 2.0
SHORTEST_SLEEP_S = 0.05
AFTER_TROUBLE_S = 5.0

Sleep = Callable[[float], Awaitable[None]]


class Delivery:
    """Sends what is owed. Within a place or to a person in order, to different ones at the same time.

    `clock` is the programme's: it says what is due. `real_now` is the machine's: leases and pauses are counted by it.
    """

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        clock: Clock,
        holder: str | None = None,
        real_now: RealNow = real_now,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._real_now = real_now
        self._sleep = sleep
        self._holder = holder or this_process()
        self._sender = Sender(database, platforms, clock, self._holder, real_now)
        self._redrawer = Redrawer(database, platforms, clock, real_now)
        self._poked = asyncio.Event()
        self._stopping = False

    def poke(self) -> None:
        """Something may be due now."""
        self._poked.set()

    async def stop(self) -> None:
        """Finish what is under way, then end `run`."""
        self._stopping = True
        self.poke()

    async def run(self) -> None:
        """Deliver until `stop`. A database that is away for a while is waited for."""
        while not self._stopping:
            self._poked.clear()
            try:
                _, busy = await self._pass()
                if busy:
                    continue
                pause = await self._until_next()
            except DatabaseUnavailable:
                log.warning("the register is not available; trying again", seconds=AFTER_TROUBLE_S)
                pause = AFTER_TROUBLE_S
            except Exception:
                log.exception("delivery stumbled; trying again", seconds=AFTER_TROUBLE_S)
                pause = AFTER_TROUBLE_S
            await self._rest(pause)

    async def run_once(self) -> list[Notice]:
        """Send what is due now, up to a handful, and redraw what is stale. The notices that were settled by it."""
        settled, _ = await self._pass()
        return settled

    async def drain(self, patience: timedelta = timedelta(seconds=60)) -> list[Notice]:
        """Send until nothing more is due at the programme's time; pauses that platforms ask for are waited for, as long as
        they end within `patience` of real time."""
        settled: list[Notice] = []
        deadline = self._real_now() + patience
        while True:
            done, busy = await self._pass()
            settled += done
            if busy:
                continue
            retry = await self._next_retry()
            if retry is None or retry > deadline:
                return settled
            await self._sleep(max(SHORTEST_SLEEP_S, (retry - self._real_now()).total_seconds()))

    async def _pass(self) -> tuple[list[Notice], bool]:
        """One round: the notices settled by it, and whether there was anything to do. A failure in one group lets the others
        finish first, for a message under way must be confirmed."""
        claimed = await self._claim()
        room = asyncio.Semaphore(AT_ONCE)

        async def one(group: list[Notice]) -> list[Notice]:
            async with room:
                return await self._in_order(group)

        redrawing = asyncio.create_task(self._redrawer.run_once())
        found = await asyncio.gather(*(one(group) for group in _by_receiver(claimed)), return_exceptions=True)
        redrawn = await redrawing
        settled: list[Notice] = []
        for outcome in found:
            if isinstance(outcome, BaseException):
                raise outcome
            settled += outcome
        return settled, bool(claimed or redrawn)

    async def _claim(self) -> list[Notice]:
        """Free what dead processes left behind, then take what is due."""
        now = self._real_now()
        async with self._database.transaction(self._clock.now(), background=True) as register:
            outbox = register.outbox
            if holders := await outbox.holders():
                dead = [holder for holder in holders if is_dead(holder)]
                await outbox.abandon_claims(now, now + DOUBT_PAUSE, dead)
            await outbox.let_go()
            return await outbox.claim(self._holder, now, now + LEASE, CLAIMED_AT_ONCE)

    async def _in_order(self, group: list[Notice]) -> list[Notice]:
        """The notices of one receiver, one after the other. When one has to wait, those behind it wait with it."""
        settled: list[Notice] = []
        for number, notice in enumerate(group):
            done = await self._sender.deliver(notice)
            if done is not None:
                settled.append(done)
                continue
            async with self._database.reading(self._clock.now()) as register:
                waits_until = (await register.outbox.get(notice.id)).retry_at
            if waits_until is not None and waits_until > self._real_now():
                for later in group[number + 1 :]:
                    await self._sender.release(later, waits_until)
                break
        return settled

    async def _next_retry(self) -> datetime | None:
        async with self._database.reading(self._clock.now()) as register:
            found = [await register.outbox.next_retry(), await register.places.next_retry(tuple(self._platforms))]
        return min((moment for moment in found if moment is not None), default=None)

    async def _until_next(self) -> float:
        """Seconds until something may be due, at most a few: the programme's clock may be moved, other processes write too."""
        async with self._database.reading(self._clock.now()) as register:
            due = await register.outbox.next_due()
        retry = await self._next_retry()
        waits = [LONGEST_SLEEP_S]
        if due is not None and due > self._clock.now():
            waits.append((due - self._clock.now()).total_seconds())
        if retry is not None:
            waits.append(max(SHORTEST_SLEEP_S, (retry - self._real_now()).total_seconds()))
        return min(waits)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):  # nobody poked: look again all the same
            async with asyncio.timeout(seconds):
                await self._poked.wait()


def _by_receiver(notices: list[Notice]) -> list[list[Notice]]:
    """Notices grouped by place or person, each group in the order in which they were due."""
    groups: dict[tuple[int | None, str | None], list[Notice]] = {}
    for notice in notices:
        groups.setdefault((notice.place, notice.person), []).append(notice)
    return list(groups.values())
