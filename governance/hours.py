"""When a person may be reached: never at night, at a weekend, on a bank holiday, in a closure, on leave or on a day off.

Quiet hours and the digest's hour are those of the trade's etiquette (domain.md, section 3). Pure; moments are UTC.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from governance.calendar import ONE_DAY, WorkingCalendar, local
from governance.ladders import DIGEST_AT
from governance.people import Person
from governance.preferences import CLOSES, OPENS

# On a Monday the usual digest comes a little later: there is the week to look at.
MONDAY, MONDAY_AT = 0, time(9, 30)

# Nobody is away longer than this and still gets reminders: a pattern without a single working day must end the search.
LONGEST_SEARCH = timedelta(days=400)


def works_on(person: Person, calendar: WorkingCalendar, day: date) -> bool:
    """Whether `person` is at work on `day`: the office is open, it is one of their days, they are not away."""
    return calendar.is_open(day) and person.works_on(day)


def reachable(person: Person, calendar: WorkingCalendar, moment: datetime, zone: ZoneInfo) -> bool:
    """Whether `person` may be written to unasked at `moment`. Those who have left never may."""
    there = moment.astimezone(zone)
    mine = person.preferences
    awake = mine.quiet_to <= there.time() < mine.quiet_from
    return person.active and works_on(person, calendar, there.date()) and awake


def office_open(calendar: WorkingCalendar, moment: datetime, zone: ZoneInfo) -> bool:
    """Whether a channel may be written to unasked at `moment`."""
    there = moment.astimezone(zone)
    return calendar.is_open(there.date()) and OPENS <= there.time() < CLOSES


def digest_at(person: Person, day: date) -> time:
    """The hour of somebody's digest on a day: their own, where they have chosen one."""
    mine = person.preferences
    if mine.digest_at == DIGEST_AT and day.weekday() == MONDAY and mine.quiet_to <= MONDAY_AT < mine.quiet_from:
        return MONDAY_AT
    return mine.digest_at


def next_digest(person: Person, calendar: WorkingCalendar, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first digest after `after` on a day on which `person` works (UTC); None when there is none for a year."""
    if not person.active:
        return None
    return _first(lambda day: works_on(person, calendar, day), lambda day: digest_at(person, day), after, zone)


def digest_from(person: Person, calendar: WorkingCalendar, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the digest goes that a thing coming round at `now` belongs to: today's, also when its hour has passed, as long as
    `person` works today and has not gone home; otherwise the next one."""
    there = now.astimezone(zone)
    if person.active and works_on(person, calendar, there.date()) and there.time() < person.preferences.quiet_from:
        return local(there.date(), digest_at(person, there.date()), zone)
    return next_digest(person, calendar, now, zone)


def back_on(person: Person, calendar: WorkingCalendar, day: date) -> date | None:
    """The first day after `day` on which `person` works; None when there is none for a year."""
    coming = (day + count * ONE_DAY for count in range(1, LONGEST_SEARCH.days + 1))
    return next((each for each in coming if works_on(person, calendar, each)), None)


def begins_week(person: Person, calendar: WorkingCalendar, day: date) -> bool:
    """Whether `day` is the first of its week on which `person` works."""
    monday = day - day.weekday() * ONE_DAY
    return works_on(person, calendar, day) and not any(
        works_on(person, calendar, monday + count * ONE_DAY) for count in range(day.weekday())
    )


def next_open(calendar: WorkingCalendar, after: datetime, zone: ZoneInfo, at: time = DIGEST_AT) -> datetime:
    """The first `at` o'clock after `after` on a day on which the office is open (UTC)."""
    found = _first(calendar.is_open, lambda _: at, after, zone)
    if found is None:
        raise ValueError(f"the office is closed for a year from {after:%d %b %Y}")
    return found


def _first(
    suits: Callable[[date], bool], at: Callable[[date], time], after: datetime, zone: ZoneInfo
) -> datetime | None:
    day = after.astimezone(zone).date()
    last = day + LONGEST_SEARCH
    while day <= last:
        moment = local(day, at(day), zone)
        if moment > after and suits(day):
            return moment
        day += ONE_DAY
    return None
