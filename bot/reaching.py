"""Which platforms answer. One that does not is left alone and asked now and then; what is owed there waits."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import structlog

from bot.clock import Clock, RealNow
from bot.platform import Away, MaybeSent, NotSent, Platform, TryLater
from handlers.reminding.outage import outage_over
from storage.database import Database
from storage.reaches import Reach

log = structlog.get_logger("chivvy.reach")

ASK_LIMIT_S = 20.0
DOUBTS = 3  # so many in a row without any answer, and it is not the messages' fault
FIRST_ASK_S, LONGEST_ASK_S = 2.0, 60.0
LONG = timedelta(minutes=15)  # how long it lasts before people are told, and written to elsewhere


@dataclass
class Trouble:
    """What this process knows of a platform that does not answer it. `ask_at` is None while it is not held, or being asked."""

    since: datetime
    why: str
    doubts: int = 0
    held: bool = False
    pause: float = FIRST_ASK_S
    ask_at: datetime | None = None
    noted: bool = False


class Reaching:
    """Hears how every call to a platform ended, and keeps the register's table of reach. Real time."""

    def __init__(
        self, database: Database, platforms: Mapping[str, Platform], clock: Clock, real_now: RealNow, random: Random
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._real_now = real_now
        self._random = random
        self._troubles: dict[str, Trouble] = {}
        self._answering: set[str] = set()

    def held(self) -> frozenset[str]:
        """The platforms to which nothing is sent now."""
        return frozenset(name for name, trouble in self._troubles.items() if trouble.held)

    @property
    def troubled(self) -> bool:
        """Whether any platform is in trouble, as far as this process knows."""
        return bool(self._troubles)

    def is_long_away(self, platform: str) -> bool:
        trouble = self._troubles.get(platform)
        return trouble is not None and trouble.held and self._real_now() - trouble.since >= LONG

    def next_ask(self) -> datetime | None:
        """When (real time) the next platform that is held is asked whether it is back."""
        return min((trouble.ask_at for trouble in self._troubles.values() if trouble.ask_at), default=None)

    def learn(self, known: Mapping[str, Reach]) -> None:
        """What all processes together know; another one may have heard otherwise since. A platform that did not answer another
        process is asked by this one too: that one may have ended, and nothing else may be owed there."""
        for name, reach in known.items():
            trouble = self._troubles.get(name)
            if reach.failing_since is None:
                if trouble is not None:
                    trouble.noted = False
                continue
            self._answering.discard(name)
            if trouble is None and name in self._platforms:
                found = Trouble(reach.failing_since, reach.why, ask_at=self._real_now(), noted=True)
                self._troubles[name] = found

    async def heard(self, platform: str, failure: Exception | None = None) -> None:
        """How a call ended. A refusal, or being asked to wait, is an answer."""
        if isinstance(failure, Away):
            await self._failed(platform, failure.reason, hold=True)
        elif isinstance(failure, MaybeSent | TimeoutError):
            await self._failed(platform, str(failure) or "no answer came")
        else:
            await self._answered(platform)

    def to_ask(self) -> list[str]:
        """The platforms that are to be asked now; each is given once, until `ask` has ended."""
        now = self._real_now()
        asked = [name for name, trouble in self._troubles.items() if trouble.ask_at and trouble.ask_at <= now]
        for name in asked:
            self._troubles[name].ask_at = None
        return asked

    async def ask(self, platform: str) -> None:
        """Ask a platform something small: when it answers, what waits for it goes."""
        failure: Exception | None = None
        try:
            async with asyncio.timeout(ASK_LIMIT_S):
                await self._platforms[platform].ping()
        except (NotSent, TryLater, MaybeSent, TimeoutError) as said:
            failure = said
        except Exception as unforeseen:
            log.exception("a platform failed while it was asked", platform=platform)
            failure = MaybeSent(f"asking failed: {unforeseen!r}")
        trouble = self._troubles.get(platform)
        try:
            await self.heard(platform, failure)
        finally:
            if trouble is not None and trouble.ask_at is None:
                self._ask_later(trouble)

    async def _failed(self, platform: str, why: str, *, hold: bool = False) -> None:
        self._answering.discard(platform)
        trouble = self._troubles.setdefault(platform, Trouble(self._real_now(), why))
        trouble.doubts += 1
        if not trouble.held and (hold or trouble.doubts >= DOUBTS):
            trouble.held = True
            self._ask_later(trouble)
            log.warning("a platform is left alone until it answers", platform=platform, why=why)
        if trouble.noted and trouble.why == why:
            return
        async with self._database.transaction(self._clock.now(), background=True) as register:
            await register.reaches.failed(platform, why, trouble.since)
        trouble.why, trouble.noted = why, True

    async def _answered(self, platform: str) -> None:
        if platform in self._answering:
            return
        async with self._database.transaction(self._clock.now(), background=True) as register:
            ended = await register.reaches.answered(platform, self._real_now())
            if ended is not None and ended.failing_since is not None and ended.told_at is not None:
                await outage_over(register, platform, ended.failing_since)
        if self._troubles.pop(platform, None) is not None:
            log.info("a platform answers again", platform=platform)
        self._answering.add(platform)

    def _ask_later(self, trouble: Trouble) -> None:
        """Each time a little later than before, and not when everybody else does."""
        trouble.ask_at = self._real_now() + timedelta(seconds=trouble.pause * self._random.uniform(1, 1.25))
        trouble.pause = min(trouble.pause * 2, LONGEST_ASK_S)
