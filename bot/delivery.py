"""Delivery: claims due notices, sends and confirms them, and keeps living cards up to date. Any number of processes may."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

import structlog

from bot.clock import Clock, RealNow, real_now
from bot.crew import Crew
from bot.holder import is_dead, this_process
from bot.platform import Platform
from bot.reaching import Reaching
from bot.redrawing import Redrawer
from bot.resting import Resting
from bot.sending import DOUBT_PAUSE, LEASE, Sender
from reports.stationery import PLAIN, Stationery
from storage.claims import Apart
from storage.database import Database, DatabaseUnavailable
from storage.outbox import IN_ORDER, Notice, Outbox
from storage.pending import Pending, Waiting
from storage.places import Standing

log = structlog.get_logger("chivvy.delivery")

AT_ONCE = 8  # notices, and as many cards, that are sent and drawn at a time …
SLOW_AT_MOST = 64  # … and how many may be under way where platforms are slow to answer
LONGEST_SLEEP_S = 2.0
SHORTEST_SLEEP_S = 0.05
AFTER_TROUBLE_S = 5.0
BLOCKED = timedelta(seconds=0.5)
LET_GO_EVERY = timedelta(minutes=1)

Sleep = Callable[[float], Awaitable[None]]


class Delivery:
    """Sends what is owed, most urgent first; to one receiver in order, to different ones at the same time. What is slow, in
    doubt or poisoned holds up nothing else.

    `clock` is the programme's: it says what is due. `real_now` is the machine's: leases and pauses are counted by it. `random`
    spreads the pauses.
    """

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        clock: Clock,
        holder: str | None = None,
        real_now: RealNow = real_now,
        sleep: Sleep = asyncio.sleep,
        random: Random | None = None,
        stationery: Stationery = PLAIN,
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._real_now = real_now
        self._sleep = sleep
        self._holder = holder or this_process()
        random = random or Random()  # noqa: S311 - it only spreads pauses
        self._resting = Resting()
        self._reaching = Reaching(database, platforms, clock, real_now, random)
        self._sender = Sender(
            database, platforms, clock, self._holder, real_now, self._reaching, self._resting, random, stationery
        )
        self._redrawer = Redrawer(database, platforms, clock, real_now, self._reaching)
        self._poked = asyncio.Event()
        self._senders = Crew(AT_ONCE, SLOW_AT_MOST, IN_ORDER.total_seconds(), self.poke)
        self._drawers = Crew(AT_ONCE, SLOW_AT_MOST, IN_ORDER.total_seconds(), self.poke)
        self._askers = Crew(len(platforms) + 1, len(platforms) + 1, IN_ORDER.total_seconds(), self.poke)
        self._let_go_at: datetime | None = None
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
                self._outcomes()
                if await self._take_up():
                    continue
                pause = await self._until_next()
            except DatabaseUnavailable:
                log.warning("the register is not available; trying again", seconds=AFTER_TROUBLE_S)
                pause = AFTER_TROUBLE_S
            except Exception:
                log.exception("delivery stumbled; trying again", seconds=AFTER_TROUBLE_S)
                pause = AFTER_TROUBLE_S
            await self._rest(pause)
        await self._all_done()

    async def run_once(self) -> list[Notice]:
        """Send what is due now, up to a handful, and redraw what is stale. The notices that were settled by it."""
        await self._take_up()
        await self._all_done()
        return self._outcomes()

    async def drain(self, patience: timedelta = timedelta(seconds=60)) -> list[Notice]:
        """Send until nothing more is due at the programme's time; pauses that platforms ask for are waited for, as long as
        they end within `patience` of real time."""
        try:
            return await self._drain(self._real_now() + patience)
        except Exception:
            await self._all_done()  # what is under way must be confirmed
            raise

    async def _drain(self, deadline: datetime) -> list[Notice]:
        settled: list[Notice] = []
        while True:
            self._poked.clear()
            settled += self._outcomes()
            if await self._take_up():
                continue
            if any(self._crews):
                await self._rest(IN_ORDER.total_seconds())
                continue
            wake = self._next_retry(await self._waiting())
            if wake is None or wake > deadline:
                return settled + self._outcomes()
            await self._sleep(max(SHORTEST_SLEEP_S, (wake - self._real_now()).total_seconds()))

    @property
    def _crews(self) -> tuple[Crew, ...]:
        return (self._senders, self._drawers, self._askers)

    def _outcomes(self) -> list[Notice]:
        """The notices that were settled since; raises what went wrong."""
        for crew in (self._drawers, self._askers):
            crew.outcomes()
        return [notice for notice in self._senders.outcomes() if notice is not None]

    async def _all_done(self) -> None:
        for crew in self._crews:
            await crew.all_done()

    async def _take_up(self) -> bool:
        """Begin as much as there is room for; whether there was anything."""
        for platform in (asked := self._reaching.to_ask()):
            self._askers.begin(self._reaching.ask(platform))
        if not self._senders.room and not self._drawers.room:
            return bool(asked)
        notices, cards = await self._claim()
        for notice in notices:
            self._senders.begin(self._sender.deliver(notice))
        for card in cards:
            self._drawers.begin(self._redrawer.draw(card))
        return bool(notices or cards or asked)

    async def _claim(self) -> tuple[list[Notice], list[Standing]]:
        """Free what dead processes left behind, then take what is due and what is stale."""
        now = self._real_now()
        async with self._database.transaction(self._clock.now(), background=True) as register:
            pending = await register.pending()
            freed = await self._free(register.outbox, now, pending)
            if pending.away or self._reaching.troubled:
                self._reaching.learn(await register.reaches.all())
            resting = self._resting.apart(now)
            apart = Apart(resting.receivers, resting.platforms | self._reaching.held())
            room = self._senders.room if pending.due or freed else 0
            notices = await register.outbox.claim(self._holder, now, now + LEASE, room, apart) if room else []
            cards = await self._redrawer.take(register, self._drawers.room) if pending.stale else []
            return notices, cards

    async def _free(self, outbox: Outbox, now: datetime, pending: Pending) -> bool:
        """Whether anything may have become free."""
        claims = await outbox.claims() if pending.claimed else []
        dead = {claim.holder for claim in claims if is_dead(claim.holder)}
        over = bool(dead) or any(claim.lease_until is None or claim.lease_until <= now for claim in claims)
        if over:
            await outbox.abandon_claims(now, now + DOUBT_PAUSE, dead)
        let_go = self._let_go_at is None or self._let_go_at <= now
        if let_go:
            await outbox.let_go()
            self._let_go_at = now + LET_GO_EVERY
        return over or let_go

    async def _waiting(self) -> Waiting:
        async with self._database.reading(self._clock.now()) as register:
            return await register.waiting(self._platforms)

    def _next_retry(self, waiting: Waiting) -> datetime | None:
        """When (real time) what is due and had to be put off can go on."""
        found, due = [waiting.retry, waiting.redraw], waiting.due
        now = self._real_now()
        ends = [self._resting.next_end(), self._reaching.next_ask()] if due and due <= self._clock.now() else []
        if not any(ends):  # what could go already and did not is in another process's hands: look again soon
            return min((one if one > now else now + BLOCKED for one in found if one), default=None)
        later = [moment for moment in found if moment and moment > now]
        return min((moment for moment in (*later, *ends) if moment), default=None)

    async def _until_next(self) -> float:
        """Seconds until something may be due, at most a few: the programme's clock may be moved, other processes write too."""
        waiting = await self._waiting()
        retry = self._next_retry(waiting)
        waits = [LONGEST_SLEEP_S]
        if waiting.later is not None:
            waits.append((waiting.later - self._clock.now()).total_seconds())
        if retry is not None:
            waits.append((retry - self._real_now()).total_seconds())
        return max(SHORTEST_SLEEP_S, min(waits))

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):  # nobody poked: look again all the same
            async with asyncio.timeout(seconds):
                await self._poked.wait()
