"""The register: everything that one transaction may read and write, by name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.calendar import WorkingCalendar
from governance.clocks.reckoning import Reckoning
from governance.programme import Programme
from storage.agendas import Agendas
from storage.attachments import Attachments
from storage.attempts import Attempts
from storage.ballots import Ballots
from storage.beats import Beats
from storage.counters import Counters, insert_into
from storage.days import CalendarChange, Day, Days, Moved, calendar_of
from storage.escalations import Escalations
from storage.happenings import Happenings
from storage.health import HealthScores
from storage.history import History, Scene
from storage.homes import Homes
from storage.links import Links
from storage.memberships import Memberships
from storage.organisations import Organisations
from storage.outbox import Outbox
from storage.paces import Paces
from storage.pending import Pending, Waiting, pending, waiting
from storage.people import People, Workstreams
from storage.places import Places
from storage.programme import kept, programme_row
from storage.questions import Questions
from storage.reaches import Reaches
from storage.records import Records
from storage.surveys import Surveys
from storage.tables import ProgrammeRow, SeenTurnRow
from storage.workload import Workloads

DEFAULT_ZONE = ZoneInfo("Europe/London")


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
        self._days = Days(session)
        self.history = History(session, now)
        self.records = Records(session, counters, self.history, now, zone)
        self.agendas = Agendas(session)
        self.links = Links(session, self.history)
        self.surveys = Surveys(session)
        self.ballots = Ballots(session, now, zone)
        self.homes = Homes(session)
        self.happenings = Happenings(session, zone)
        self.attempts = Attempts(session)
        self.attachments = Attachments(session, now)
        self.health = HealthScores(session)
        self.outbox = Outbox(session, now)
        self.escalations = Escalations(session, now)
        self.paces = Paces(session)
        self.reaches = Reaches(session)
        self.beats = Beats(session)
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
        """The working days of the programme's nation with its proclaimed holidays and closures; `records` reckons with it too."""
        self.records.calendar = calendar_of(await self.days(), (await self.programme()).nation)
        return self.records.calendar

    async def programme(self) -> Programme:
        """What the programme decides for itself: scales, bands, thresholds, wordings."""
        return await self.records.programme()

    async def decide(self, scene: Scene, programme: Programme) -> list[Moved]:
        """Change what the programme decides for itself. Colours that follow from it are worked out anew, and so are dates where
        it keeps another nation's bank holidays: the records that moved."""
        held = await self.programme()
        before, after = kept(held), kept(programme)
        calendar = await self.calendar()
        await self.set_programme(**kept(programme, await self.settings()))
        self.records.forget_programme()
        await self.records.follow_programme(held)
        await self.history.add(scene, "set rules", before=before, after=after)
        if programme.nation in calendar.nations and programme.clocks == held.clocks:
            return []
        was = Reckoning(calendar, held.clocks, self.zone)
        becomes = Reckoning(await self.calendar(), programme.clocks, self.zone)
        moved = await self.records.moved_by(was, becomes)
        nation = "the programme keeps another nation’s bank holidays"
        why = nation if programme.nation not in calendar.nations else "the council’s own periods were changed"
        await self.records.follow_calendar(scene, calendar, moved, why)
        return moved

    async def days(self) -> list[Day]:
        """The programme's own holidays and closures, earliest first."""
        return await self._days.all()

    async def weigh_days(self, deed: Literal["add", "remove"], days: Sequence[Day]) -> CalendarChange:
        """What would follow, were these days added or removed: those that are there already, or not there, are left out."""
        known = await self.days()
        named = {_named(day) for day in days}
        if deed == "add":
            there = {_named(day) for day in known}
            touched = tuple({_named(day): day for day in days if _named(day) not in there}.values())
            new = [*known, *touched]
        else:
            touched = tuple(day for day in known if _named(day) in named)
            new = [day for day in known if _named(day) not in named]
        before = await self.calendar()
        after = calendar_of(new, (await self.programme()).nation)
        clocks = (await self.programme()).clocks
        was, becomes = Reckoning(before, clocks, self.zone), Reckoning(after, clocks, self.zone)
        moved = await self.records.moved_by(was, becomes)
        return CalendarChange(deed, touched, before, after, tuple(moved))

    async def change_days(self, scene: Scene, change: CalendarChange) -> None:
        """Carry out what was weighed: the days, the dates and wakes that follow, a line of history for each record and one for
        the deed. All of it is one batch."""
        if not change.days:
            return
        scene = replace(scene, batch=scene.batch or f"calendar:{self.now.isoformat()}")
        await (self._days.add if change.deed == "add" else self._days.remove)(change.days)
        first = change.days[0]
        told = {"days": [day.day.isoformat() for day in change.days], "name": first.name, "nation": first.nation}
        before, after = ({}, told) if change.deed == "add" else (told, {})
        await self.history.add(scene, f"{change.deed} {first.type}", before=before, after=after)
        await self.calendar()
        await self.records.follow_calendar(scene, change.before, change.moved, change.why)

    async def add_day(self, scene: Scene, day: Day) -> bool:
        """Add a holiday or a closure; dates and what the clock has yet to say move with it. False when it was there."""
        change = await self.weigh_days("add", [day])
        await self.change_days(scene, change)
        return bool(change.days)

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """What is done inside is undone when something is raised there; what was done before stays."""
        try:
            async with self._session.begin_nested():
                yield
        except BaseException:
            self._forget()
            raise

    def _forget(self) -> None:
        """What was read may have been of what is undone."""
        for room in (self._days, self.memberships, self.people, self.workstreams):
            room.forget()
        self.records.forget_programme()

    async def first_time(self, turn: str) -> bool:
        """True when this turn was never taken; it is now. False for a retry or a replay."""
        insert = insert_into(self._session, SeenTurnRow).values(id=turn, at=self.now).on_conflict_do_nothing()
        return await self._session.scalar(insert.returning(col(SeenTurnRow.id))) is not None

    async def forget_turns(self, before: datetime) -> None:
        """Turns older than any platform repeats them."""
        await self._session.execute(delete(SeenTurnRow).where(col(SeenTurnRow.at) < before))

    async def pending(self) -> Pending:
        """Whether there is anything for delivery to do."""
        return await pending(self._session, self.now)

    async def waiting(self, platforms: Collection[str]) -> Waiting:
        """When there will be, on these platforms."""
        return await waiting(self._session, self.now, platforms)

    async def programme_name(self) -> str:
        return (await programme_row(self._session)).name

    async def settings(self) -> dict[str, Any]:
        return dict((await programme_row(self._session)).settings)

    async def set_programme(self, name: str | None = None, **settings: Any) -> None:
        """Name the programme, or change some of its settings."""
        row = await self._session.get_one(ProgrammeRow, 1, with_for_update=True, populate_existing=True)
        row.name = name or row.name
        row.settings = {**row.settings, **settings}
        self._session.add(row)
        await self._session.flush()


def _named(day: Day) -> tuple[date, str, str]:
    return day.day, day.type, day.nation
