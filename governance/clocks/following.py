"""Following: the days of a case that its clocks give, when it begins, when it changes, and when the calendar does. What somebody
set by hand stays, and so does a closed case (rule C9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from governance.clocks.deadline import Deadline
from governance.clocks.kept import Kept
from governance.clocks.reckoning import Reckoning
from governance.kind import Body, hour_field
from governance.timed import Timed

Moves = dict[str, tuple[date, date]]


def begun(body: Body, reckoning: Reckoning) -> Body:
    """A new record with the days of its clocks, where it has none of its own; a closed one gets no more days."""
    found = body.worked_out(reckoning)
    missing = {name: each for name, each in found.items() if body.is_open and getattr(body, name) is None}
    return _explained(_with_days(body, missing), found)


def carried_on(old: Body, new: Body, given: Collection[str], reckoning: Reckoning) -> Body:
    """A changed record with the days of its clocks: where there were none yet, or a clock now runs from another day; never over a
    day that is `given`."""
    if not new.is_open:
        return new
    before, now = old.worked_out(reckoning), new.worked_out(reckoning)
    moved = {
        name: each
        for name, each in now.items()
        if name not in given and (getattr(new, name) is None or (name in before and before[name].due != each.due))
    }
    return _explained(_with_days(new, moved), now)


def moved_days(body: Body, before: Reckoning, after: Reckoning) -> Moves:
    """The fields whose day was worked out by `before` and is another by `after`: each with its old and new day. A closed case has
    none, and a closure of the office moves none (rule C6)."""
    if not body.is_open:
        return {}
    was, becomes = body.worked_out(before), body.worked_out(after)
    return {
        name: (held, becomes[name].day)
        for name, each in was.items()
        if (held := getattr(body, name)) == each.day and name in becomes and becomes[name].day != held
    }


def _with_days(body: Body, found: Mapping[str, Deadline]) -> Body:
    """`body` with these days, and the hours of clocks that run in hours."""
    values: dict[str, Any] = {name: each.day for name, each in found.items()}
    for name, each in found.items():
        if isinstance(each.due, datetime) and hour_field(name) in type(body).model_fields:
            values[hour_field(name)] = each.due.time().replace(tzinfo=None)
    return body.model_copy(update=values) if values else body


def _explained(body: Body, found: Mapping[str, Deadline]) -> Body:
    """`body` with what is kept of each day that it holds as it was worked out."""
    if not isinstance(body, Timed):
        return body
    kept = {name: Kept.of(each) for name, each in found.items() if getattr(body, name) == each.day}
    return body.model_copy(update={"clocks": kept}) if kept != body.clocks else body
