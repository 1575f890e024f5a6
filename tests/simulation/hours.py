"""The judge's own idea of working hours: London's, Monday to Friday, England's bank holidays. None of it is the product's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
FIRST, LAST = time(8), time(18)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Worker:
    """Who somebody is at one time: here or gone, their weekdays, their days away (both ends included)."""

    active: bool
    weekdays: frozenset[int]
    away: tuple[tuple[date, date], ...]

    def works(self, day: date) -> bool:
        there = not any(first <= day <= last for first, last in self.away)
        return self.active and there and day.weekday() in self.weekdays


@dataclass
class Hours:
    """What was known when: days proclaimed, and people, each from a moment on."""

    proclaimed: list[tuple[datetime, date]] = field(default_factory=list)
    people: list[tuple[datetime, Mapping[str, Worker]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._bank = holidays.country_holidays("GB", subdiv="ENG", years=range(2025, 2031))

    def is_open(self, day: date, known_at: datetime) -> bool:
        """Whether the office is open on `day`, as far as was known at a moment."""
        extra = any(day == each and since <= known_at for since, each in self.proclaimed)
        return day.weekday() < 5 and day not in self._bank and not extra

    def in_hours(self, moment: datetime) -> bool:
        there = moment.astimezone(LONDON)
        return FIRST <= there.time() < LAST and self.is_open(there.date(), moment)

    def worker(self, person: str, at: datetime) -> Worker | None:
        index = bisect_right([since for since, _ in self.people], at) - 1
        return self.people[max(index, 0)][1].get(person)

    def may_hear(self, person: str, moment: datetime) -> bool:
        """Whether somebody may be written to unasked at a moment."""
        worker = self.worker(person, moment)
        return self.in_hours(moment) and worker is not None and worker.works(moment.astimezone(LONDON).date())

    def works(self, person: str, day: date, at: datetime) -> bool:
        worker = self.worker(person, at)
        return worker is not None and worker.works(day) and self.is_open(day, at)

    def after(self, day: date, count: int, known_at: datetime) -> date:
        """The `count`th working day after `day`."""
        while count:
            day += DAY
            count -= self.is_open(day, known_at)
        return day

    def next_day_of(self, person: str, day: date, at: datetime) -> date | None:
        """The first day after `day` on which somebody works, within two months."""
        following: Iterable[date] = (day + DAY * count for count in range(1, 60))
        return next((each for each in following if self.works(person, each, at)), None)
