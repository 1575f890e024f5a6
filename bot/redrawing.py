"""Redrawing: living cards that no longer show what they should are drawn again in place."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.addresses import of_card
from bot.clock import Clock, RealNow
from bot.platform import MaybeSent, NotSent, Platform, TryLater
from bot.sending import LEASE, SEND_LIMIT_S
from handlers.cards import Card
from handlers.naming import card_with_users
from handlers.reminding.notices import is_retired, redraw
from storage.database import Database, DatabaseUnavailable
from storage.places import Standing

log = structlog.get_logger("chivvy.redrawing")

PAUSE = timedelta(seconds=5)
AT_ONCE = 8


class Redrawer:
    """Takes stale cards for this process alone, so that an older face never overtakes a newer one."""

    def __init__(self, database: Database, platforms: Mapping[str, Platform], clock: Clock, real_now: RealNow) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._real_now = real_now
        self._room = asyncio.Semaphore(AT_ONCE)

    async def run_once(self) -> int:
        """Redraw what is stale now; how many cards were looked at."""
        now = self._real_now()
        async with self._database.transaction(self._clock.now(), background=True) as register:
            cards = await register.places.take_stale(now, now + LEASE, tuple(self._platforms))
        await asyncio.gather(*(self._one(card) for card in cards))
        return len(cards)

    async def _one(self, card: Standing) -> None:
        async with self._room:
            try:
                await self._redraw(card)
            except DatabaseUnavailable:
                log.warning("a card was redrawn, but the register could not be told", card=card.id)
            except Exception:
                log.exception("a card could not be redrawn", card=card.id)
                await self._failed(card, PAUSE, counts=True)

    async def _redraw(self, card: Standing) -> None:
        async with self._database.reading(self._clock.now()) as register:
            face = await redraw(register, card)
            if face is not None:
                face = await card_with_users(face, register, card.platform)
        if face is None:
            return await self._failed(card, PAUSE, gone=True)
        try:
            async with asyncio.timeout(SEND_LIMIT_S):
                await self._platforms[card.platform].update(of_card(card), card.message, face)
        except TryLater as busy:
            return await self._failed(card, timedelta(seconds=busy.seconds))
        except (MaybeSent, TimeoutError):
            return await self._failed(card, PAUSE)
        except NotSent as refusal:
            return await self._failed(card, PAUSE, counts=True, gone=refusal.gone)
        await self._drawn(card, face)

    async def _drawn(self, card: Standing, face: Card) -> None:
        async with self._database.transaction(self._clock.now(), background=True) as register:
            if is_retired(card, face):
                await register.places.retire(card.id)
            else:
                await register.places.redrawn(card, face.version or 0)

    async def _failed(self, card: Standing, pause: timedelta, *, counts: bool = False, gone: bool = False) -> None:
        async with self._database.transaction(self._clock.now(), background=True) as register:
            await register.places.redraw_failed(card.id, self._real_now() + pause, counts=counts, gone=gone)
