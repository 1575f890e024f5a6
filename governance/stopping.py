"""Stopping: whether a clock may stand still from a day, run again from one, and when whoever was asked is chased. Pure."""

from __future__ import annotations

from datetime import date

from governance.calendar import WorkingCalendar, spoken
from governance.clocks.deadline import rule_named
from governance.clocks.rule import Rule
from governance.clocks.stop import Stop
from governance.kind import Body
from governance.timed import Timed

CHASED_AFTER = 10  # working days after a stop, where nobody says when


def rule_of(body: Body) -> Rule | None:
    """The rule of the clock that gave a record's deadline; None where none did."""
    timer = body.timer
    return rule_named(timer.rule) if timer is not None else None


def may_stop(body: Body) -> bool:
    """Whether its clock is one that can stop, and does not stand still already."""
    rule = rule_of(body)
    return isinstance(body, Timed) and body.stopped is None and rule is not None and rule.pause != "never"


def why_not_stop(body: Body, on: date, today: date) -> str:
    """Why a clock can't be stopped from a day, as the end of “… because”; "" where it can."""
    rule = rule_of(body)
    if not isinstance(body, Timed) or rule is None:
        return f"it is {body.status.lower()}, and no clock runs on it" if body.is_open else "it is closed"
    if body.stopped is not None:
        return f"it stands still since {spoken(body.stopped.first)} already"
    if rule.pause == "never":
        return f"{rule.source} gives {rule.count} {rule.unit} and lets nothing stop them"
    return _why_not_on(body, on, today)


def _why_not_on(body: Timed, on: date, today: date) -> str:
    timer = body.timer
    assert timer is not None
    begun, due = timer.day, getattr(body, timer.field)
    if on > today:
        return f"{spoken(on)} has not come yet"
    if on < begun:
        return f"it only began on {spoken(begun)}"
    if due is not None and on > due:
        return f"it had run out before that, on {spoken(due)}"
    if (earlier := _last(body.stops)) is not None and on < earlier:
        return f"it stood still until {spoken(earlier)} already; name that day or a later one"
    return ""


def why_not_start(stop: Stop, on: date, today: date) -> str:
    """Why a clock can't run again from a day; "" where it can."""
    if on > today:
        return "that day has not come yet"
    return f"it was stopped on {spoken(stop.first)}, which is later" if on < stop.first else ""


def chase_day(on: date, calendar: WorkingCalendar) -> date:
    """When whoever was asked something on a day is asked again."""
    return calendar.add(on, CHASED_AFTER)


def _last(stops: tuple[Stop, ...]) -> date | None:
    return max((stop.last for stop in stops if stop.last), default=None)
