"""Buttons of one item of a digest: what can be said of it without retyping anything, by what kind of thing it is."""

from __future__ import annotations

from datetime import date, timedelta

from governance.calendar import WorkingCalendar
from governance.ladders import ladder_named
from governance.programme import Programme
from governance.record import Record
from handlers.cards import Button, button
from handlers.commands import Accept, OpenForm, Reviewed
from handlers.forms.redating import REDATE, can_be_redated
from handlers.records.moves import move_to, next_move

BLOCKED = "Blocked"
# What a kind with this field does on its day is to be looked at again.
CONTACT = "next_contact"
REVIEWS = ("review_on", CONTACT)
# What the day is called that a button asks for, where it is no simple date.
NEW_DAY = {"forecast": "New forecast", "promise": "New promise"}


def item_buttons(record: Record, today: date, programme: Programme, calendar: WorkingCalendar) -> tuple[Button, ...]:
    """Done (or what the kind calls it), a new date, and what else fits: blocked and help of what is overdue; looked at again of a
    review; quiet for a while of what may be, else that somebody has it in hand."""
    if not record.is_open:
        return ()
    overdue = record.is_overdue(today)
    found = [*_reviewed(record, today, programme, calendar), *_onward(record), *_new_day(record)]
    if overdue and BLOCKED in record.kind.lifecycle.moves[record.status]:
        found.append(move_to(record, BLOCKED))
    strict = ladder_named(record.body.ladder, programme.reminding).strict
    if strict and record.due is not None and record.due <= today:
        found.append(button("In hand", Accept(record.ref)))
    elif not overdue and record.kind.reminds:
        found.append(button("Snooze", OpenForm("snooze", ref=record.ref)))
    if overdue:
        found.append(button("Help", OpenForm("escalate", ref=record.ref)))
    return tuple(found)


def next_review(record: Record, today: date, programme: Programme, calendar: WorkingCalendar) -> date:
    """When it is looked at again: before the health check would call it stale, red ones sooner."""
    wait = programme.health.stale_red_days if record.rag == "Red" else programme.health.stale_days
    return calendar.on_or_before(today + timedelta(days=max(wait, 1)))


def _reviewed(record: Record, today: date, programme: Programme, calendar: WorkingCalendar) -> list[Button]:
    if record.kind.due_field not in REVIEWS:
        return []
    if record.kind.due_field == CONTACT:
        return [button("Spoke to them…", OpenForm("spoke", ref=record.ref), "primary")]
    until = next_review(record, today, programme, calendar)
    return [button("Reviewed", Reviewed(record.ref, until), "primary")] if until > today else []


def _onward(record: Record) -> list[Button]:
    """A review is not the moment to close what is looked at."""
    if record.kind.due_field in REVIEWS:
        return []
    return [one] if (one := next_move(record)) else []


def _new_day(record: Record) -> list[Button]:
    if not can_be_redated(record):
        return []
    label = NEW_DAY.get(record.body.ladder, "New date")
    return [button(label, OpenForm(REDATE, ref=record.ref))]
