"""The form of one line of a strategy: to add one, or to change it."""

from __future__ import annotations

from governance.kinds.strategy import Strategy
from governance.strategy_line import HOW_OFTEN, Line
from handlers.cards import Option
from handlers.commands import AddLine, ChangeLine, Command
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_fields import person_field
from handlers.forms.form_reading import Wrong, day_of
from handlers.outreach.lines import FIELDS

LINE = "line"
LONGEST = 300


async def draw_line(desk: Desk) -> Form:
    body = desk.held.body
    if not isinstance(body, Strategy):
        raise ButtonUnreadable
    number = int(desk.command.values.get("number") or 0)
    line = body.line(number)
    if number and line is None:
        raise ButtonUnreadable
    options = tuple(Option(name, name.capitalize()) for name in HOW_OFTEN)
    held = line or Line(number=1, audience="…")
    fields = (
        Field("audience", "Audience", "line", "Who: all homes, TRA, leaseholders in Campion Court",
              line.audience if line else None, required=True, max_length=LONGEST),
        Field("message", "Message", "line", "What they are to know: progress, dates, costs", held.message or None,
              max_length=LONGEST),
        Field("channel", "How", "line", "Newsletter, meeting, letter, poster …", held.channel or None, max_length=LONGEST),
        Field("every", "How often", "choice", "", held.every or None, options),
        Field("first_on", "First, or only, on", "date", "", held.first_on.isoformat() if held.first_on else None),
        await person_field("approver", "Approved by", "Where nobody is named, whoever signs off", held.approver, desk.register),
        await person_field("owner", "Seen to by", "Where that is not the strategy’s owner", held.owner, desk.register),
    )  # fmt: skip
    title = f"Line {number} of {desk.held.ref}" if number else f"Add to {desk.held.ref}"
    return about(desk, title, fields, keep={"number": number} if number else None)


def read_line(sheet: Sheet) -> Command | Wrong:
    if not sheet.text("audience"):
        return {"audience": "Say who it is for."}
    first = sheet.values.get("first_on")
    if first and day_of(first) is None:
        return {"first_on": "This is not a date. Write it like 2026-11-27, or choose it from the calendar."}
    number = sheet.token.keep.get("number")
    if number:
        values = {name: _held(sheet, name) for name in FIELDS}
        return ChangeLine(sheet.held.ref, int(number), values, sheet.token.seen)
    said = {name: sheet.text(name) for name in ("audience", "message", "channel", "every")}
    return AddLine(
        **said,
        first_on=day_of(first),
        approver=sheet.text("approver") or None,
        owner=sheet.text("owner") or None,
        ref=sheet.held.ref,
    )


def _held(sheet: Sheet, name: str) -> str | None:
    """What a field holds; where it was emptied, what nobody said."""
    said = sheet.text(name)
    return said or (None if name in ("first_on", "approver", "owner") else "")
