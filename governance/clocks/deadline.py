"""Working out a deadline by its rule, step by step, so that it can explain itself. Pure; times are local."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from governance.calendar import ONE_DAY, WorkingCalendar, days
from governance.clocks.rule import Rule
from governance.clocks.rules import RULES
from governance.clocks.stop import Stop
from governance.errors import ChivvyError

CLOSE_OF_BUSINESS = time(17)
POSTING_DAYS = 2  # a first-class letter is deemed delivered on the second working day after posting

ReceiptMode = Literal["same_day", "deemed"]


class NoSuchRule(ChivvyError):
    """There is no rule called {rule}. Nothing was worked out. The rules are: {rules}."""


class BadOption(ChivvyError):
    """I can't use {option} for this rule: {why}. Nothing was worked out."""


@dataclass(frozen=True)
class Circumstances:
    """What bears on a deadline besides its trigger. `count` is a council's own period; `stopped` is how many days the clock
    stood still, `stops` when and why."""

    mode: ReceiptMode = "same_day"
    count: int | None = None
    stopped: int = 0
    stops: tuple[Stop, ...] = ()


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


def rule_named(name: str) -> Rule:
    """The rule with this id. Raises NoSuchRule, naming those there are."""
    found = RULES.get(name.strip().casefold())
    if found is None:
        raise NoSuchRule(rule=name, rules=", ".join(RULES))
    return found


def work_out(
    rule: Rule,
    trigger: date | datetime,
    calendar: WorkingCalendar,
    circumstances: Circumstances = Circumstances(),
) -> Deadline:
    """When `rule` runs out, counted from `trigger` (a local day or moment)."""
    if rule.nation == "UKANY":
        calendar = calendar.of_any_nation()
    if circumstances.count is not None:
        if not rule.ours:
            raise BadOption(option="a period of your own", why="it is a national rule")
        rule = replace(rule, count=circumstances.count)
    steps: list[str] = []
    if rule.unit == "hours":
        return _in_hours(rule, trigger, calendar, steps)
    start = _received(rule, trigger, calendar, circumstances.mode, steps)
    start = _begun_anew(rule, start, circumstances, steps)
    raw = _stopped(rule, _counted(rule, start, calendar, steps), circumstances, steps)
    return _told(rule, trigger, raw, _rolled(rule, raw, calendar, steps), calendar, steps)


def _in_hours(rule: Rule, trigger: date | datetime, calendar: WorkingCalendar, steps: list[str]) -> Deadline:
    """Clocks in hours never stop; a day without an hour counts from its first minute, the strictest reading."""
    begins = trigger if isinstance(trigger, datetime) else datetime.combine(trigger, time())
    due = _later(begins, rule.count)
    steps.append(f"{rule.count} hours by the clock from {_said(begins)}, weekends and holidays included: {_said(due)}.")
    return _told(rule, trigger, due, due, calendar, steps)


def _later(moment: datetime, hours: int) -> datetime:
    """Hours that really pass: a change of the clocks in between neither gives nor takes one."""
    if moment.tzinfo is None:
        return moment + timedelta(hours=hours)
    return (moment.astimezone(ZoneInfo("UTC")) + timedelta(hours=hours)).astimezone(moment.tzinfo)


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
    if not rule.posted and rule.unit != "posting days":
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
        f"{_said(day)} ({calendar.holiday(day)})" for day in days(start + ONE_DAY, due) if _is_skipped(day, calendar)
    ]
    steps.append("Weekends are not counted" + (f", nor are {', '.join(skipped)}." if skipped else "."))
    steps.append(f"Working day {rule.count} is {_said(due)}.")
    return due


def _is_skipped(day: date, calendar: WorkingCalendar) -> bool:
    """A bank holiday that would have been a working day."""
    return day.weekday() < 5 and calendar.holiday(day) is not None


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
    steps += [_stood_still(stop) for stop in ended]
    begins = max(stop.last for stop in ended if stop.last)
    steps.append(f"It counts from what was asked for: {_said(begins)} is day 0.")
    return begins


def _stopped(rule: Rule, due: date, circumstances: Circumstances, steps: list[str]) -> date:
    """Days for which the clock stood still are added (rule: stop the clock)."""
    length = circumstances.stopped
    if rule.pause != "restarts":
        ended = [stop for stop in circumstances.stops if stop.last]
        steps += [f"{_stood_still(stop)}: {_days(stop.length)}." for stop in ended]
        length += sum(stop.length for stop in ended)
    if length:
        due += timedelta(days=length)
        steps.append(f"With {_days(length)} on which it stood still added: {_said(due)}.")
    standing = next((stop for stop in circumstances.stops if stop.last is None), None)
    if standing is not None:
        steps.append(
            f"It stands still since {_said(standing.first)}{_because(standing)}: the date moves once it runs again."
        )
    return due


def _stood_still(stop: Stop) -> str:
    assert stop.last is not None
    return f"The clock stood still from {_said(stop.first)} to {_said(stop.last)}{_because(stop)}"


def _because(stop: Stop) -> str:
    return f" ({stop.reason})" if stop.reason else ""


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


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
    act_by = day if rule.unit == "hours" else last_open_day(day, calendar)  # clocks in hours wait for no office
    if act_by != day:
        steps.append(
            f"The office is not open on {_said(day)}: act by {_said(act_by)}. The due date itself does not move."
        )
    certain = calendar.is_certain(day)
    if not certain:
        steps.append(f"Provisional: the bank holidays of {day.year} are not certain yet.")
    if rule.id == "internal.act_by":
        due = act_by
    return Deadline(rule, trigger, due, raw, act_by, tuple(steps), provisional=not certain)


def last_open_day(day: date, calendar: WorkingCalendar) -> date:
    """The last day on or before `day` on which the office is open (rule C6)."""
    while not calendar.is_open(day):
        day -= ONE_DAY
    return day


def circumstances_from(options: Mapping[str, str]) -> tuple[Circumstances, frozenset[date]]:
    """Options as they are typed: `mode=deemed`, `n=7` (stopped days), `days=5` (the council's own period),
    `closure=2026-12-29/2026-12-30`. Gives the circumstances and the closures. Raises BadOption."""
    known = {"mode", "n", "stopped", "days", "closure"}
    if strange := set(options) - known:
        raise BadOption(option=", ".join(sorted(strange)), why=f"the options are {', '.join(sorted(known))}")
    mode = options.get("mode", "same_day")
    if mode not in ("same_day", "deemed"):
        raise BadOption(option=f"mode={mode}", why="it is same_day or deemed")
    try:
        stopped = int(options.get("n", options.get("stopped", "0")))
        count = int(options["days"]) if "days" in options else None
        closed = frozenset(date.fromisoformat(day) for day in options.get("closure", "").split("/") if day)
    except ValueError as wrong:
        raise BadOption(
            option=" ".join(f"{name}={value}" for name, value in options.items()), why=str(wrong)
        ) from wrong
    if stopped < 0 or (count is not None and not 0 < count <= 400):
        raise BadOption(option="that number", why="it is out of range")
    return Circumstances("deemed" if mode == "deemed" else "same_day", count, stopped), closed


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _said(value: date | datetime) -> str:
    day = f"{value:%a} {value.day} {value:%b %Y}"
    return f"{day} {value:%H:%M}" if isinstance(value, datetime) else day
