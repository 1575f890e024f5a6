"""Moving the demonstration's clock: what falls due on the way is delivered at its own moment, as if one had waited."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.clock import MovableClock
from bot.web.ripple import Ripple
from bot.web.stream import Journey
from governance.calendar import WorkingCalendar
from storage.database import Database

Step = Literal["hour", "day", "working day"]
STRIDE = timedelta(hours=1)  # past a moment that does not pass by itself


class ClockMover:
    """Moves the clock, one move at a time; a second press waits for the first."""

    def __init__(
        self,
        database: Database,
        clock: MovableClock,
        beat: Callable[[], Awaitable[object]],
        ripple: Ripple,
        journey: Journey,
    ) -> None:
        self._database = database
        self._clock = clock
        self._beat = beat
        self._ripple = ripple
        self._journey = journey
        self._lock = asyncio.Lock()

    async def step(self, step: Step) -> None:
        """Move on by an hour, a day, or to the same time of the next working day."""
        async with self._lock:
            async with self._database.reading(self._clock.now()) as register:
                calendar, local = await register.calendar(), self._clock.now().astimezone(register.zone)
            await self._advance(after(local, step, calendar))

    async def _advance(self, target: datetime) -> None:
        """Move on to `target`, stopping at every moment at which something falls due."""
        self._journey.start, self._journey.target = self._clock.now(), target
        try:
            while (moment := await self._next()) is not None and moment <= target:
                await self._stop_at(moment)
            await self._stop_at(target)
        finally:
            self._journey.start = self._journey.target = None
            self._ripple.touch()

    async def _next(self) -> datetime | None:
        """The next moment at which something is to happen; later than now, or the journey would never end."""
        now = self._clock.now()
        async with self._database.reading(now) as register:
            moments = [
                await register.records.next_wake(),
                await register.places.next_wake(),
                await register.escalations.next_wake(),
                await register.outbox.next_due(),
            ]
        known = [moment for moment in moments if moment is not None]
        if not known:
            return None
        return min(known) if min(known) > now else min([now + STRIDE, *(moment for moment in known if moment > now)])

    async def _stop_at(self, moment: datetime) -> None:
        self._clock.set(moment)
        self._journey.now = self._clock.now()
        async with self._database.transaction(self._clock.now()) as register:
            await register.set_programme(demo_clock=self._clock.now().isoformat())
        await self._beat()
        self._ripple.touch()


def after(local: datetime, step: Step, calendar: WorkingCalendar) -> datetime:
    """The moment (UTC) one step after a local one; a day later is the same time by the wall clock, whatever summer time
    does."""
    if step == "hour":
        return local.astimezone(UTC) + timedelta(hours=1)
    day = calendar.add(local.date(), 1) if step == "working day" else local.date() + timedelta(days=1)
    return datetime.combine(day, local.time(), local.tzinfo).astimezone(UTC)
