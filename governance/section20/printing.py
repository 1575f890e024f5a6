"""Printing: the date on which a consultation ends, as its notice prints it; never before the lawful end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from governance.attempts import by_post
from governance.calendar import ONE_DAY, WorkingCalendar, spoken
from governance.clocks.reckoning import Reckoning
from governance.errors import ChivvyError

if TYPE_CHECKING:
    from governance.kinds.section20 import SectionTwenty

SAFE_DAYS = 3  # working days after the last day that a printed date should lie (domain of section 20)
LONGEST_CLOSURE = 60  # days


class PrintedTooEarly(ChivvyError):
    """{ref}: the printed date, {printed}, lies before the lawful end of the consultation, {lawful}. If a period is even one
    day short, what each leaseholder pays can be capped (£250 for works, £100 a year for an agreement), unless the tribunal allows
    otherwise. Nothing was changed. If the notice has not gone out: Print {safe} or later: “{ref} printed end {typed}”. If it has,
    do not type a date that it does not print: ask Legal. How it is counted: “{counted}”."""


class EndedTooEarly(ChivvyError):
    """{ref}: the period is not over before the end of {end}, the date that the notice prints. Nothing was changed.
    Observations that come until then count."""


def safe_to_print(last: date, calendar: WorkingCalendar) -> date:
    """A date that is at least three working days after the last one, and on which the office is open."""
    safe = calendar.add(last, SAFE_DAYS)
    for _ in range(LONGEST_CLOSURE):
        if calendar.is_open(safe):
            break
        safe += timedelta(days=1)
    return safe


def printed_too_early(body: SectionTwenty, ref: str, reckoning: Reckoning) -> ChivvyError | None:
    """Why the printed date will not do; None where it does, or the lawful end is not known yet."""
    lawful = lawful_end(body, reckoning)
    if lawful is None or body.printed_end is None or body.printed_end >= lawful:
        return None
    safe = safe_to_print(lawful, reckoning.calendar)
    return PrintedTooEarly(
        ref=ref, printed=spoken(body.printed_end), lawful=spoken(lawful), safe=spoken(safe), typed=f"{safe.day} {safe:%b}",
        counted=_counted(body),
    )  # fmt: skip


def _counted(body: SectionTwenty) -> str:
    """What to type to see each step of it."""
    if body.received_on is not None or not by_post(body.posted_how):
        on, verb = body.received_on or body.posted_on, "received"
    else:
        on, verb = body.posted_on, "posted"
    return f"s20 notice {verb} on {on.day} {on:%b}, when does the consultation end?" if on else ""


def lawful_end(body: SectionTwenty, reckoning: Reckoning) -> date | None:
    """The last day of the consultation as the rule counts it, whatever the record says."""
    found = body.worked_out(reckoning).get("period_ends")
    return found.day if found else None


def advice(body: SectionTwenty, calendar: WorkingCalendar) -> str:
    """What is to be said for a later printed date; "" where it is a safe one."""
    if body.period_ends is None or body.printed_end is None:
        return ""
    safe = safe_to_print(body.period_ends, calendar)
    if body.printed_end < body.period_ends:
        return f"it lies before the lawful end, {spoken(body.period_ends)}: ask Legal whether the notice stands"
    if body.printed_end in calendar.closures or calendar.why_not(body.printed_end):
        why = calendar.why_not(body.printed_end) or "a day on which the office is closed"
        return f"{spoken(body.printed_end)} is {why}: better print {spoken(safe)}"
    if body.printed_end < safe:
        return f"fewer than {SAFE_DAYS} working days after the last day: {spoken(safe)} would be safe"
    return ""


def next_stage_from(body: SectionTwenty) -> date | None:
    """The first day on which the next notice can go: after the date that leaseholders were told."""
    end = max((day for day in (body.printed_end, body.period_ends) if day), default=None)
    return end + ONE_DAY if end else None
