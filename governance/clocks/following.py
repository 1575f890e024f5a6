"""Following: the days of a case that another calendar moves. What somebody set by hand stays, and so does a closed case."""

from __future__ import annotations

from datetime import date

from governance.calendar import WorkingCalendar
from governance.kind import Body

Moves = dict[str, tuple[date, date]]


def moved_days(body: Body, before: WorkingCalendar, after: WorkingCalendar) -> Moves:
    """The fields whose day was worked out by the calendar `before` and is another by `after`: each with its old and new day. A
    closed case has none (rule C9), and a closure of the office moves none (rule C6)."""
    was, becomes = body.worked_out(before), body.worked_out(after)
    return {
        name: (held, becomes[name])
        for name, day in was.items()
        if (held := getattr(body, name)) == day and becomes.get(name) not in (None, held)
    }
