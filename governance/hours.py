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


def next_digest(person: Person, calendar: WorkingCalendar, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first 09:15 after `after` on a day on which `person` works (UTC); None when there is none for a year."""
    if not person.active:
        return None
    return _first(lambda day: works_on(person, calendar, day), DIGEST_AT, after, zone)


def digest_from(person: Person, calendar: WorkingCalendar, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the digest goes that a thing coming round at `now` belongs to: today's 09:15, also when it has passed, as long as
    `person` works today and has not gone home; otherwise the next one."""
    there = now.astimezone(zone)
    if person.active and works_on(person, calendar, there.date()) and there.time() < CLOSES:
        return local(there.date(), DIGEST_AT, zone)
    return next_digest(person, calendar, now, zone)


def next_open(calendar: WorkingCalendar, after: datetime, zone: ZoneInfo, at: time = DIGEST_AT) -> datetime:
    """The first `at` o'clock after `after` on a day on which the office is open (UTC)."""
    found = _first(calendar.is_open, at, after, zone)
    if found is None:
        raise ValueError(f"the office is closed for a year from {after:%d %b %Y}")
    return found


def _first(suits: Callable[[date], bool], at: time, after: datetime, zone: ZoneInfo) -> datetime | None:
    day = after.astimezone(zone).date()
    last = day + LONGEST_SEARCH
    while day <= last:
        moment = local(day, at, zone)
        if moment > after and suits(day):
            return moment
        day += ONE_DAY
    return None
