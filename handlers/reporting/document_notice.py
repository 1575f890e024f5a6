"""The message that a document goes with, composed when it is sent, from the register as it stands."""

from __future__ import annotations

from governance.errors import ChivvyError
from governance.policy import may
from handlers.cards import Card, Para, Part, Small, say
from handlers.reporting.document import Asked
from handlers.reporting.documents import document_named
from handlers.reporting.marks import mark_of
from storage.outbox import Notice
from storage.register import Register


async def document_card(register: Register, notice: Notice) -> Card | None:
    """None where its reader may not have it any more."""
    payload = notice.payload
    record = await register.records.get(payload["ref"]) if payload["ref"] else None
    reader = await register.people.get(payload["reader"])
    if may(reader, "read", record):
        return None
    await register.calendar()
    asked = Asked(register, record, payload["workstream"], reader, payload.get("part", ""))
    try:
        paper = await document_named(payload["document"]).drawn_up(asked, payload["suffix"])
    except ChivvyError as nothing:  # what there was to draw up when it was asked for has gone since
        return say(nothing.message)
    parts: list[Part] = [Para((paper.title,)), Small((mark_of(record),))]
    return Card(text=paper.title, parts=tuple(parts), refs=notice.refs, paper=paper)
