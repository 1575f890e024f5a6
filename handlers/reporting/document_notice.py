"""The message that a document goes with, composed when it is sent, from the register as it stands."""

from __future__ import annotations

from governance.policy import may
from handlers.cards import Card, Para, Part, Small
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
    document = document_named(payload["document"])
    if may(reader, "read", record) or not document.may_have(reader):
        return None
    await register.calendar()
    asked = Asked(register, record, payload["workstream"], reader)
    paper = await document.drawn_up(asked, payload["suffix"])
    parts: list[Part] = [Para((paper.title,)), Small((mark_of(record),))]
    return Card(text=paper.title, parts=tuple(parts), refs=notice.refs, paper=paper)
