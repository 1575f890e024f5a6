"""Working days: Monday to Friday without bank holidays (England's, or those of any UK nation), with the office's closures kept
apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

import holidays

# The last year for which the bank holidays are announced rather than worked out; later dates are "provisional".
LAST_CERTAIN_YEAR = 2028

ONE_DAY = timedelta(days=1)

ENGLAND = ("ENG",)
UK_NATIONS = ("ENG", "WLS", "SCT", "NIR")
NATION_NAMES = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}


@lru_cache(maxsize=64)
def bank_holidays(year: int, nations: tuple[str, ...] = ENGLAND) -> dict[date, str]:
    """The bank holidays of one year by day, of all `nations` together (the `holidays` package; `subdiv` matters: without it
    Easter Monday and the August holiday are missing)."""
    found: dict[date, str] = {}
    for nation in reversed(nations):
        found |= dict(holidays.country_holidays("GB", subdiv=nation, years=year))
    return found


@dataclass(frozen=True)
class WorkingCalendar:
    """Counts working days. `extra_holidays` are proclaimed days (data, no release needed), `closures` days on which the
    office is shut though the day counts: they move what people are asked to do, never a statutory date. `nations` are those
    whose bank holidays do not count: England's (rule C1), or of any UK nation (rule C2: freedom of information). `national`
    are days proclaimed in one nation only, each with that nation."""

    extra_holidays: frozenset[date] = frozenset()
    closures: frozenset[date] = frozenset()
    names: dict[date, str] = field(default_factory=dict, hash=False, compare=False)
    nations: tuple[str, ...] = ENGLAND
    national: frozenset[tuple[date, str]] = frozenset()

    def of_any_nation(self) -> WorkingCalendar:
        """The same, without days that are bank holidays in any UK nation."""
        return replace(self, nations=UK_NATIONS)

    def of_the_office(self) -> WorkingCalendar:
        """The same, without the days on which the office is closed: for what waits for people, and is set by no law."""
        return self._of_the_office

    @cached_property
    def _of_the_office(self) -> WorkingCalendar:
        """Made once: it is asked for again and again."""
        return replace(self, extra_holidays=self.extra_holidays | self.closures)

    def holiday(self, day: date) -> str | None:
        """The name of the bank holiday on `day`, or None."""
        if day in self.extra_holidays or any((day, nation) in self.national for nation in self.nations):
            return self.names.get(day, "bank holiday")
        return bank_holidays(day.year, self.nations).get(day)

    def kept_in(self, day: date) -> tuple[str, ...]:
        """The nations whose bank holiday `day` is, by name, where this calendar is of several and not all of them keep it."""
        if day in self.extra_holidays:
            return ()
        keep = [
            each for each in self.nations if (day, each) in self.national or day in bank_holidays(day.year, (each,))
        ]
        return () if len(keep) == len(self.nations) else tuple(NATION_NAMES[each] for each in keep)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and not a bank holiday (rule C1)."""
        return day.weekday() < 5 and self.holiday(day) is None

    def is_open(self, day: date) -> bool:
        """A working day on which the office is not closed."""
        return self.is_working_day(day) and day not in self.closures

    def why_not(self, day: date) -> str | None:
        """Why `day` is not a working day, for a person to read; None when it is one."""
        if day.weekday() >= 5:
            return f"a {day:%A}"
        name = self.holiday(day)
        return f"a bank holiday ({name})" if name else None

    def add(self, day: date, count: int) -> date:
        """The `count`th working day after `day`, which is day 0 (rule C4). Negative counts go backwards. Never beyond the first
        and the last day that a date can be: somebody will type the year 9999."""
        return _counted(self, day, count)

    def on_or_after(self, day: date) -> date:
        """The first working day on or after `day`."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def on_or_before(self, day: date) -> date:
        """The last working day on or before `day`."""
        return day if self.is_working_day(day) else self.add(day, -1)

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first` up to and including `last`; negative when `last` is earlier."""
        if last < first:
            return -self.between(last, first)
        return _weekdays_until(last) - _weekdays_until(first) - len(self._holidays_on_weekdays(first, last))

    def _holidays_on_weekdays(self, first: date, last: date) -> set[date]:
        """Those after `first` up to and including `last`."""
        found = {*self.extra_holidays, *(day for day, nation in self.national if nation in self.nations)}
        for year in range(first.year, last.year + 1):
            found.update(bank_holidays(year, self.nations))
        return {day for day in found if first < day <= last and day.weekday() < 5}

    @staticmethod
    def is_certain(day: date) -> bool:
        """Whether the bank holidays of that year are announced (rule C10)."""
        return day.year <= LAST_CERTAIN_YEAR


@lru_cache(maxsize=50_000)
def _counted(calendar: WorkingCalendar, day: date, count: int) -> date:
    """Kept, for the clock counts from the same few days again and again: ten thousand things may be due on one."""
    end, step = (date.max, ONE_DAY) if count > 0 else (date.min, -ONE_DAY)
    left = abs(count)
    while left and day != end:
        day += step
        left -= calendar.is_working_day(day)
    return day


def _weekdays_until(day: date) -> int:
    """How many Mondays to Fridays there have been from the first day of all, a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return 5 * weeks + min(rest, 5)


def spoken(day: date) -> str:
    """`Fri 27 Nov 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def days(first: date, last: date) -> Iterator[date]:
    """Each day from `first` to `last`, both included."""
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


@lru_cache(maxsize=10_000)
def local(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local day and time as a moment in UTC. Kept, as what is counted is."""
    return datetime.combine(day, at, zone).astimezone(UTC)
