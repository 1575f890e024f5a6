"""The register: everything that one transaction may read and write, by name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.calendar import WorkingCalendar
from governance.programme import Programme
from storage.counters import Counters, insert_into
from storage.health import HealthScores
from storage.history import History, Scene
from storage.links import Links
from storage.memberships import Memberships
from storage.organisations import Organisations
from storage.outbox import Outbox
from storage.people import People, Workstreams
from storage.places import Places
from storage.programme import kept
from storage.questions import Questions
from storage.records import Records
from storage.surveys import Surveys
from storage.tables import DayRow, ProgrammeRow, SeenTurnRow
from storage.workload import Workloads

DEFAULT_ZONE = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Day:
    """A proclaimed bank holiday (`holiday`) or a day on which the office is closed (`closure`)."""

    day: date
    type: str
    name: str


class Register:
    """One transaction's view of the programme. `now` is the moment (UTC) at which all of it happens."""

    def __init__(self, session: AsyncSession, now: datetime, zone: ZoneInfo = DEFAULT_ZONE) -> None:
        counters = Counters(session)
        self._session = session
        self.now = now
        self.zone = zone
        self.organisations = Organisations(session)
        self.memberships = Memberships(session, self.today)
        self.people = People(session, counters, self.memberships, now, self.today)
        self.workstreams = Workstreams(session, counters)
        self.places = Places(session, now)
        self.history = History(session, now)
        self.records = Records(session, counters, self.history, now, zone)
        self.links = Links(session, self.history)
        self.surveys = Surveys(session)
        self.health = HealthScores(session)
        self.outbox = Outbox(session, now)
        self.questions = Questions(session, now)
        self.workloads = Workloads(session, self.today)

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.zone).date()

    @property
    def session(self) -> AsyncSession:
        """For the rooms of this floor only."""
        return self._session

    async def calendar(self) -> WorkingCalendar:
        """England's working days with the programme's proclaimed holidays and closures; `records` reckons with it too."""
        rows = await self.days()
        self.records.calendar = WorkingCalendar(
            extra_holidays=frozenset(row.day for row in rows if row.type == "holiday"),
            closures=frozenset(row.day for row in rows if row.type == "closure"),
            names={row.day: row.name for row in rows},
        )
        return self.records.calendar

    async def programme(self) -> Programme:
        """What the programme decides for itself: scales, bands, thresholds, wordings."""
        return await self.records.programme()

    async def decide(self, scene: Scene, programme: Programme) -> None:
        """Change what the programme decides for itself. Colours that follow from it are worked out anew."""
        before, after = kept(await self.programme()), kept(programme)
        await self.set_programme(**after)
        self.records.forget_programme()
        await self.records.follow_programme()
        await self.history.add(scene, "set rules", before=before, after=after)

    async def days(self) -> list[Day]:
        """The programme's own holidays and closures, earliest first."""
        rows = await self._session.scalars(select(DayRow).order_by(col(DayRow.day), col(DayRow.type)))
        return [Day(row.day, row.type, row.name) for row in rows]

    async def add_day(self, scene: Scene, day: Day) -> bool:
        """Add a holiday or a closure; what the clock has yet to say of records moves with it. False when it was there."""
        insert = insert_into(self._session, DayRow).values(day=day.day, type=day.type, name=day.name)
        added = insert.on_conflict_do_nothing().returning(col(DayRow.day))
        before = await self.calendar()
        if await self._session.scalar(added) is None:
            return False
        await self.calendar()
        await self.records.follow_calendar(before)
        told = {"day": day.day.isoformat(), "name": day.name}
        await self.history.add(scene, f"add {day.type}", after=told)
        return True

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """What is done inside is undone when something is raised there; what was done before stays."""
        async with self._session.begin_nested():
            yield

    async def first_time(self, turn: str) -> bool:
        """True when this turn was never taken; it is now. False for a retry or a replay."""
        insert = insert_into(self._session, SeenTurnRow).values(id=turn, at=self.now).on_conflict_do_nothing()
        return await self._session.scalar(insert.returning(col(SeenTurnRow.id))) is not None

    async def forget_turns(self, before: datetime) -> None:
        """Turns older than any platform repeats them."""
        await self._session.execute(delete(SeenTurnRow).where(col(SeenTurnRow.at) < before))

    async def programme_name(self) -> str:
        return (await self._session.get_one(ProgrammeRow, 1)).name

    async def settings(self) -> dict[str, Any]:
        return dict((await self._session.get_one(ProgrammeRow, 1)).settings)

    async def set_programme(self, name: str | None = None, **settings: Any) -> None:
        """Name the programme, or change some of its settings."""
        row = await self._session.get_one(ProgrammeRow, 1, with_for_update=True, populate_existing=True)
        row.name = name or row.name
        row.settings = {**row.settings, **settings}
        self._session.add(row)
        await self._session.flush()
