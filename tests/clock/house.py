"""A small programme with the clock in one's hand: people, a channel, records, and everything that is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.ticking import sweep_all
from governance.kinds.action import Action
from governance.people import Leave, Person, Workstream
from governance.record import Record
from governance.reminders import next_summary
from storage.database import Database
from storage.history import Scene
from storage.outbox import Notice
from storage.register import Day
from tests.fakes.recorder import Message, Recorder

LONDON = ZoneInfo("Europe/London")
START = "2026-11-23T10:00"  # a Monday, after the summary

SCENE = Scene(actor="P002", via="command line", place="test")
MEERA = Person("P001", "Meera Patel", workstream="WS01")
GARETH = Person("P002", "Gareth Hughes", workstream="WS01")
LENA = Person("P003", "Lena Okafor", workstream="WS01")


def at(text: str) -> datetime:
    """A local moment, such as 2026-11-27T09:20."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


class Machine:
    """The machine's time: it passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.moment = datetime.fromisoformat("2026-01-01T00:00+00:00")
        self.slept = 0.0

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.moment += timedelta(seconds=seconds)


class House:
    """One database, one clock, and as many deliverers as a test wants."""

    def __init__(self, address: str, start: str = START) -> None:
        self.database = Database(address)
        self.clock = MovableClock(at(start))
        self.machine = Machine()
        self.slack = Recorder("slack")
        self.delivery = self.deliverer("first")
        self.channel = 0

    def deliverer(self, holder: str, **platforms: Recorder) -> Delivery:
        """Another process's delivery, of the same house."""
        given = platforms or {"slack": self.slack}
        return Delivery(self.database, given, self.clock, holder, self.machine.now, self.machine.sleep)

    async def open(self) -> None:
        """Meera, Gareth and Lena (who leads) of WS01, whose channel is C1; each has spoken on Slack."""
        await self.database.start()
        async with self.database.transaction(self.clock.now()) as register:
            await register.workstreams.save(Workstream("WS01", "Human Resources", "HR", "P003"))
            for person in (MEERA, GARETH, LENA):
                await register.people.save(person)
                await register.people.identify(person.id, "slack", f"U{person.id}", name=person.name, seen=True)
            place = await register.places.meet("slack", "C1", "channel", name="hr", address={})
            calendar = await register.calendar()
            await register.places.bind(place.id, "WS01", next_summary(calendar, register.now, register.zone))
            self.channel = place.id

    async def close(self) -> None:
        await self.database.stop()

    async def log(self, title: str = "Draft the TUPE letter", **values: Any) -> Record:
        """An action of Meera's, without telling her; `raised_on` and the like may be given as well."""
        common = {name: values.pop(name) for name in ("raised_on", "snoozed_until") if name in values}
        workstream = values.pop("workstream", "WS01")
        body = Action(title=title, **{"owner": "P001", **values})
        async with self.database.transaction(self.clock.now()) as register:
            await register.calendar()
            return await register.records.log(SCENE, body, workstream=workstream, common=common)

    async def change(self, record: Record, verb: str = "change", **changes: Any) -> Record:
        async with self.database.transaction(self.clock.now()) as register:
            await register.calendar()
            fresh = await register.records.get(record.ref)
            changed, _ = await register.records.change(SCENE, fresh, changes, verb)
            return changed

    async def away(self, person: Person, first: str, last: str) -> None:
        spell = Leave(date.fromisoformat(first), date.fromisoformat(last))
        async with self.database.transaction(self.clock.now()) as register:
            await register.people.save(replace(person, leave=(spell,)))

    async def closed(self, *days: str) -> None:
        async with self.database.transaction(self.clock.now()) as register:
            for day in days:
                await register.add_day(SCENE, Day(date.fromisoformat(day), "closure", "office closed"))

    async def tick(self, moment: str | None = None) -> list[Message]:
        """Sweep and deliver as of a moment; the messages that were new."""
        if moment is not None:
            self.clock.set(at(moment))
        before = len(self.slack.messages)
        await sweep_all(self.database, self.clock.now())
        await self.delivery.drain()
        return self.slack.messages[before:]

    async def notices(self) -> dict[str, Notice]:
        """Every notice there ever was, by key."""
        async with self.database.reading(self.clock.now()) as register:
            return {notice.key: notice for notice in await register.outbox.all()}
