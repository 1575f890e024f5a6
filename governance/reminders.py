"""When the clock must speak of a record: the rungs of its ladder, and the days on which it is handed up. Pure; times are local.

What would be said on a day on which the office is closed is said on the last open day before it, as long as the day in question
has not passed; after that it waits until the office opens.

What has all of its ladder behind it when that begins (it was logged late, reopened, or given a date long past) is spoken of once,
the next working morning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from governance.calendar import ONE_DAY, WorkingCalendar, local
from governance.clocks.deadline import last_open_day
from governance.escalation import OVERDUE, triggers
from governance.ladders import DIGEST_AT, PARTS, Audience, Ladder, Part, Rung, ladder_named
from governance.preferences import Preferences
from governance.programme import Programme
from governance.record import Record

SUMMARY_AT = time(9, 30)
SUMMARY_WEEKDAY = 0

REMINDER = "reminder"
ESCALATION = "escalation"
DAILY = "it is overdue, and reminded of every working day"
LATE = "long overdue when it was logged, reopened or re-dated"
SNOOZE_ENDS = "its snooze ends"
BOTH: tuple[Audience, ...] = ("owner", "manager")
INSTANT = timedelta(microseconds=1)
USUAL = Preferences()


@dataclass(frozen=True, order=True, slots=True)
class Occasion:
    """A day (and hour) on which the clock speaks of a record, by which rule, and why in a few words (`2 working days before it
    is due`). `to` is whom it concerns, `part` what they call such reminders, `alone`: not in the digest; `cause` is the
    trigger's, of an escalation."""

    day: date
    rule: str
    why: str
    at: time = DIGEST_AT
    to: Audience = "owner"
    part: Part = "after"
    alone: bool = False
    cause: str = ""

    def moment(self, zone: ZoneInfo) -> datetime:
        """When it comes round (UTC)."""
        return local(self.day, self.at, zone)


def ladder_of(record: Record, programme: Programme) -> Ladder:
    """The ladder that a record climbs, with the programme's own days."""
    return ladder_named(record.body.ladder, programme.reminding)


def ladder(record: Record, calendar: WorkingCalendar, programme: Programme) -> tuple[Occasion, ...]:
    """Every occasion of one record, earliest first, but for the daily ones of a strict ladder. Closed records have none.

    A snooze silences the personal reminders before its day and adds one on that day; never past the day of a strict ladder, and
    it never silences an escalation.
    """
    if not record.is_open or not record.kind.reminds:
        return ()
    reminders = _reminders(record, calendar, programme)
    handed_up = [
        Occasion(each.day, ESCALATION, each.why, cause=each.cause)
        for each in triggers(record, programme, calendar)
        if each.day is not None
    ]
    return tuple(sorted([*reminders, *handed_up]))


def _reminders(record: Record, calendar: WorkingCalendar, programme: Programme) -> list[Occasion]:
    due = record.due
    if due is None:
        return []
    climbed = ladder_of(record, programme)
    is_long = calendar.add(record.raised_on, programme.reminding.long_days + 1) <= due
    found = [
        Occasion(*_when(rung, due, calendar), rung.at, rung.to, rung.part, rung.alone)
        for rung in climbed.rungs
        if is_long or not rung.long_only
    ]
    found += _by_the_hour(climbed, due, record.body.due_clock)
    if not record.snoozed_until:
        return found
    until = min(record.snoozed_until, due) if climbed.strict else record.snoozed_until
    last = last_open_day(due, calendar)
    wakes = last if climbed.strict and until == due else calendar.on_or_after(until)
    kept = [each for each in found if each.day > wakes or each.to != "owner" or (climbed.strict and each.day >= last)]
    return [*kept, Occasion(wakes, REMINDER, SNOOZE_ENDS, part="on_the_day")]


def _by_the_hour(climbed: Ladder, due: date, clock: time | None) -> list[Occasion]:
    """The hours before the moment at which it is due, for its owner and for whoever answers for it."""
    if clock is None:
        return []
    ends = datetime.combine(due, clock)
    found = []
    for count in climbed.hours:
        at, why = ends - timedelta(hours=count), f"{count} hours before it is due" if count else "it is due now"
        found += [Occasion(at.date(), REMINDER, why, at.time(), to, "on_the_day", alone=True) for to in BOTH]
    return found


def _when(rung: Rung, due: date, calendar: WorkingCalendar) -> tuple[date, str, str]:
    """The day of a rung, its rule and why."""
    day = calendar.add(due, rung.days) if rung.days else calendar.on_or_before(due)
    if rung.days > 0 or calendar.is_open(day):
        return day, REMINDER, rung.why
    return last_open_day(day, calendar), REMINDER, f"{rung.why}, when the office is closed"


def next_wake(
    record: Record, calendar: WorkingCalendar, after: datetime, zone: ZoneInfo, programme: Programme
) -> datetime | None:
    """The moment (UTC) after `after` at which the clock must next look at this record, or None."""
    occasions = ladder(record, calendar, programme)
    coming = [moment for occasion in occasions if (moment := occasion.moment(zone)) > after]
    left = any(occasion.rule == REMINDER and occasion.moment(zone) > after for occasion in occasions)
    if _is_daily(record, programme) and not left:
        coming.append(_next_morning(calendar, after, zone))
    return min(coming, default=None)


def _is_daily(record: Record, programme: Programme) -> bool:
    """Whether it is spoken of every working day once its ladder is behind it."""
    reminded = record.is_open and record.due is not None and record.kind.reminds
    return reminded and ladder_of(record, programme).daily


def wake_after(
    old: Record | None,
    new: Record,
    calendar: WorkingCalendar,
    now: datetime,
    zone: ZoneInfo,
    programme: Programme,
    *,
    chase: bool = True,
) -> datetime | None:
    """When the clock must next look at `new`, which `old` has just become (None: it was just logged).

    A wake that has come and was not thought of yet stays, as does that of a ladder which did not change. A ladder that begins
    now with all of its occasions behind it wakes once more (unless `chase` is False), and no snooze takes that away.
    """
    if new.next_wake is not None and new.next_wake <= now:
        return new.next_wake
    occasions = ladder(new, calendar, programme)
    before = ladder(old, calendar, programme) if old is not None else None
    if occasions == before:
        return new.next_wake
    moment = next_wake(new, calendar, now, zone, programme)
    if old is None or new.due != old.due or not old.is_open:
        late = bool(occasions) and moment is None and chase
        return _next_morning(calendar, now, zone) if late else moment
    if occasions and before is not None and _is_late(before, new.next_wake, zone):
        assert new.next_wake is not None
        return min(new.next_wake, moment or new.next_wake)
    return moment


def reached(
    record: Record, calendar: WorkingCalendar, since: datetime, now: datetime, zone: ZoneInfo, programme: Programme
) -> tuple[Occasion, ...]:
    """The occasions that came round from `since`, a wake, (included) to `now` (included).

    On a ladder that goes on every day one occasion is the first morning after the whole of it. Of a wake later than any other
    ladder one is that day: the one look at what was long overdue when its ladder began; being overdue is then escalated as well.
    """
    if since > now:
        return ()
    occasions = ladder(record, calendar, programme)
    found = [each for each in occasions if since <= each.moment(zone) <= now]
    day = since.astimezone(zone).date()
    if _is_daily(record, programme):
        behind = (each.moment(zone) for each in occasions if each.rule == REMINDER)
        first = _next_morning(calendar, max([since - INSTANT, *behind]), zone)
        daily = [Occasion(first.astimezone(zone).date(), REMINDER, DAILY)] if first <= now else []
        return tuple(sorted([*found, *daily]))
    if not occasions or not _is_over(occasions, since, zone):
        return tuple(found)
    if not found and (record.snoozed_until is None or record.snoozed_until <= day):
        found.append(Occasion(day, REMINDER, LATE))
    late = [each for each in occasions if each.rule == ESCALATION and each.cause == OVERDUE]
    return tuple(sorted([*found, *(replace(each, day=day, why=LATE) for each in late)]))


def is_wanted(occasion: Occasion, record: Record, programme: Programme, preferences: Preferences) -> bool:
    """Whether its owner, who has these preferences, is reminded by it: what they asked for themselves and what law or code sets,
    always."""
    return occasion.why == SNOOZE_ENDS or preferences.wants(occasion.part) or ladder_of(record, programme).strict


def spoken_of(
    record: Record, calendar: WorkingCalendar, day: date, programme: Programme, preferences: Preferences = USUAL
) -> bool:
    """Whether its owner's digest of `day` names this record: a reminder of it has come round, it is neither done nor snoozed. The
    newest reminder tells whether somebody can do without; a snooze that has ended brings it back in any case."""
    come = [
        each
        for each in ladder(record, calendar, programme)
        if each.rule == REMINDER and each.to == "owner" and each.day <= day
    ]
    part = max((PARTS.index(each.part) for each in come if each.day == come[-1].day), default=0)
    newest = [each for each in come if PARTS.index(each.part) == part or each.why == SNOOZE_ENDS]
    return any(is_wanted(each, record, programme, preferences) for each in newest)


def quiet_until_at_most(record: Record, programme: Programme) -> date | None:
    """The last day until which a record may be snoozed: its own where its clock is strict; None where any day will do."""
    return record.due if ladder_of(record, programme).strict else None


@dataclass(frozen=True, slots=True)
class Span:
    """What falls due after `after` (None: at any time before) and up to `until` is spoken of on a day; `long_only`: only what
    was raised long before."""

    after: date | None
    until: date
    long_only: bool = False


def spans(climbed: Ladder, calendar: WorkingCalendar, day: date, preferences: Preferences = USUAL) -> tuple[Span, ...]:
    """The same as `spoken_of` for all that climb one ladder: which of it is spoken of on `day`, by the day on which it is due.
    Snoozes come on top of it."""
    mine = {rung.days: rung for rung in climbed.rungs if rung.to == "owner"}
    found: list[Span] = []
    before: date | None = None
    for days in sorted(mine, reverse=True):
        until = last_due(days, calendar, day)
        if climbed.strict or preferences.wants(mine[days].part):
            found.append(Span(before, until, mine[days].long_only))
        before = until
    return tuple(found)


def last_due(days: int, calendar: WorkingCalendar, day: date) -> date:
    """The last day for which the rung at `days` has come by `day`."""
    if days > 0:
        today = calendar.on_or_before(day)
        return (calendar.add(today, 1 - days) if days != 1 else today) - ONE_DAY
    opens = day + ONE_DAY
    while not calendar.is_open(opens):
        opens += ONE_DAY
    return calendar.add(calendar.add(opens, -1), -days) if days else opens - ONE_DAY


def is_long_before(due: date, calendar: WorkingCalendar, programme: Programme) -> date:
    """The last day on which what is due on `due` must have been raised to count as long."""
    began = calendar.add(calendar.on_or_before(due), -(programme.reminding.long_days + 1))
    return calendar.add(began, 1) - ONE_DAY


def _is_late(occasions: tuple[Occasion, ...], wake: datetime | None, zone: ZoneInfo) -> bool:
    """Whether a wake is the one look at what was long overdue when its ladder began."""
    return wake is not None and all(each.moment(zone) < wake for each in occasions)


def _is_over(occasions: tuple[Occasion, ...], wake: datetime, zone: ZoneInfo) -> bool:
    """Whether a ladder is over before a wake: it has been handed up for being overdue (the end of a snooze may come later), or
    where that does not happen, all its reminders have come."""
    overdue = [each for each in occasions if each.cause == OVERDUE]
    return all(each.moment(zone) < wake for each in overdue or occasions)


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
