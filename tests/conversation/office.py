"""An office: the real application on a fake Slack. What people type and press goes in over HTTP; the clock is moved by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.app import App
from bot.clock import MovableClock
from bot.ticking import sweep_all
from governance.record import Record
from storage.history import IMPORT, Event, Scene
from storage.records import Filter
from tests.fakes.slack import BOT, FakeSlack
from tests.fakes.slack_chat import Chat


@dataclass
class Office:
    """An application, its workspace and its clock."""

    app: App
    slack: FakeSlack
    clock: MovableClock

    def channel(self, user: str, channel: str = "C1") -> Chat:
        return self.slack.user(user).in_(channel)

    def dm(self, user: str) -> Chat:
        return self.slack.user(user).dm

    async def settle(self) -> None:
        """Until all that follows from what was just done has been sent and drawn."""
        assert self.app.slack is not None
        await self.app.slack.settle()
        await self.app.delivery.drain()

    async def says(self, user: str, text: str, channel: str = "C1") -> Chat:
        """Somebody types in a channel; ordinary words are said to the bot."""
        chat = self.channel(user, channel)
        await chat.say(text if text.startswith("/") else f"<@{BOT}> {text}")
        await self.settle()
        return chat

    async def writes(self, user: str, text: str) -> Chat:
        """Somebody types in their DM with the bot."""
        await self.dm(user).say(text)
        await self.settle()
        return self.dm(user)

    async def takes_in(self, user: str, text: str) -> Chat:
        """Somebody writes of a case in their DM, looks it over, and saves it."""
        chat = await self.writes(user, text)
        await chat.last.press("Save")
        await self.settle()
        return chat

    async def answers(self, ref: str, to: str, **values: Any) -> None:
        """All that a reply must say which takes a case to the state `to` is said, as if it had come with an import."""
        async with self.app.database.transaction(self.clock.now()) as register:
            record = await register.records.get(ref)
            checklist = record.body.checklist(to)
            asks = dict(type(record.body).asks())
            for point in checklist.points if checklist else ():
                values.setdefault(point.field, next(iter(asks[point.field].choices), "n/a: asked, it does not arise"))
            await register.records.change(Scene(via=IMPORT), record, values)

    async def tick(self, moment: str) -> list[str]:
        """The clock is moved to a local moment and ticks; the keys of the notices that are new."""
        async with self.app.database.reading(self.clock.now()) as register:
            zone = register.zone
        self.clock.set(datetime.fromisoformat(moment).replace(tzinfo=zone))
        keys = await sweep_all(self.app.database, self.clock.now())
        await self.settle()
        return keys

    async def record(self, ref: str) -> Record:
        async with self.app.database.reading(self.clock.now()) as register:
            return await register.records.get(ref)

    async def records(self) -> list[Record]:
        async with self.app.database.reading(self.clock.now()) as register:
            return await register.records.find(Filter(status="any"), limit=None)

    async def knows(self, name: str) -> bool:
        """Whether somebody is in the programme."""
        async with self.app.database.reading(self.clock.now()) as register:
            return name in {person.name for person in (await register.people.all()).values()}

    async def history(self, ref: str) -> list[Event]:
        async with self.app.database.reading(self.clock.now()) as register:
            return await register.history.of(ref)
