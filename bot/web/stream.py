"""The stream: what is new, pushed to every open page as server-sent events. A page that was away says how far it got
and catches up; nothing is kept for it here."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.web.ripple import Ripple, reached
from bot.web.screen import HOME, Screen, clock_words
from storage.database import Database
from storage.page import Page

LOOK_EVERY_S = 1.0
BEAT_EVERY = 15  # looks; a comment keeps the connection from being thought dead


@dataclass
class Journey:
    """A move of the clock that is under way, for all pages to see."""

    start: datetime | None = None
    now: datetime | None = None
    target: datetime | None = None

    @property
    def percent(self) -> int | None:
        if not (self.start and self.now and self.target):
            return None
        return round(100 * (self.now - self.start) / (self.target - self.start))


@dataclass
class Stream:
    """One open page: who looks at what, and up to which revision they have seen it."""

    database: Database
    clock: Clock
    ripple: Ripple
    journey: Journey
    me: str
    place: str
    since: int
    _told: dict[str, Any] = field(default_factory=dict)

    async def events(self) -> AsyncIterator[bytes]:
        """Events as they come, until the page goes down."""
        quiet = 0
        while not self.ripple.closed:
            pulse = self.ripple.pulse
            news = await self._news()
            for event in news:
                yield event
            quiet = 0 if news else quiet + 1
            if quiet >= BEAT_EVERY:
                quiet = 0
                yield b": still here\n\n"
            await reached(pulse, LOOK_EVERY_S)

    async def _news(self) -> list[bytes]:
        found: list[bytes] = []
        async with self.database.reading(self.clock.now()) as register:
            page = Page(register)
            newest = await page.revision()
            if newest < self.since:  # the programme was started afresh
                return [event("afresh", {})]
            screen = await Screen.of(register, self.me)
            if newest > self.since:
                seen = [] if self.place == HOME else await page.since(self.since, self.place, self.me)
                drawing = await screen.drawing(seen)
                for message in seen:
                    told = {"id": message.id, "html": drawing.message(message), "by": message.author}
                    found.append(event("message", told, message.revision))
                self.since = newest
                found += self._changed("home", newest) if self.place == HOME else []
            found += self._changed("counts", await screen.counts(), newest)
            found += self._changed("clock", {**self._clock(register.now, screen), "moving": self.journey.percent})
        return found

    def _clock(self, now: datetime, screen: Screen) -> dict[str, Any]:
        return clock_words(now.astimezone(screen.register.zone))

    def _changed(self, name: str, value: Any, id: int | None = None) -> list[bytes]:
        """An event, where its value is not the one told last."""
        if self._told.get(name) == value:
            return []
        self._told[name] = value
        return [event(name, value, id)]


def event(name: str, value: Any, id: int | None = None) -> bytes:
    number = f"id: {id}\n" if id is not None else ""
    return f"{number}event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode()
