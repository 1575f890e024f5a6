"""A communication went out: when, how, by whom, to which blocks, and what is to be followed up by when."""

from __future__ import annotations

from governance.audience import blocks_named
from governance.kinds.communication import PUBLISHED, Communication
from handlers.cards import Option
from handlers.commands import Command, Move
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of
from handlers.outreach.estate import estate_of

SENT = "sent"
MOST_BLOCKS = 10  # that can be ticked; more are typed


async def draw_sent(desk: Desk) -> Form:
    body = desk.held.body
    if not isinstance(body, Communication):
        raise ButtonUnreadable
    estate = await estate_of(desk.register, desk.held.workstream)
    fields = [
        Field("distributed_on", "When", "date", "", desk.register.today.isoformat(), required=True),
        Field(
            "channel", "How", "line", "Hand to every door, post, e-mail, boards", body.channel or None, max_length=300
        ),
        Field("distributed_by", "By whom", "line", "", body.distributed_by or None, max_length=300),
    ]
    if 0 < len(estate.blocks) <= MOST_BLOCKS:
        reached = blocks_named(body.blocks, estate.blocks) or estate.of(body.audience).blocks
        options = tuple(Option(block, block) for block in estate.blocks)
        fields.append(Field("blocks", "Blocks covered", "several", "Tick those that it reached", reached, options))
    else:
        fields.append(Field("blocks", "Blocks covered", "line", "", body.blocks or None, max_length=300))
    fields += [
        Field("follow_up", "To follow up", "line", "Answer the parking query", body.follow_up or None, max_length=300),
        Field("follow_up_by", "By when", "date", "", body.follow_up_by.isoformat() if body.follow_up_by else None),
    ]
    return about(desk, f"{desk.held.ref} went out", tuple(fields), submit="It went out")


def read_sent(sheet: Sheet) -> Command | Wrong:
    on, follow_up_by = day_of(sheet.values.get("distributed_on")), day_of(sheet.values.get("follow_up_by"))
    if on is None or on > sheet.today:
        return {"distributed_on": "Choose today or a day that has passed."}
    if follow_up_by is not None and follow_up_by < sheet.today:
        return {"follow_up_by": "Choose today or a later day."}
    blocks = sheet.values.get("blocks") or ""
    values = {
        "distributed_on": on,
        "channel": sheet.text("channel"),
        "distributed_by": sheet.text("distributed_by"),
        "blocks": ", ".join(blocks) if isinstance(blocks, list) else str(blocks),
        "follow_up": sheet.text("follow_up"),
        "follow_up_by": follow_up_by,
    }
    return Move(sheet.held.ref, PUBLISHED, values={name: held for name, held in values.items() if held})
