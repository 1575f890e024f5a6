"""Working out a deadline by its rule, step by step, so that it can explain itself. Pure; times are local."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from governance.calendar import ONE_DAY, WorkingCalendar, days
from governance.clocks.naming import NoSuchRule as NoSuchRule
from governance.clocks.naming import rule_named as rule_named
from governance.clocks.rule import Rule
from governance.clocks.stop import Stop
from governance.errors import ChivvyError

CLOSE_OF_BUSINESS = time(17)
LONDON = ZoneInfo("Europe/London")
POSTING_DAYS = 2  # a first-class letter is deemed delivered on the second working day after posting

ReceiptMode = Literal["same_day", "deemed"]


class BadOption(ChivvyError):
    """I can't use {option} for this rule: {why}. Nothing was worked out."""


class TooFarAway(ChivvyError):
    """From {start} that ends beyond the days that a calendar has. Nothing was worked out. Look at the year."""


@dataclass(frozen=True)
class Circumstances:
    """What bears on a deadline besides its trigger. `count` is a council's own period; `stopped` is how many days the clock
    stood still, `stops` when and why; `zone` is the one whose local time moments without a zone are in."""

    mode: ReceiptMode = "same_day"
    count: int | None = None
    stopped: int = 0
    stops: tuple[Stop, ...] = ()
    zone: ZoneInfo = LONDON


@dataclass(frozen=True)
class Deadline:
    """A due date (or, for clocks that run in hours, a moment) with how it was worked out. `raw` is the day before it rolled to a
    working one; `act_by` is the last day on or before it on which the office is open; `provisional`: bank holidays of that year
    are not certain yet."""

    rule: Rule
    trigger: date | datetime
    due: date | datetime
    raw: date | datetime
    act_by: date
    basis: tuple[str, ...]
    provisional: bool

    @property
    def day(self) -> date:
        return _day(self.due)


def work_out(
    rule: Rule,
    trigger: date | datetime,
    calendar: WorkingCalendar,
    circumstances: Circumstances = Circumstances(),
) -> Deadline:
    """When `rule` runs out, counted from `trigger` (a local day or moment). Raises TooFarAway."""
    try:
        return _worked_out(rule, trigger, calendar, circumstances)
    except (OverflowError, ValueError) as beyond:
        raise TooFarAway(start=_day(trigger).isoformat()) from beyond


def _worked_out(
    rule: Rule, trigger: date | datetime, office: WorkingCalendar, circumstances: Circumstances
) -> Deadline:
    if circumstances.count is not None:
        if not rule.ours:
            raise BadOption(option="a period of your own", why="it is a national rule")
        rule = replace(rule, count=circumstances.count)
    calendar = office.of_any_nation() if rule.nation == "UKANY" else office
    steps: list[str] = []
    if rule.unit == "hours":
        due = _in_hours(rule, trigger, circumstances.zone, steps)
        return _told(rule, trigger, due, due, office, steps)
    start = _received(rule, trigger, calendar, circumstances.mode, steps)
    start = _begun_anew(rule, start, circumstances, steps)
    raw = _stopped(rule, _counted(rule, start, calendar, steps), circumstances, calendar, steps)
    return _told(rule, trigger, raw, _rolled(rule, raw, calendar, steps), office, steps)


def _in_hours(rule: Rule, trigger: date | datetime, zone: ZoneInfo, steps: list[str]) -> datetime:
    """Clocks in hours never stop. A day without an hour counts from its first minute, the strictest reading; where it says from
    when something may be done, that is the end of the day."""
    begins = trigger if isinstance(trigger, datetime) else datetime.combine(trigger, time())
    if not isinstance(trigger, datetime):
        begins += timedelta(days=1) if rule.earliest else timedelta()
        steps.append(f"No hour was said, so it counts from the {'end' if rule.earliest else 'beginning'} of that day.")
    due = _later(begins, rule.count, zone)
    steps.append(f"{rule.count} hours by the clock from {_said(begins)}, weekends and holidays included: {_said(due)}.")
    if begins.replace(tzinfo=None) + timedelta(hours=rule.count) != due.replace(tzinfo=None):
        steps.append("The clocks change in between: an hour that is skipped or comes twice counts as it passes.")
    return due


def _later(moment: datetime, hours: int, zone: ZoneInfo) -> datetime:
    """Hours that really pass: a change of the clocks in between neither gives nor takes one."""
    there = moment.tzinfo or zone
    due = (moment.replace(tzinfo=there).astimezone(UTC) + timedelta(hours=hours)).astimezone(there)
    return due.replace(tzinfo=moment.tzinfo)


def _received(
    rule: Rule, trigger: date | datetime, calendar: WorkingCalendar, mode: ReceiptMode, steps: list[str]
) -> date:
    """Day 0: the trigger's own day, or by the receipt mode `deemed` the next working day (rule C5)."""
    start = _day(trigger)
    late = isinstance(trigger, datetime) and trigger.time() > CLOSE_OF_BUSINESS
    if mode == "deemed" and rule.received and (late or not calendar.is_working_day(start)):
        why = calendar.why_not(start) or "it came after 17:00"
        deemed = calendar.add(start, 1)
        steps.append(f"{_said(start)}: {why}, so it is deemed received on {_said(deemed)}, which is day 0.")
        return deemed
    if rule.count == 0:
        steps.append(f"The due date is {_said(start)}.")
    elif not rule.posted and rule.unit != "posting days":
        steps.append(f"{_said(start)} ({rule.trigger}) is day {1 if rule.inclusive else 0}.")
    return start


def _counted(rule: Rule, start: date, calendar: WorkingCalendar, steps: list[str]) -> date:
    if rule.posted:
        delivered = calendar.add(start, POSTING_DAYS)
        steps.append(
            f"Posted on {_said(start)}; deemed received on the second working day after, {_said(delivered)}: that is day 1."
        )
        start = delivered
    if rule.unit == "posting days":
        return _post_by(start, calendar, steps)
    if rule.unit == "working days":
        return _working_days(rule, start, calendar, steps)
    if rule.unit == "months":
        return _months_on(rule, start, steps)
    length = rule.count * (7 if rule.unit == "weeks" else 1)
    due = start + timedelta(days=length - (1 if rule.inclusive else 0))
    steps.append(f"Day {length} is {_said(due)} ({rule.count} {rule.unit}, every day counted).")
    return due


def _working_days(rule: Rule, start: date, calendar: WorkingCalendar, steps: list[str]) -> date:
    if rule.count == 0:  # only whether the office is open matters
        return start
    due = calendar.add(start, rule.count)
    skipped = [
        f"{_said(day)} ({_called(day, calendar)})" for day in days(start + ONE_DAY, due) if _is_skipped(day, calendar)
    ]
    steps.append("Weekends are not counted" + (f", nor are {', '.join(skipped)}." if skipped else "."))
    steps.append(f"Working day {rule.count} is {_said(due)}.")
    return due


def _is_skipped(day: date, calendar: WorkingCalendar) -> bool:
    """A bank holiday that would have been a working day."""
    return day.weekday() < 5 and calendar.holiday(day) is not None


def _called(day: date, calendar: WorkingCalendar) -> str:
    """`Saint Andrew’s Day, a bank holiday in Scotland`: where it is one of some nations only, of which."""
    keep = calendar.kept_in(day)
    return f"{calendar.holiday(day)}, a bank holiday in {' and '.join(keep)}" if keep else f"{calendar.holiday(day)}"


def _months_on(rule: Rule, start: date, steps: list[str]) -> date:
    """The same day number, else the last day of the month (rule C8)."""
    year, month = divmod(start.year * 12 + start.month - 1 + rule.count, 12)
    last = months.monthrange(year, month + 1)[1]
    due = date(year, month + 1, min(start.day, last))
    note = "" if due.day == start.day else f" (there is no {start.day} in that month, so its last day)"
    steps.append(f"{rule.count} {'month' if rule.count == 1 else 'months'} on: {_said(due)}{note}.")
    return due


def _post_by(visit: date, calendar: WorkingCalendar, steps: list[str]) -> date:
    """Backwards: delivered at the latest on the last working day before the visit, posted two working days before that."""
    delivered = calendar.on_or_before(visit - ONE_DAY)
    posted = calendar.add(delivered, -POSTING_DAYS)
    steps.append(f"The visit is on {_said(visit)}: the notice must be there a whole day before, by {_said(delivered)}.")
    steps.append(
        f"First-class post is deemed delivered on the second working day after posting: post it by {_said(posted)}."
    )
    return posted


def _begun_anew(rule: Rule, start: date, circumstances: Circumstances, steps: list[str]) -> date:
    """Where a question must be clear before its clock runs, the day of the answer is its day 0."""
    ended = [stop for stop in circumstances.stops if stop.last]
    if rule.pause != "restarts" or not ended:
        return start
    steps += [f"{_stood_still(stop)}." for stop in ended]
    begins = max(stop.last for stop in ended if stop.last)
    steps.append(f"It counts from what was asked for: {_said(begins)} is day 0.")
    return begins


def _stopped(rule: Rule, due: date, circumstances: Circumstances, calendar: WorkingCalendar, steps: list[str]) -> date:
    """Days for which the clock stood still are added, where its rule lets it stop; of a clock that counts working days, those."""
    if rule.pause == "never":
        if circumstances.stops:
            steps.append("This clock does not stop, whatever is asked meanwhile.")
        return due
    if rule.pause == "adds":
        due = _with_days_added(rule, due, circumstances, calendar, steps)
    standing = next((stop for stop in circumstances.stops if stop.last is None), None)
    if standing is not None:
        then = "the date moves" if rule.pause == "adds" else "its days begin anew"
        steps.append(f"It stands still since {_said(standing.first)}{_because(standing)}: {then} once it runs again.")
    return due


def _with_days_added(
    rule: Rule, due: date, circumstances: Circumstances, calendar: WorkingCalendar, steps: list[str]
) -> date:
    working = rule.unit == "working days"
    length = circumstances.stopped
    for stop in circumstances.stops:
        if stop.last is not None:
            spell = calendar.between(stop.first, stop.last) if working else stop.length
            steps.append(f"{_stood_still(stop)}: {_days(spell, working)}.")
            length += spell
    if length:
        due = calendar.add(due, length) if working else due + timedelta(days=length)
        steps.append(f"With {_days(length, working)} on which it stood still added: {_said(due)}.")
    return due


def _stood_still(stop: Stop) -> str:
    assert stop.last is not None
    return f"The clock stood still from {_said(stop.first)} to {_said(stop.last)}{_because(stop)}"


def _because(stop: Stop) -> str:
    return _in_brackets(stop.reason)


def _in_brackets(words: str | None) -> str:
    return f" ({words})" if words else ""


def _days(count: int, working: bool) -> str:
    return f"{count} {'working ' if working else ''}day{'' if count == 1 else 's'}"


def _rolled(rule: Rule, due: date, calendar: WorkingCalendar, steps: list[str]) -> date:
    why = calendar.why_not(due)
    if rule.roll == "never" or why is None:
        return due
    rolled = calendar.on_or_after(due)
    steps.append(f"{_said(due)} is {why}, so it moves to the next working day, {_said(rolled)}.")
    return rolled


def _told(
    rule: Rule,
    trigger: date | datetime,
    raw: date | datetime,
    due: date | datetime,
    calendar: WorkingCalendar,
    steps: list[str],
) -> Deadline:
    day = _day(due)
    # clocks in hours wait for no office, and what may begin on a day may not be done before it
    act_by = day if rule.unit == "hours" or rule.earliest else last_open_day(day, calendar)
    if act_by != day:
        steps.append(
            f"The office is not open on {_not_open(act_by, day, calendar)}: act by {_said(act_by)}. The due date itself does "
            "not move."
        )
    latest = max(day, _day(trigger))
    certain = calendar.is_certain(latest)
    if not certain:
        steps.append(f"Provisional: the bank holidays of {latest.year} are not certain yet.")
    if rule.id == "internal.act_by":
        due = act_by
    return Deadline(rule, trigger, due, raw, act_by, tuple(steps), provisional=not certain)


def _not_open(after: date, last: date, calendar: WorkingCalendar) -> str:
    """The days from `after` to `last` on which the office is not open, the last first, each with why."""
    shut = [day for day in reversed([*days(after + ONE_DAY, last)]) if day == last or day.weekday() < 5]
    return ", ".join(f"{_said(day)} ({_why_shut(day, calendar)})" for day in shut)


def _why_shut(day: date, calendar: WorkingCalendar) -> str:
    weekend = f"a {day:%A}" if day.weekday() >= 5 else ""
    return weekend or calendar.holiday(day) or calendar.names.get(day) or "a closure"


def last_open_day(day: date, calendar: WorkingCalendar) -> date:
    """The last day on or before `day` on which the office is open (rule C6)."""
    while not calendar.is_open(day):
        day -= ONE_DAY
    return day


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _said(value: date | datetime) -> str:
    day = f"{value:%a} {value.day} {value:%b %Y}"
    return f"{day} {value:%H:%M}" if isinstance(value, datetime) else day
