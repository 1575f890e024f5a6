"""Redrawing: living cards that no longer show what they should are drawn again in place."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.addresses import of_card
from bot.clock import Clock, RealNow
from bot.platform import Away, MaybeSent, NotSent, Platform, TryLater
from bot.reaching import Reaching
from bot.resting import Resting
from bot.sending import LEASE, SEND_LIMIT_S
from handlers.cards import Card
from handlers.naming import card_with_users
from handlers.reminding.notices import RuleUnknown, is_retired, redraw
from storage.database import Database, DatabaseUnavailable
from storage.places import Standing
from storage.register import Register

log = structlog.get_logger("chivvy.redrawing")

PAUSE = timedelta(seconds=5)


class Redrawer:
    """Takes stale cards for this process alone, so that an older face never overtakes a newer one."""

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        clock: Clock,
        real_now: RealNow,
        reaching: Reaching,
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._real_now = real_now
        self._reaching = reaching
        self._resting = Resting()

    async def take(self, register: Register, limit: int) -> list[Standing]:
        """Stale cards of platforms that answer, for this process alone until each has been drawn."""
        now = self._real_now()
        answering = tuple(self._platforms.keys() - self._reaching.held() - self._resting.apart(now).platforms)
        return await register.places.take_stale(now, now + LEASE, answering, limit) if answering else []

    async def draw(self, card: Standing) -> None:
        """Draw a card that was taken; where that fails it is tried again, a few times."""
        try:
            await self._redraw(card)
        except DatabaseUnavailable:
            raise
        except RuleUnknown:
            await self._failed(card, PAUSE)  # a newer Chivvy, which runs beside this one, draws it
        except Exception:
            log.exception("a card could not be redrawn", card=card.id)
            await self._failed(card, PAUSE, counts=True)

    async def _redraw(self, card: Standing) -> None:
        if await self._must_wait(card):
            return
        async with self._database.reading(self._clock.now()) as register:
            face = await redraw(register, card)
            if face is not None:
                face = await card_with_users(face, register, card.platform)
        if face is None:
            return await self._failed(card, PAUSE, gone=True)
        failure: Exception | None = None
        try:
            async with asyncio.timeout(SEND_LIMIT_S):
                await self._platforms[card.platform].update(of_card(card), card.message, face)
        except (NotSent, TryLater, MaybeSent, TimeoutError) as said:
            failure = said
        match failure:
            case None:
                await self._drawn(card, face)
            case Away() | MaybeSent() | TimeoutError():
                await self._failed(card, PAUSE)
            case TryLater():
                await self._busy(card, timedelta(seconds=failure.seconds))
            case NotSent():
                await self._failed(card, PAUSE, counts=True, gone=failure.gone)
        await self._reaching.heard(card.platform, failure)

    async def _must_wait(self, card: Standing) -> bool:
        """Whether its platform draws no more for the moment; the card is put off until it does."""
        limits = self._platforms[card.platform].limits(of_card(card), redrawing=True)
        if not limits:
            return False
        async with self._database.transaction(self._clock.now(), background=True) as register:
            full = await register.paces.reserve(limits, self._real_now())
            if full is None:
                return False
            await register.places.redraw_failed(card.id, full.until, counts=False)
        self._resting.leave((None, None), card.platform, full)
        return True

    async def _drawn(self, card: Standing, face: Card) -> None:
        async with self._database.transaction(self._clock.now(), background=True) as register:
            if is_retired(card, face):
                await register.places.retire(card.id)
            else:
                await register.places.redrawn(card, face.version or 0)

    async def _busy(self, card: Standing, pause: timedelta) -> None:
        limits = self._platforms[card.platform].limits(of_card(card), redrawing=True)
        async with self._database.transaction(self._clock.now(), background=True) as register:
            until = self._real_now() + pause
            await register.paces.hold(limits, until)
            await register.places.redraw_failed(card.id, until, counts=False)

    async def _failed(self, card: Standing, pause: timedelta, *, counts: bool = False, gone: bool = False) -> None:
        async with self._database.transaction(self._clock.now(), background=True) as register:
            await register.places.redraw_failed(card.id, self._real_now() + pause, counts=counts, gone=gone)
