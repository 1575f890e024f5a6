"""Days: what the programme's calendar knows besides the usual bank holidays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar import WorkingCalendar
from governance.clocks.following import Moves
from governance.record import Record
from storage.counters import insert_into
from storage.tables import DayRow

HOLIDAY, CLOSURE = "holiday", "closure"

ROW: Any = DayRow  # mypy takes its columns for their values
_ALL = select(ROW.day, ROW.type, ROW.name).order_by(ROW.day, ROW.type)


@dataclass(frozen=True)
class Day:
    """A proclaimed bank holiday (`holiday`; of one `nation` only, or of all where that is empty) or a day on which the office is
    closed (`closure`)."""

    day: date
    type: str
    name: str
    nation: str = ""


@dataclass(frozen=True)
class Moved:
    """A record whose dates follow the calendar, as it was before: its fields, each with the old and the new day."""

    record: Record
    days: Moves


@dataclass(frozen=True)
class CalendarChange:
    """Days that are added to the calendar or removed from it, and what follows: the days that are new or gone by it, the calendar
    before and after, and the records that move."""

    deed: Literal["add", "remove"]
    days: tuple[Day, ...]
    before: WorkingCalendar
    after: WorkingCalendar
    moved: tuple[Moved, ...] = ()

    @property
    def why(self) -> str:
        """`a bank holiday was added: The Coronation`, for the history."""
        what = "a bank holiday" if self.days[0].type == HOLIDAY else "a closure"
        return f"{what} was {'added' if self.deed == 'add' else 'removed'}: {self.days[0].name}".removesuffix(": ")


class Days:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._known: list[Day] | None = None

    async def all(self) -> list[Day]:
        """The programme's own holidays and closures, earliest first; read once a transaction, and anew when one has changed."""
        if self._known is None:
            self._known = [_day(*row) for row in await self._session.execute(_ALL)]
        return list(self._known)

    def forget(self) -> None:
        """Read anew."""
        self._known = None

    async def add(self, days: Iterable[Day]) -> None:
        self.forget()
        rows = [{"day": day.day, "type": _kept(day), "name": day.name} for day in days]
        await self._session.execute(insert_into(self._session, DayRow).on_conflict_do_nothing(), rows)

    async def remove(self, days: Iterable[Day]) -> None:
        self.forget()
        for day in days:
            await self._session.execute(delete(ROW).where(ROW.day == day.day, ROW.type == _kept(day)))


def calendar_of(days: Sequence[Day], nation: str) -> WorkingCalendar:
    """The working days of an office that keeps a nation's bank holidays, with the programme's own days."""
    holidays = [day for day in days if day.type == HOLIDAY]
    return WorkingCalendar(
        extra_holidays=frozenset(day.day for day in holidays if not day.nation),
        closures=frozenset(day.day for day in days if day.type == CLOSURE),
        names={day.day: day.name for day in days},
        nations=(nation,),
        national=frozenset((day.day, day.nation) for day in holidays if day.nation),
    )


def _kept(day: Day) -> str:
    """The type in its row. One nation's holiday has a type of its own: a version of Chivvy that knows no nations leaves it alone
    rather than taking it for everybody's."""
    return f"{day.type}:{day.nation}" if day.nation else day.type


def _day(day: date, type: str, name: str) -> Day:
    kind, _, nation = type.partition(":")
    return Day(day, kind, name, nation)
