"""When the clock must speak of a record: the ladder of reminders, then the escalation. Pure; times are local.

The ladder is the trade's usual one: a word two working days before, on the day, one and three working days after, and for
long actions five before; after five working days without an answer, the workstream's channel. What has all of that behind it
when its ladder begins (it was logged late, reopened, or given a date long past) is spoken of once, the next working morning.
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
LATE = "more than 5 working days overdue"


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
    if calendar.add(record.raised_on, LONG_WORKING_DAYS + 1) <= due:
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


def wake_after(
    old: Record | None, new: Record, calendar: WorkingCalendar, now: datetime, zone: ZoneInfo, *, chase: bool = True
) -> datetime | None:
    """When the clock must next look at `new`, which `old` has just become (None: it was just logged).

    A wake that has come and was not thought of yet stays, as does that of a ladder which did not change. A ladder that begins
    now with all of its occasions behind it wakes once more (unless `chase` is False), and no snooze takes that away.
    """
    if new.next_wake is not None and new.next_wake <= now:
        return new.next_wake
    occasions = ladder(new, calendar)
    if old is not None and occasions == ladder(old, calendar):
        return new.next_wake
    moment = next_wake(new, calendar, now, zone)
    if old is None or new.due != old.due or not old.is_open:
        late = bool(occasions) and moment is None and chase
        return _next_morning(calendar, now, zone) if late else moment
    if occasions and new.next_wake is not None and _is_past_the_ladder(old, calendar, new.next_wake, zone):
        return min(new.next_wake, moment or new.next_wake)
    return moment


def reached(
    record: Record, calendar: WorkingCalendar, since: datetime, now: datetime, zone: ZoneInfo
) -> tuple[Occasion, ...]:
    """The occasions that came round from `since`, a wake, (included) to `now` (included). Of a wake later than the escalation
    the escalation is one: it is owed once for a due date, so where there was one already this is not another."""
    occasions = ladder(record, calendar)
    found = [each for each in occasions if since <= local(each.day, DIGEST_AT, zone) <= now]
    if since > now or not any(
        each.rule == ESCALATION and local(each.day, DIGEST_AT, zone) < since for each in occasions
    ):
        return tuple(found)
    day = since.astimezone(zone).date()
    if not found and (record.snoozed_until is None or record.snoozed_until <= day):
        found.append(Occasion(day, REMINDER, LATE))
    return tuple(sorted([*found, Occasion(day, ESCALATION, LATE)]))


def spoken_of(record: Record, calendar: WorkingCalendar, day: date) -> bool:
    """Whether a digest of `day` names this record: a reminder of it has come round, and it is neither done nor snoozed."""
    return any(occasion.rule == REMINDER and occasion.day <= day for occasion in ladder(record, calendar))


def _is_past_the_ladder(record: Record, calendar: WorkingCalendar, wake: datetime, zone: ZoneInfo) -> bool:
    return all(local(occasion.day, DIGEST_AT, zone) < wake for occasion in ladder(record, calendar))


def _next_morning(calendar: WorkingCalendar, after: datetime, zone: ZoneInfo) -> datetime:
    """The first 09:15 of a working day after a moment (UTC)."""
    today = after.astimezone(zone).date()
    first = local(calendar.on_or_after(today), DIGEST_AT, zone)
    return first if first > after else local(calendar.add(today, 1), DIGEST_AT, zone)


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
