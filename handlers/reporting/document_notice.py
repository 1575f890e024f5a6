"""The message that a document goes with, composed when it is sent, from the register as it stands."""

from __future__ import annotations

from dataclasses import replace

from governance.errors import ChivvyError
from governance.policy import is_confidential, may
from handlers.cards import Card, Para, Part, Small, say
from handlers.records.record_card import private_card
from handlers.reporting.document import Asked
from handlers.reporting.documents import document_named
from handlers.reporting.marks import mark_of
from storage.outbox import Notice
from storage.register import Register


async def document_card(register: Register, notice: Notice) -> Card | None:
    """None where its reader may not have it any more. What has become confidential since it was asked for is not shown where
    others read along; what can't be drawn up, says why."""
    payload = notice.payload
    record = await register.records.get(payload["ref"]) if payload["ref"] else None
    reader = await register.people.get(payload["reader"])
    document = document_named(payload["document"])
    if may(reader, "read", record) or not document.may_have(reader):
        return None
    alone = await _is_for_one(register, notice)
    if record is not None and is_confidential(record) and not alone:
        return private_card(record)
    await register.calendar()
    asked = Asked(register, record, payload["workstream"], reader, aloud=not alone, part=payload.get("part", ""))
    try:
        paper = await document.drawn_up(asked, payload["suffix"])
    except ChivvyError as error:
        return replace(say(error.message), refs=notice.refs)
    paper = replace(paper, reader=payload["reader"] if alone else None)
    parts: list[Part] = [Para((paper.title,)), Small((mark_of(record),))]
    return Card(text=paper.title, parts=tuple(parts), refs=notice.refs, paper=paper)


async def _is_for_one(register: Register, notice: Notice) -> bool:
    """Whether nobody but whoever asked reads where it goes."""
    if notice.place is None:
        return True
    place = await register.places.get(notice.place)
    return place is not None and place.private
