"""Who handles stage 2: anybody who opens cases, but for whoever handled stage 1."""

from __future__ import annotations

from governance.kinds.complaint import Complaint
from governance.policy import may
from handlers.cards import Option
from handlers.commands import Change, Command
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong

SECOND_HANDLER = "second handler"


async def draw_second_handler(desk: Desk) -> Form:
    record = desk.held
    if not isinstance(record.body, Complaint):
        raise ButtonUnreadable
    first = record.body.s1_handler or record.owner
    people = (await desk.register.people.all()).values()
    options = tuple(
        Option(each.id, each.name) for each in people if each.id != first and may(each, "receive", record) is None
    )
    hint = (
        f"Not {await desk.register.people.name(first)}, who handled stage 1" if first else "Not whoever handled stage 1"
    )
    field = Field("s2_handler", "Stage 2 handler", "person", hint, record.body.s2_handler, options, required=True)
    return about(desk, f"Stage 2 of {record.ref}", (field,))


def read_second_handler(sheet: Sheet) -> Command | Wrong:
    chosen = sheet.text("s2_handler")
    if not chosen:
        return {"s2_handler": "Choose who handles it."}
    return Change(sheet.held.ref, {"s2_handler": chosen}, sheet.token.seen)
