"""When the clock must speak of a record: the ladder of reminders, then the escalation. Pure; times are local.

The ladder is the trade's usual one: a word two working days before, on the day, one and three working days after, and for
long actions five before; after five working days without an answer, the workstream's channel.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from governance.calendar import WorkingCalendar
from governance.record import Record

DIGEST_AT = time(9, 15)
SUMMARY_AT = time(9, 30)
SUMMARY_WEEKDAY = 0

LONG_WORKING_DAYS = 15
SOON_WORKING_DAYS = 2
ESCALATE_WORKING_DAYS = 5

REMINDER = "reminder"
ESCALATION = "escalation"


@dataclass(frozen=True, order=True, slots=True)
class Occasion:
    """A day on which the clock speaks of a record, by which rule, and why in a few words (`2 working days before`)."""

    day: date
    rule: str
    why: str


def ladder(record: Record, calendar: WorkingCalendar) -> tuple[Occasion, ...]:
    """Every occasion of one record, earliest first. Closed records and those without a due date have none.

    A snooze silences the personal reminders before its day and adds one on that day; it never silences the escalation.
    """
    if not record.is_open or record.due is None or not record.kind.reminds:
        return ()
    due = record.due
    reminders = [
        Occasion(calendar.add(due, -SOON_WORKING_DAYS), REMINDER, "2 working days before it is due"),
        Occasion(calendar.on_or_before(due), REMINDER, "the day it is due"),
        Occasion(calendar.add(due, 1), REMINDER, "1 working day after it was due"),
        Occasion(calendar.add(due, 3), REMINDER, "3 working days after it was due"),
    ]
    if calendar.between(record.raised_on, due) > LONG_WORKING_DAYS:
        reminders.append(Occasion(calendar.add(due, -5), REMINDER, "5 working days before it is due"))
    if record.snoozed_until:
        wakes = calendar.on_or_after(record.snoozed_until)
        reminders = [occasion for occasion in reminders if occasion.day > wakes]
        reminders.append(Occasion(wakes, REMINDER, "its snooze ends"))
    escalation = Occasion(calendar.add(due, ESCALATE_WORKING_DAYS), ESCALATION, "5 working days overdue")
    return tuple(sorted([*reminders, escalation]))


def next_wake(record: Record, calendar: WorkingCalendar, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment (UTC) after `after` at which the clock must next look at this record, or None."""
    for occasion in ladder(record, calendar):
        moment = local(occasion.day, DIGEST_AT, zone)
        if moment > after:
            return moment
    return None


def reached(
    record: Record, calendar: WorkingCalendar, since: datetime, now: datetime, zone: ZoneInfo
) -> tuple[Occasion, ...]:
    """The occasions that came round from `since` (included) to `now` (included)."""
    return tuple(
        occasion for occasion in ladder(record, calendar) if since <= local(occasion.day, DIGEST_AT, zone) <= now
    )


def spoken_of(record: Record, calendar: WorkingCalendar, day: date) -> bool:
    """Whether a digest of `day` names this record: a reminder of it has come round, and it is neither done nor snoozed."""
    return any(occasion.rule == REMINDER and occasion.day <= day for occasion in ladder(record, calendar))


def next_summary(calendar: WorkingCalendar, after: datetime, zone: ZoneInfo) -> datetime:
    """When the next weekly summary is due (UTC): Monday 09:30, or the first working day after a bank-holiday Monday."""
    return next(moment for moment in _summaries(calendar, after, zone) if moment > after)


def latest_summary(calendar: WorkingCalendar, now: datetime, zone: ZoneInfo) -> datetime:
    """When the newest weekly summary was due (UTC), `now` included."""
    return max(moment for moment in _summaries(calendar, now, zone) if moment <= now)


def _summaries(calendar: WorkingCalendar, around: datetime, zone: ZoneInfo) -> list[datetime]:
    """The summaries of the weeks around a moment. Three weeks each way: two weeks on end without a working day are unheard of."""
    day = around.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday() - SUMMARY_WEEKDAY)
    weeks = (monday + timedelta(weeks=count) for count in range(-3, 4))
    return [local(calendar.on_or_after(first), SUMMARY_AT, zone) for first in weeks]


def local(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local day and time as a moment in UTC."""
    return datetime.combine(day, at, zone).astimezone(UTC)
