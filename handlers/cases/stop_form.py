"""The form behind “Stop the clock…”: what was asked, when, and when to chase the answer."""

from __future__ import annotations

from governance.stopping import chase_day, rule_of, why_not_stop
from governance.timed import StopRefused
from handlers.commands import Command, StopClock
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of

REASON_LIMIT = 500


async def draw_stop(desk: Desk) -> Form:
    """Why, from when, and when to chase. Raises StopRefused where its clock can't stop at all."""
    record, today = desk.held, desk.register.today
    if why := why_not_stop(record.body, today, today):
        raise StopRefused(ref=record.ref, why=why)
    rule, given = rule_of(record.body), desk.command.values
    assert rule is not None
    asked = given.get("on") or today.isoformat()
    chase = chase_day(today, await desk.register.calendar()).isoformat()
    allowed = "It stands still until they answer" if rule.pause == "adds" else "Its days begin anew when they answer"
    reason = str(given.get("reason") or "") or None
    fields = (
        Field("reason", "What was asked?", "line", "Such as: asked for ID", reason, required=True, max_length=REASON_LIMIT),
        Field("on", "Asked on", "date", allowed, str(asked), required=True),
        Field("chase_on", "Chase the answer on", "date", "I’ll remind you that day", chase, required=True),
    )  # fmt: skip
    return about(desk, f"Stop the clock: {record.ref}", fields, submit="Stop the clock")


def read_stop(sheet: Sheet) -> Command | Wrong:
    on, chase = day_of(sheet.values.get("on")), day_of(sheet.values.get("chase_on"))
    wrong: Wrong = {}
    if not sheet.text("reason").strip():
        wrong["reason"] = "Say what was asked; it goes into the history."
    if on is None or on > sheet.today:
        wrong["on"] = "Choose the day on which they were asked: today or before."
    elif why := why_not_stop(sheet.held.body, on, sheet.today):
        wrong["on"] = f"It can’t stop on that day: {why}."
    if chase is None or (on is not None and chase <= on):
        wrong["chase_on"] = "Choose a day after the one on which they were asked."
    return wrong or StopClock(sheet.held.ref, sheet.text("reason"), on, chase)
