"""A new date, and nothing else: the small form behind “New date”, “New forecast” and “New promise”."""

from __future__ import annotations

from governance.kind import Ask
from governance.record import Record
from handlers.commands import Change, Command
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, what_is_wrong_in

REDATE = "redate"


def can_be_redated(record: Record) -> bool:
    """Whether its day is one that people set. What a rule worked out moves by that rule alone."""
    ask = _ask(record)
    return record.is_open and ask is not None and ask.input == "date" and not ask.fixed and record.body.timer is None


async def draw_redate(desk: Desk) -> Form:
    record, ask = desk.held, _ask(desk.held)
    if ask is None or not can_be_redated(record):
        raise ButtonUnreadable
    held = getattr(record.body, record.kind.due_field)
    hint = ask.hint or "The day by which it will be done"
    field = Field("day", ask.label, "date", hint, held.isoformat() if held else None, required=True)
    return about(desk, f"New date for {record.ref}", (field,))


def read_redate(sheet: Sheet) -> Command | Wrong:
    record, name = sheet.held, sheet.held.kind.due_field
    chosen = sheet.text("day")
    if not chosen:
        return {"day": "Choose the new day."}
    given = {"title": record.title, name: chosen}
    wrong = what_is_wrong_in(type(record.body), given, sheet.today, sheet.calendar, record)
    if name in wrong:
        return {"day": wrong[name]}
    return Change(record.ref, {name: chosen}, sheet.token.seen)


def _ask(record: Record) -> Ask | None:
    return dict(type(record.body).asks()).get(record.kind.due_field)
